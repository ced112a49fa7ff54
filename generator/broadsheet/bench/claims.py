"""What papers report of themselves, as rows of the same shape as measured ones and never mixed with them."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from ..model import Claim, Paper
from .names import Names, model_name
from .rows import row_id
from .schema import ClaimRow, Statistic
from .units import canonical

_WEIGHT_BITS = re.compile(r"\bW([1-9][0-9]?)A[0-9]+", re.IGNORECASE)


def claim_rows(papers: Iterable[Paper], names: Names | None = None) -> list[ClaimRow]:
    """A row a claim, in the papers' order; `reported` is true in all of them.

    Shares and ratios become plain numbers: 1.4 x is a ratio of 1.4, -68 % a change of -0.68, 21.9 pp a difference of
    0.219. A unit that `units` does not know leaves value and unit null; what was written is kept beside them.
    """
    known = names or Names()
    return [row for paper in papers if paper.claims for row in _rows(paper, known)]


def _rows(paper: Paper, names: Names) -> Iterable[ClaimRow]:
    sources = [{"name": s.name, "url": s.url} for s in paper.source if not s.fields or "claims" in s.fields]
    params = json.dumps({"sources": sources}, ensure_ascii=False) if sources else "{}"
    seen: Counter[bytes] = Counter()
    for index, claim in enumerate(paper.claims):
        written = msgspec.json.encode(claim)
        # A claim keeps its id when others come before it; only its own text and its equals count.
        identity = row_id("claim", paper.id, claim, seen[written])
        seen[written] += 1
        yield _row(paper, claim, index, identity, hashlib.sha256(written).hexdigest(), params, names)


def _row(paper: Paper, claim: Claim, index: int, identity: str, digest: str, params: str, names: Names) -> ClaimRow:
    value, low, high = (_settled(number, claim.unit) for number in (claim.value, claim.low, claim.high))
    stated = value or low or high
    metric = names.metric(claim.metric)
    bits = _WEIGHT_BITS.search(claim.precision)
    statistic: Statistic = "mean" if claim.bound == "average" else "single"
    return ClaimRow(
        row_id=identity,
        run_id=f"reported-{paper.id}",
        reported=True,
        time=paper.date,
        paper=paper.id,
        method=claim.method or None,
        model=model_name(claim.model) if claim.model else None,
        model_raw=claim.model or None,
        task=claim.task or None,
        quantisation_bits=float(bits[1]) if bits else None,
        accelerator=names.accelerator(claim.accelerator) if claim.accelerator else None,
        accelerator_raw=claim.accelerator or None,
        metric=metric.id if metric else claim.metric,
        metric_raw=claim.metric,
        statistic=statistic,
        value=value[0] if value else None,
        unit=stated[1] if stated else None,
        value_raw=_written(claim),
        unit_raw=claim.unit,
        unit_origin="file",
        higher_is_better=metric.higher_is_better if metric else None,
        source_path=f"/papers/{paper.id}/",
        source_sha256=digest,
        locator=f"/claims/{index}",
        params=params,
        comparison=claim.comparison,
        bound=claim.bound,
        low=low[0] if low else None,
        high=high[0] if high else None,
        baseline=claim.baseline or None,
        precision_raw=claim.precision or None,
        conditions=claim.conditions or None,
    )


def _settled(number: float | None, unit: str) -> tuple[float, str] | None:
    return None if number is None else canonical(repr(number), unit)


def _written(claim: Claim) -> str | None:
    if claim.value is not None:
        return f"{claim.value:.12g}"
    ends = [f"{end:.12g}" for end in (claim.low, claim.high) if end is not None]
    return "..".join(ends) or None
