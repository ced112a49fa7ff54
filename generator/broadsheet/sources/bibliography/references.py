"""References as other programs' files hold them, to papers: identifiers, names, ids and problems alike for all formats.

A reader fills in a `Reference` with the names that BibLaTeX gives to fields; from then on its format does not matter.
"""

import re
from collections.abc import Iterable

from msgspec import Struct, field

from ...model import Entry, Kind, Links, Mention, Paper, Problem
from .bare_values import arxiv_in, arxiv_of_doi, bare_arxiv, bare_doi, is_address
from .bibtex import slug_of_key
from .names import Name, split_name
from .remainder import restore

_SMALL_WORDS = frozenset("a an and at by das der die for from in la le les of on the to un une with".split())
_PAGES = re.compile(r"([\w.:]*\d[\w.:]*)\s*[-‐‑–—]+\s*([\w.:]*\d[\w.:]*)")


class Reference(Struct):
    """One reference on its way; `line` is where it begins, counted from 1.

    `fields` holds text under the names of `Paper` (title, venue, volume, number, pages, publisher, abstract, note, doi)
    or of BibLaTeX (url, pdf, eprint, issn ...); `kept` what goes to `extra` as it is; `restored` fields of `Paper` that
    one of our own exports wrote into the place that a format leaves to its users (see `remainder.py`). `facts` is what
    a format says of an author beside the name, by place in `authors`: orcid, affiliation. `perhaps_preprint` is
    set where a type, kept as csl_type, means a preprint if the paper is on arXiv.
    """

    line: int
    key: str = ""
    kind: Kind | None = None
    perhaps_preprint: bool = False
    authors: list[Name] = field(default_factory=list)
    editors: list[Name] = field(default_factory=list)
    facts: dict[int, dict[str, str]] = field(default_factory=dict)
    et_al: bool = False
    date: str | None = None
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    restored: dict[str, object] = field(default_factory=dict)


def entries_of(
    references: Iterable[Reference], form: str, path: str, *, untitled: bool = False
) -> tuple[list[Entry], list[Problem]]:
    """The papers in their order with an id each, and what is wrong; `form` begins the codes: ris-no-title.

    An id is the key as a slug, else made from the first author's family name, the year and a word of the title.
    A reference without a title gives a problem only; with `untitled` it comes too, its title empty.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    taken: dict[str, int] = {}
    for reference in references:
        slug = id_of(reference)
        if not (reference.fields.get("title") or reference.restored.get("title") or untitled):
            message = f"the reference `{reference.key or slug}` has no title"
            problems.append(Problem(path, reference.line, 0, f"{form}-no-title", message, "give it a title"))
            continue
        paper_id, count = slug, 1
        while paper_id in taken:
            count += 1
            paper_id = f"{slug}-{count}"
        if count > 1:
            message = f"the id `{slug}` is taken by the reference of line {taken[slug]}; read as `{paper_id}`"
            hint = "give each reference a key of its own"
            problems.append(Problem(path, reference.line, 0, f"{form}-duplicate-key", message, hint))
        taken[paper_id] = reference.line
        fields = {name: value for name, value in reference.restored.items() if name != "id"}
        entries.append(Entry(restore(paper_of(reference, paper_id), fields), path, reference.line))
    return entries, problems


def paper_of(reference: Reference, paper_id: str) -> Paper:
    """The paper of a reference; whatever has no home in `Paper`, or does not fit there, is in `extra`."""
    rest = {name: value for name, value in reference.fields.items() if value}
    doi = bare_doi(rest.get("doi", ""))
    if doi:
        del rest["doi"]
    url = rest.pop("url") if is_address(rest.get("url", "")) else ""
    pdf = rest.pop("pdf") if is_address(rest.get("pdf", "")) else None
    if not doi and "doi" not in rest and "doi.org/10." in url:
        doi = bare_doi(url)
    arxiv = bare_arxiv(rest.get("eprint", "")) if rest.get("eprinttype", "arXiv").lower() == "arxiv" else None
    if arxiv:
        rest.pop("eprint"), rest.pop("eprinttype", None)
    elif "arxiv.org/" in url.lower():
        arxiv = bare_arxiv(url)
    arxiv = arxiv or arxiv_of_doi(doi)
    arxiv = arxiv or arxiv_in(rest[name] for name in ("venue", "volume", "number", "note", "publisher") if name in rest)
    shown, field_of_authors = _people(reference.authors)
    editors, field_of_editors = _people(reference.editors)
    extra = {"author": field_of_authors, "editor": field_of_editors}
    others = " and others" if reference.et_al and field_of_authors else ""
    extra = {name: value for name, value in extra.items() if value}
    if arxiv and reference.perhaps_preprint:
        reference.kept.pop("csl_type", None)
    if others:
        extra["author"] += others
    title, venue, volume, number = (rest.pop(name, "") for name in ("title", "venue", "volume", "number"))
    pages, publisher, abstract, note = (rest.pop(name, "") for name in ("pages", "publisher", "abstract", "note"))
    if reference.key and reference.key != paper_id:
        extra["bibtex_key"] = reference.key
    return Paper(
        title=title,
        id=paper_id,
        kind="preprint" if arxiv and reference.perhaps_preprint else reference.kind,
        date=reference.date,
        authors=tuple(
            Mention(name=name, orcid=facts.get("orcid"), affiliation=facts.get("affiliation", "")) if facts else name
            for name, facts in ((name, reference.facts.get(at)) for at, name in enumerate(shown))
        ),
        et_al=reference.et_al,
        editors=editors,
        venue=venue,
        volume=volume,
        number=number,
        pages=_PAGES.sub(r"\1–\2", pages),
        publisher=publisher,
        arxiv=arxiv,
        doi=doi,
        links=Links(paper=url or None, pdf=pdf),
        categories=tuple(dict.fromkeys(reference.categories)),
        tags=tuple(dict.fromkeys(reference.tags)),
        abstract=abstract,
        note=note,
        extra={name.lower(): value for name, value in (extra | rest | reference.kept).items() if value},
    )


def id_of(reference: Reference) -> str:
    """The id that a reference has where no other has it."""
    own = reference.restored.get("id")
    slug = slug_of_key(own if isinstance(own, str) else reference.key)
    return slug or made_key(reference) or f"entry-{reference.line}"


def made_key(reference: Reference) -> str:
    """A key from the first author's family name, the year and the first telling word of the title."""
    people = reference.authors or reference.editors
    words = slug_of_key(reference.fields.get("title", "")).split("-")
    word = next((word for word in words if word not in _SMALL_WORDS), "")
    return slug_of_key("-".join((people[0].family if people else "", (reference.date or "")[:4], word)))


def name_of(family: str, given: str = "", particle: str = "", suffix: str = "") -> Name:
    """A name that a program holds in parts; a particle or suffix that it left in the family name is found there."""
    family, given = " ".join(family.split()), " ".join(given.split())
    if not (family and given):
        return Name(family or given, "", particle, suffix)
    if not particle and not suffix and not set("{}") & set(family + given):
        return split_name(f"{family}, {given}")
    return Name(family, given, particle, suffix)


def written_names(names: Iterable[Name]) -> str:
    """Names as a BibTeX field holds them: what `extra` keeps of translators and others without a field in `Paper`."""
    return " and ".join(_guarded(name) for name in names)


def _guarded(name: Name) -> str:
    written = name.written
    return f"{{{written}}}" if re.search(r"(?i)\band\b", written) and not written.startswith("{") else written


def _people(names: list[Name]) -> tuple[tuple[str, ...], str]:
    """Names in display order, and as a BibTeX field where display order does not say the parts."""
    faithful = all(split_name(name.display) == name for name in names)
    return tuple(name.display for name in names), "" if faithful else written_names(names)
