"""Where the bibliographic services answer, and how we introduce ourselves: a part of the settings."""

from typing import Annotated

from ... import __version__
from ...fields import Record, Url, form

MailAddress = Annotated[
    str,
    form(r"([!-~]+@[!-~]+)?", "bad-mail", "write a plain mail address", "editors@example.org"),
]


class Services(Record, frozen=True):
    """Whom `broadsheet add` asks. The services may write to `contact` when our requests trouble them."""

    contact: MailAddress = ""
    arxiv: Url = "https://export.arxiv.org/api/query"
    doi: Url = "https://doi.org"
    openalex: Url = "https://api.openalex.org"
    acl_anthology: Url = "https://aclanthology.org"

    @property
    def user_agent(self) -> str:
        """The User-Agent header that Crossref, OpenAlex and arXiv ask polite programs for."""
        return f"broadsheet/{__version__}" + (f" (mailto:{self.contact})" if self.contact else "")
