"""Plausible measured rows in great number: runs of a serving benchmark over models, cards, loads and lengths."""

import hashlib
import random
from collections.abc import Iterator
from itertools import count, islice

from broadsheet.bench.schema import Row, Statistic

# A spreadsheet would take the first for a formula; the others differ in size and family.
MODELS = ("=model", *(f"{family}-{size}b" for family in ("alpha", "beta", "gamma") for size in (1, 8, 70)))
CARDS = ("nvidia-h100-sxm-80gb", "nvidia-a100-sxm-80gb", "nvidia-l40s-48gb", None)
LATENCIES = (("time-to-first-token", "ttft", 0.2), ("time-per-output-token", "tpot", 0.02))
STATISTICS: tuple[tuple[Statistic, float | None], ...] = (
    ("mean", None),
    ("median", None),
    ("std", None),
    ("quantile", 0.9),
    ("quantile", 0.99),
)
RATES = (("request-throughput", "request/s", 9.0), ("output-throughput", "token/s", 2000.0))


def measured_rows(number: int) -> list[Row]:
    """The first `number` rows of runs that go on for ever; the same on every call."""
    return list(islice(_rows(random.Random(7)), number))


def _rows(chance: random.Random) -> Iterator[Row]:
    for run in count():
        model, card = chance.choice(MODELS), chance.choice(CARDS)
        concurrency, length = chance.choice((1, 4, 16, 64, 256)), chance.choice((128, 1024, 8192))
        tool = chance.choice(("vllm", "sglang"))
        path = f"content/runs/{card or 'unknown'}/{model}/{tool}-c{concurrency}-i{length}-{run:05}.json"
        digest = hashlib.sha256(path.encode()).hexdigest()
        setting = {
            "run_id": digest[:16],
            "reported": False,
            "time": f"2026-03-{1 + run % 28:02}T12:{run % 60:02}:{run % 59:02}",
            "model": model,
            "model_raw": f"lab/{model}",
            "task": "text-generation",
            "weight_format": chance.choice(("bf16", "fp8", None)),
            "accelerator": card,
            "accelerator_raw": card and card.upper(),
            "accelerator_count": chance.choice((1, 2, 8)),
            "concurrency": concurrency,
            "request_rate_unlimited": True,
            "input_length": length,
            "output_length": 128,
            "tool": f"{tool}-bench",
            "engine": tool,
            "engine_version": "0.9.1",
            "source_path": path,
            "source_sha256": digest,
            "params": f'{{"seed":{run % 9}}}',
        }
        for metric, name, middle in LATENCIES:
            for statistic, quantile in STATISTICS:
                place = f"/{statistic if quantile is None else f'p{100 * quantile:g}'}_{name}_ms"
                value = middle * chance.lognormvariate(0, 1)
                yield _row(setting, metric, statistic, quantile, value, "s", "ms", place)
        for metric, unit, middle in RATES:
            value = middle * chance.lognormvariate(0, 1)
            yield _row(setting, metric, "single", None, value, unit, None, f"/{metric}")


def _row(
    setting: dict[str, object],
    metric: str,
    statistic: Statistic,
    quantile: float | None,
    value: float,
    unit: str,
    unit_raw: str | None,
    place: str,
) -> Row:
    return Row(
        **setting,
        row_id=hashlib.sha256(f"{setting['source_sha256']}{place}".encode()).hexdigest()[:24],
        metric=metric,
        metric_raw=place[1:],
        statistic=statistic,
        quantile=quantile,
        value=value,
        unit=unit,
        value_raw=repr(value),
        unit_raw=unit_raw,
        unit_origin="file",
        higher_is_better=unit != "s",
        samples=1000,
        locator=place,
    )
