"""The frozen values that every stage speaks in: what contributors write, and what is wrong with it.

These types are the one place that says what a content file may hold. msgspec checks and builds them in compiled
code; `site_config/schema/*.json` is generated from them (see `sources/schema.py`). A field that is absent is unknown:
never zero, never guessed.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from .fields import ArxivId, Count, Day, Doi, Id, Orcid, PartialDate, Record, Text, Url


class Source(Record, frozen=True):
    """Where facts come from. Without `fields` it stands for the whole record, else for those fields alone."""

    name: Text
    url: Url | None = None
    date: PartialDate | None = None
    fields: tuple[str, ...] = ()
    note: str = ""


class Mention(Record, frozen=True):
    """An author as a paper names them; `id` is set where a curator has said which person it is."""

    name: Text
    id: Id | None = None
    orcid: Orcid | None = None
    affiliation: str = ""


class Link(Record, frozen=True):
    """An address that needs a word: `mirror_of` names the original that this address copies."""

    url: Url
    mirror_of: Url | None = None
    note: str = ""


class Links(Record, frozen=True):
    """Where a paper and what belongs to it can be found."""

    paper: Url | Link | None = None
    pdf: Url | Link | None = None
    code: Url | Link | None = None
    data: Url | Link | None = None
    model: Url | Link | None = None
    project: Url | Link | None = None
    demo: Url | Link | None = None
    video: Url | Link | None = None
    slides: Url | Link | None = None


class Claim(Record, frozen=True):
    """One figure that a paper's authors report; never mixed with what we measured.

    `comparison` says how to read `value`: a `level` (the figure itself), a `ratio` to the baseline (1.4 with unit x), a
    signed relative `change` (-68 with unit %) or a signed `difference` (+21.9, unit pp). A range has `low` and `high`.
    """

    metric: Id
    comparison: Literal["level", "ratio", "change", "difference"]
    unit: Text
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: Literal["about", "at-least", "at-most", "up-to", "average"] | None = None
    method: str = ""
    model: str = ""
    accelerator: str = ""
    baseline: str = ""
    precision: str = ""
    task: str = ""
    conditions: str = ""


class Notice(Record, frozen=True):
    """What became of a paper after it appeared: a new version, a correction or erratum, its retraction."""

    kind: Literal["version", "correction", "erratum", "retraction"]
    date: PartialDate | None = None
    url: Url | None = None
    text: str = ""


class Signal(Record, frozen=True):
    """A dated snapshot of a count that a source states (comments, upvotes, stars)."""

    kind: Literal["comments", "upvotes", "stars", "citations", "downloads"]
    value: Count
    date: PartialDate
    source: Text


Kind = Literal[
    "preprint",
    "conference",
    "journal",
    "workshop",
    "book",
    "chapter",
    "thesis",
    "report",
    "dataset",
    "software",
    "other",
]


class Paper(Record, frozen=True):
    """A paper. `date` is when it was submitted or published; `added` when it entered this collection."""

    title: Text
    id: Id = ""
    kind: Kind | None = None
    date: PartialDate | None = None
    added: Day | None = None
    authors: tuple[Text | Mention, ...] = ()
    author_count: Annotated[int, Meta(ge=1)] | None = None
    et_al: bool = False
    organizations: tuple[Id, ...] = ()
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    editors: tuple[str, ...] = ()
    arxiv: ArxivId | None = None
    doi: Doi | None = None
    links: Links = Links()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    has_code: bool | None = None
    summary: str = ""
    abstract: str = ""
    claims: tuple[Claim, ...] = ()
    signals: tuple[Signal, ...] = ()
    notices: tuple[Notice, ...] = ()
    former_ids: tuple[Id, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    note: str = ""
    source: tuple[Source, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The authors in order, a bare name as a mention of that name."""
        return tuple(Mention(name=a) if isinstance(a, str) else a for a in self.authors)

    @property
    def coded(self) -> bool:
        """Whether there is code: a link to it, or a source that says so."""
        return self.links.code is not None or bool(self.has_code)


class Identifiers(Record, frozen=True):
    """A person's names in other catalogues."""

    orcid: Orcid | None = None
    openreview: str | None = None
    dblp: str | None = None
    google_scholar: str | None = None
    semantic_scholar: str | None = None
    openalex: str | None = None
    huggingface: str | None = None
    github: str | None = None


class Position(Record, frozen=True):
    """A place held, paid or not: employment, an internship, a project at a university."""

    organization: Text
    role: str = ""
    department: str = ""
    location: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    advisers: tuple[str, ...] = ()
    project: str = ""
    note: str = ""


class Degree(Record, frozen=True):
    """A degree, with the thesis and the adviser where they are stated."""

    institution: Text
    degree: Text
    field: str = ""
    location: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    adviser: str = ""
    thesis: str = ""


class Teaching(Record, frozen=True):
    """A course taught or assisted."""

    course: Text
    code: str = ""
    institution: str = ""
    term: str = ""
    role: str = ""


class Award(Record, frozen=True):
    """A prize, grant or scholarship."""

    title: Text
    by: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None


class Service(Record, frozen=True):
    """Work for the community: reviewing, chairing, editing."""

    role: Text
    venues: tuple[str, ...] = ()


class Interest(Record, frozen=True):
    """A research interest, with the labels of the works that belong to it."""

    topic: Text
    works: tuple[str, ...] = ()


class Work(Record, frozen=True):
    """A paper of this person, under the label and in the group that their own list gives it."""

    paper: Id
    label: str = ""
    group: str = ""


class Statement(Record, frozen=True):
    """What a source says about a person or counts of them; always the source's word, with its date, never ours."""

    what: Text
    source: Text
    value: float | str | None = None
    date: PartialDate | None = None
    note: str = ""


class Maintained(Record, frozen=True):
    """That a person keeps their own page: since when, and the merged pull request that shows it."""

    since: Day
    pull_request: Url


class Offer(Record, frozen=True):
    """A person's own word that they would work with others: the day, and the address where they themselves said so."""

    words: Text
    date: Day
    url: Url


class Author(Record, frozen=True):
    """A person with a file of their own; `same_as`, `not_same_as` hold ids or written names and win over evidence."""

    name: Text
    id: Id = ""
    names: tuple[Text, ...] = ()
    same_as: tuple[Text, ...] = ()
    not_same_as: tuple[Text, ...] = ()
    maintained_by_person: Maintained | None = None
    open_to_collaborate: Offer | None = None
    identifiers: Identifiers = Identifiers()
    homepage: Url | None = None
    affiliations: tuple[Position, ...] = ()
    education: tuple[Degree, ...] = ()
    experience: tuple[Position, ...] = ()
    teaching: tuple[Teaching, ...] = ()
    awards: tuple[Award, ...] = ()
    service: tuple[Service, ...] = ()
    interests: tuple[Interest, ...] = ()
    works: tuple[Work, ...] = ()
    statements: tuple[Statement, ...] = ()
    former_ids: tuple[Id, ...] = ()
    note: str = ""
    source: tuple[Source, ...] = ()


class Pick(Record, frozen=True):
    """A paper picked for an issue, with the curator's word on it."""

    paper: Id
    note: str = ""


class Digest(Record, frozen=True):
    """One issue: the papers picked for a day, in the curator's order."""

    date: Day
    picks: tuple[Id | Pick, ...]
    title: str = ""
    curator: str = ""
    note: str = ""
    source: tuple[Source, ...] = ()

    @property
    def picked(self) -> tuple[Pick, ...]:
        """The picks in order, a bare id as a pick without a word."""
        return tuple(Pick(paper=p) if isinstance(p, str) else p for p in self.picks)


class Organization(Record, frozen=True):
    """A lab, company or university, with its handle on the hubs that papers name it by."""

    name: Text
    id: Id = ""
    names: tuple[str, ...] = ()
    huggingface: str | None = None
    homepage: Url | None = None
    former_ids: tuple[Id, ...] = ()
    note: str = ""
    source: tuple[Source, ...] = ()


class Problem(Struct, frozen=True, order=True):
    """Something wrong in the content, told so that its writer can mend it.

    `path` is relative to the project; `line` and `column` count from 1, 0 meaning the file as a whole.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


class Entry(Struct, frozen=True):
    """A record and where it was read: the "edit this" link and every later problem need it."""

    record: Any
    path: str
    line: int = 1
