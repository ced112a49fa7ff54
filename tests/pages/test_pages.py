"""What the pages of each family say."""

import re
from pathlib import Path

import pytest
from reading import hrefs, page, section, texts, words


@pytest.mark.parametrize(
    ("paper", "byline"),
    [
        ("unnamed", "7 authors, not named by the source"),
        ("unnamed-one", "One author, not named by the source"),
        ("and-others", "Ada One, Ben Two et al."),
        ("counted", "Ada One, Ben Two and 7 more"),
    ],
)
def test_authors_whom_nobody_names(odd_site: Path, paper: str, byline: str) -> None:
    assert texts(page(odd_site, f"papers/{paper}/"), "//h1/following-sibling::p[@class='byline']")[0] == byline
    day = "2024-12-31" if paper in ("unnamed", "and-others") else "2025-01-02"
    assert byline in words(page(odd_site, f"digests/{day}/").xpath(f"//article[@id='p-{paper}']")[0])


def test_a_long_list_of_names_is_cut_on_cards_and_whole_on_the_page(site: Path) -> None:
    names = texts(page(site, "papers/attention/"), "//h1/following-sibling::p[@class='byline'][1]/a")
    assert len(names) == 8
    card = page(site, "digests/2026-03-01/").xpath("//article[@id='p-attention']")[0]
    assert texts(card, "p[@class='byline']")[0].startswith("Ashish Vaswani, Noam Shazeer")
    assert "Aidan N. Gomez and 2 more" in words(card)


def test_claims(odd_site: Path) -> None:
    found = section(page(odd_site, "papers/figures/"), "Reported by the authors")
    assert texts(found, ".//thead//th") == ["Metric", "Figure", "Against", "Model", "Accelerator"]
    assert [texts(row, "th|td") for row in found.xpath(".//tbody/tr")] == [
        ["speedup", "1.4×", "TensorRT-LLM", "Llama-3-8B", "L40S"],
        ["memory", "−68 %", "", "", ""],
        ["accuracy", "+21.9 points", "", "", ""],
        ["throughput", "up to 3 to 7×", "", "", ""],
    ]


def test_a_paper_without_figures_says_so(site: Path) -> None:
    assert "No figure of this paper has been recorded." in words(page(site, "papers/adam/"))


def test_a_mirror_is_told_from_its_original(odd_site: Path) -> None:
    found = page(odd_site, "papers/mirrored/")
    assert texts(found, "//ul[@class='links']/li")[0] == "Paper a mirror of https://example.org/paper"
    assert hrefs(found, "//ul[@class='links']/li/a") == [
        "https://mirror.example.org/paper",
        "https://example.org/paper.pdf",
    ]


def test_identifiers_are_links(odd_site: Path) -> None:
    found = dict(
        zip(*(f(page(odd_site, "papers/figures/"), "//ul[@class='links']/li/a") for f in (texts, hrefs)), strict=True)
    )
    assert found["arXiv:2301.00001"] == "https://arxiv.org/abs/2301.00001"
    assert found["doi:10.1234/ab_c(1)"] == "https://doi.org/10.1234/ab_c(1)"


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        ("awkward.yml", r"^- id: ([a-z0-9-]+)"),
        ("filler.yml", r"^- id: ([a-z0-9-]+)"),
        ("cited.bib", r"^@inproceedings\{(\w+),"),
    ],
)
def test_edit_links_lead_to_the_line(odd_site: Path, file: str, entry: str) -> None:
    source = next(odd_site.parent.glob(f"*/content/papers/{file}")).read_text(encoding="utf-8")
    lines = {found[1].lower(): at for at, line in enumerate(source.splitlines(), 1) if (found := re.match(entry, line))}
    assert lines
    for paper, line in lines.items():
        edit = page(odd_site, f"papers/{paper}/").xpath("//p[@class='edit']")[0]
        assert hrefs(edit, "a") == [f"https://github.com/example/odd/blob/main/content/papers/{file}?plain=1#L{line}"]
        assert words(edit) == f"Edit this content/papers/{file}, line {line}"


def test_related_papers_with_the_words_that_relate_them(site: Path) -> None:
    lines = section(page(site, "papers/flashattention/"), "Related papers").xpath(".//li")
    assert lines
    for line in lines:
        score, terms = re.fullmatch(r".* (0\.\d\d|1\.00) · both speak of (.+)", words(line)).groups()  # type: ignore[union-attr]
        assert float(score) > 0
        assert terms.strip()
    assert any(href.endswith("/flashattention-2/") for line in lines for href in hrefs(line, "a"))


@pytest.mark.parametrize(
    ("url", "before", "after"),
    [
        ("digests/2024-12-27/", None, "2024-12-31"),
        ("digests/2024-12-31/", "2024-12-27", "2025-01-02"),
        ("digests/2025-01-02/", "2024-12-31", None),
        ("digests/2024-W52/", None, "Week 1 of 2025"),
        ("digests/2025-W01/", "Week 52 of 2024", None),
        ("digests/2024-12/", None, "January 2025"),
        ("digests/2025-01/", "December 2024", None),
    ],
)
def test_from_issue_to_issue_across_the_year(odd_site: Path, url: str, before: str | None, after: str | None) -> None:
    found = page(odd_site, url)
    assert texts(found, "//a[@rel='prev']") == ([before] if before else [])
    assert texts(found, "//a[@rel='next']") == ([after] if after else [])


def test_a_week_holds_its_days_of_both_years(odd_site: Path) -> None:
    week = page(odd_site, "digests/2025-W01/")
    assert texts(section(week, "Issues"), ".//li/a") == ["31 December", "2 January"]
    assert "Monday, 30 December 2024 to Sunday, 5 January 2025 · 8 papers in 2 issues" in words(week)
    assert texts(section(page(odd_site, "digests/2024-12/"), "Issues"), ".//li/a") == ["27 December", "31 December"]


def test_a_sunday_and_a_monday_are_in_two_weeks(site: Path) -> None:
    assert hrefs(page(site, "digests/2026-03-01/"), "//nav[@class='around']/a")[0] == "../../digests/2026-W09/"
    assert hrefs(page(site, "digests/2026-03-02/"), "//nav[@class='around']/a")[0] == "../../digests/2026-W10/"


def test_an_issue_keeps_the_order_of_its_picks(odd_site: Path) -> None:
    for url in ("digests/2025-01-02/", ""):
        found = page(odd_site, url).xpath("//article[@class='story']/@id")
        assert found == ["p-counted", "p-cited2021", "p-unnamed-one", "p-filler-01"]
    assert texts(page(odd_site, "digests/2024-12-31/"), "//article/@id")[0] == "p-unnamed"


def test_the_archive_lists_every_issue(odd_site: Path) -> None:
    archive = page(odd_site, "digests/")
    assert texts(archive, "//ul[@class='lines']/li") == [
        "Thursday, 2 January 2025 4 papers",
        "Tuesday, 31 December 2024 The <last> issue & the best, 4 papers",
        "Friday, 27 December 2024 2 papers",
    ]
    weeks = ["Week 1 of 2025", "Week 52 of 2024", "Week 1 of 2025"]
    assert archive.xpath("//table//th/a/@aria-label") == weeks


@pytest.mark.parametrize("base", ["papers/", "organizations/acme/"])
def test_long_lists_go_on(odd_site: Path, base: str) -> None:
    """Each paper once, ten a page, and the pages know each other."""
    seen: list[str] = []
    url, number = base, 1
    while True:
        found = page(odd_site, url)
        lines = hrefs(found, "//ul[@class='lines']/li/a")
        assert 0 < len(lines) <= 10
        seen += [line.rstrip("/").rpartition("/")[2] for line in lines]
        count = re.search(rf"{len(seen) - len(lines) + 1}–{len(seen)} of (\d+), page {number} of (\d+)", words(found))
        assert count
        if number == int(count[2]):
            assert not found.xpath("//nav[@class='pager']/a[@rel='next']")
            break
        number += 1
        url = f"{base}page/{number}/"
        assert hrefs(found, "//nav[@class='pager']/a[@rel='next']")[0].endswith(url)
    assert len(seen) == len(set(seen)) == int(count[1]) > 10


def test_papers_are_listed_newest_first_under_their_years(odd_site: Path) -> None:
    years = [year for n in ("", "page/2/", "page/3/") for year in texts(page(odd_site, f"papers/{n}"), "//h2")]
    assert years == sorted(years, key=lambda year: "0" if year == "Undated" else year, reverse=True)
    assert (years[0], years[-1]) == ("2024", "Undated")


def test_people_by_letter(odd_site: Path) -> None:
    everybody = page(odd_site, "authors/")
    letters = dict(zip(*(f(everybody, "//nav[@class='letters']/a") for f in (texts, hrefs)), strict=True))
    assert list(letters) == ["A", "B", "C", "D", "E", "J", "L", "M", "O", "T"]
    seen = [
        name
        for letter in letters
        for name in texts(page(odd_site, f"authors/letter/{letter.lower()}/"), "//ul[@class='shares']//a")
    ]
    assert len(seen) == len(set(seen)) == int(re.search(r"(\d+) in all", words(everybody))[1])  # type: ignore[index]
    assert texts(everybody, "//ul[@class='shares']/li")[:3] == ["Dee Four 12", "Ed Five 12", "Ada One 6"]


def test_a_person(odd_site: Path) -> None:
    ada = page(odd_site, "authors/ada-one/")
    assert "Also written A. One" in words(ada)
    assert texts(section(ada, "Papers"), "h3") == [
        "Conferences",
        "Preprints & <such>",
        "Not in their own list",
    ]
    assert texts(section(ada, "Papers"), ".//span[@class='label']") == ["C1", "P<1>"]
    assert texts(section(ada, "Close co-authors"), ".//li")[:1] == ["Ben Two 2"]
    assert texts(section(ada, "Topics"), ".//li")
    assert "Reader, Acme & <Sons> · since 2020-01" in texts(ada, "//p[@class='byline']")
    assert "PhD, Anywhere" in words(section(ada, "Education"))
    [interest] = section(ada, "Research interests").xpath(".//a")
    assert (words(interest), interest.get("title")) == ("C1", "Figures of every kind")
    assert texts(section(ada, "Said by others"), ".//tbody/tr/*")[:2] == ["h-index", "20"]
    assert {"https://orcid.org/0000-0002-1825-0097", "https://github.com/ada"} <= set(
        hrefs(ada, "//ul[@class='links']//a")
    )


def test_somebody_without_a_file(odd_site: Path) -> None:
    ben = page(odd_site, "authors/ben-two/")
    assert texts(section(ben, "Papers"), "h3") == []
    claim, begin = hrefs(ben, "//p[@class='edit']/a")
    assert claim.startswith("https://github.com/example/odd/issues/new?template=claim-a-profile.yml&page=https%3A")
    assert claim.endswith("/authors/ben-two/&name=Ben%20Two")
    assert begin == (
        "https://github.com/example/odd/new/main/content/authors?filename=ben-two.yml&value=name:%20Ben%20Two%0A"
    )
    assert "Correct it in content/authors/ben-two.yml" in words(ben)


def test_a_topic(site: Path) -> None:
    topics = hrefs(page(site, "topics/"), "//ul[@class='shares']//a")
    assert topics
    for href in topics:
        topic = page(site, "topics/" + href.rstrip("/").rpartition("/")[2])
        count = int(re.search(r"(\d+) papers? in this collection", words(topic))[1])  # type: ignore[index]
        assert len(topic.xpath("//ul[@class='lines']/li")) == min(count, 10)
        assert "Its words: " in words(topic)


def test_an_organization_without_a_file(site: Path) -> None:
    assert texts(page(site, "organizations/google/"), "//h1") == ["google"]
    assert "Stanford University" in words(page(site, "organizations/"))
