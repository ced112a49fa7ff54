"""Subscribers from files and from the service's database."""

import sqlite3
from pathlib import Path

import pytest

from broadsheet.subscribe.subscribers import Subscriber, parse_subscribers, stored_subscribers

A = Subscriber("a@example.org", "week", ("kv-cache", "codes"), "t1")
B = Subscriber("b@example.org", "day", (), "t2")
JSON = """{"address": "a@example.org", "period": "week", "topics": ["kv-cache", "codes"], "token": "t1"}

{"address": "b@example.org", "period": "day", "token": "t2"}
"""
CSV = "address,period,topics,token\r\na@example.org,week,kv-cache codes,t1\r\nb@example.org,day,,t2\r\n"


@pytest.mark.parametrize(("text", "name"), [(JSON, "s.jsonl"), (CSV, "s.csv"), (CSV, "S.CSV")])
def test_files(text: str, name: str) -> None:
    assert parse_subscribers(text, name) == ([A, B], [])


@pytest.mark.parametrize(
    ("text", "name", "code", "line"),
    [
        ("not json", "s.jsonl", "bad-subscriber", 1),
        (JSON + "[1]", "s.jsonl", "bad-subscriber", 4),
        ('{"address": "a@example.org"}', "s.jsonl", "bad-subscriber", 1),
        ('{"address": "a@example.org", "period": "year"}', "s.jsonl", "bad-subscriber", 1),
        ('{"address": "a@example.org", "period": "day", "name": "x"}', "s.jsonl", "bad-subscriber", 1),
        ('{"address": "a@example.org", "period": "day", "token": "x/../y"}', "s.jsonl", "bad-subscriber", 1),
        ("address;period\na@example.org;day", "s.csv", "bad-subscriber", 2),
        ("address,period\na@example.org,day,x,y", "s.csv", "bad-subscriber", 2),
        (f"address,period\na@example.org,{'x' * 140_000}\n", "s.csv", "bad-subscriber", 2),
        (JSON + JSON.splitlines()[0].replace("a@", "A@"), "s.jsonl", "duplicate-subscriber", 4),
    ],
)
def test_each_fault_is_one_problem(text: str, name: str, code: str, line: int) -> None:
    found, problems = parse_subscribers(text, name)
    assert [(problem.code, problem.line, problem.path) for problem in problems] == [(code, line, name)]
    assert found in ([], [A, B])


def test_the_same_person_may_have_two_periods() -> None:
    text = '{"address": "a@b.c", "period": "day"}\n{"address": "a@b.c", "period": "week"}'
    found, problems = parse_subscribers(text, "s.jsonl")
    assert ([one.period for one in found], problems) == (["day", "week"], [])


def test_the_database(tmp_path: Path) -> None:
    path = tmp_path / "s ?#.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE subscribers (token, address, period, topics, confirmed)")
        rows = [("t2", "b@example.org", "day", "", 2), ("t1", "a@example.org", "week", "kv-cache codes", 1)]
        rows += [("t3", "c@example.org", "day", "", None), ("t4", "no address", "day", "", 4)]
        made.executemany("INSERT INTO subscribers VALUES (?, ?, ?, ?, ?)", rows)
    made.close()
    before = path.read_bytes()
    found, problems = stored_subscribers(path)
    assert found == [A, B]
    assert [problem.code for problem in problems] == ["bad-subscriber"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0 and no more"])
def test_another_database_is_a_problem(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(data)
    found, problems = stored_subscribers(tmp_path / "x.sqlite")
    assert (found, [problem.code for problem in problems]) == ([], ["no-subscribers"])
    assert [problem.code for problem in stored_subscribers(tmp_path / "absent.sqlite")[1]] == ["no-subscribers"]
