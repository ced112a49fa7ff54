"""Which written names one person may write under."""

import pytest

from broadsheet.catalog.variants import compatible, variants


@pytest.mark.parametrize(
    ("a", "b", "may_be"),
    [
        ("j-doe", "jane-doe", True),
        ("jane-doe", "jane-q-doe", True),
        ("jane-q-doe", "jane-quinn-doe", True),
        ("j-q-doe", "jane-doe", True),
        ("xiao-ming-li", "xiaoming-li", True),
        ("wei-li", "li-wei", True),
        ("jane-doe", "john-doe", False),
        ("jane-q-doe", "jane-r-doe", False),
        ("jane-doe", "jane-roe", False),
        ("k-doe", "jane-doe", False),
        ("doe", "jane-doe", False),
    ],
)
def test_compatible_either_way_round(a: str, b: str, may_be: bool) -> None:
    assert compatible(a, b) is may_be
    assert compatible(b, a) is may_be


def test_every_pair_comes_once_and_sorted() -> None:
    names = ["jane-doe", "j-doe", "john-doe", "jane-q-doe", "li-wei", "wei-li", "ann-roe"]
    pairs = list(variants(names))
    assert pairs == [
        ("j-doe", "jane-doe"),
        ("j-doe", "jane-q-doe"),
        ("j-doe", "john-doe"),
        ("jane-doe", "jane-q-doe"),
        ("li-wei", "wei-li"),
    ]
    assert list(variants(reversed(names))) == pairs
    assert all(compatible(a, b) for a, b in pairs)
