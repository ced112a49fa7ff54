"""A paper as a line of a list of references, in plain text, and what a reference to it has to say besides."""

from ...fields import doi_address
from ...model import Paper


def plain(paper: Paper) -> str:
    """Names, year, title, venue with volume, number and pages, DOI and arXiv identifier; what is unknown is left out.

    >>> plain(Paper(title="On lines", authors=("Ada One", "Ben Two"), date="2024-05", venue="J. Lines", volume="3"))
    'Ada One, Ben Two (2024). On lines. J. Lines, 3.'
    """
    names = [mention.name for mention in paper.mentions]
    if names and (paper.et_al or (paper.author_count or 0) > len(names)):
        names.append("et al.")
    year = f"({paper.date[:4]})" if paper.date else ""
    volume = paper.volume + (f"({paper.number})" if paper.number else "")
    parts = (
        " ".join(part for part in (", ".join(names), year) if part),
        paper.title,
        ", ".join(part for part in (paper.venue, volume, paper.pages) if part),
        paper.publisher,
    )
    text = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    numbers = (doi_address(paper.doi) if paper.doi else "", f"arXiv:{paper.arxiv}" if paper.arxiv else "")
    withdrawn = retraction(paper)
    parts = (" ".join(text.split()), *numbers, f"{withdrawn}." if withdrawn else "")
    return " ".join(part for part in parts if part)


def retraction(paper: Paper) -> str:
    """That the paper was retracted, with the day where it is known; empty for one that stands."""
    found = next((notice for notice in paper.notices if notice.kind == "retraction"), None)
    return f"Retracted {found.date or ''}".strip() if found else ""
