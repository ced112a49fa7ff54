"""What readers can follow and in which form: a part of the settings."""

from typing import Literal

from ..fields import Id, Record, Text

FeedFormat = Literal["atom", "rss", "json"]
FeedFamily = Literal["site", "topics", "organizations", "authors", "tags", "venues", "kinds", "saved"]


class SavedFeed(Record, frozen=True):
    """A combination that somebody wants to follow, in the words of a query; `id` is its address once published."""

    name: Text
    query: Text
    id: Id = ""
