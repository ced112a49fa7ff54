"""Which papers a query asks for."""

import pytest

from broadsheet.catalog.query import QueryError, parse_query
from broadsheet.model import Links, Mention, Paper

PAPERS = (
    Paper(
        id="a",
        title="Paged Attention for Łarge Models",
        authors=("Tri Dao", Mention(name="Christopher Ré", id="chris-re")),
        date="2023-09-01",
        kind="conference",
        venue="SOSP 2023",
        organizations=("stanford",),
        tags=("Serving Systems",),
        links=Links(code="https://example.org"),
    ),
    Paper(id="b", title="State Space Models", authors=("Albert Gu", "Tri Dao"), date="2024", categories=("cs.LG",)),
    Paper(id="c", title="Undated", has_code=True, doi="10.1234/x"),
)
PICKED = {"a": ("2026-04-17", "2026-05-01"), "b": ("2026-05-14",)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("models", "ab"),
        ("MODELS dao", "ab"),
        ("dao paged", "a"),
        ("large re sosp", "a"),
        ('"space models"', "b"),
        ('"models space"', ""),
        ("author:ré", "a"),
        ("author:chris-re", "a"),
        ('author:"tri dao" author:gu', "b"),
        ("title:dao", ""),
        ("venue:sosp", "a"),
        ("year:2024", "b"),
        ("year:2023-2024", "ab"),
        ("year:-2023", "a"),
        ("year:2024-", "b"),
        ("organization:stanford", "a"),
        ('tag:"serving systems"', "a"),
        ("tag:cs.LG", "b"),
        ("kind:conference", "a"),
        ("has:code", "ac"),
        ("has:doi", "c"),
        ("digest:2026-04-17", "a"),
        ("digest:2026-05", "ab"),
        ("digest:2025", ""),
        ("--- …", "abc"),
    ],
)
def test_found(query: str, found: str) -> None:
    asked = parse_query(query, PICKED)
    assert "".join(paper.id for paper in PAPERS if asked.matches(paper)) == found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("topic:x", "no field topic: in a query; there are author:, title:, venue:, year:"),
        ("year:soon", "year:soon is no year"),
        ("year:2025-2023", "ends before it begins"),
        ("year:20242025", "is no year"),
        ("year:", "year: needs a value"),
        ("has:wings", "there are code, data"),
        ("digest:april", "digest:april is no day"),
    ],
)
def test_refused(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_query(query)
