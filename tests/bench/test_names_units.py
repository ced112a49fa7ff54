"""Names and units as written, and what they are here."""

from pathlib import Path

import pytest

from broadsheet.bench.names import model_name, read_names, slug
from broadsheet.bench.units import canonical

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("390.7485280081164", "ms", (0.3907485280081164, "s")),
        ("347823052", "ns", (0.347823052, "s")),
        ("7.76", "us", (7.76e-06, "s")),
        ("227.05", "GB/s", (227.05e9, "byte/s")),
        ("1", "GiB", (2.0**30, "byte")),
        ("312", "TFLOPS", (312e12, "FLOP/s")),
        ("64.68", "W", (64.68, "W")),
        ("1.5", "kWh", (5.4e6, "J")),
        ("34", "°C", (307.15, "K")),
        ("-68", "%", (-0.68, "ratio")),
        ("21.9", "pp", (0.219, "ratio")),
        ("1.4", "x", (1.4, "ratio")),
        ("2", "k tok/s", None),
        ("2", "ktok/s", (2000.0, "token/s")),
        ("3", "bananas", None),
        ("inf", "s", None),
        ("nan", "s", None),
        ("1e999999999", "ms", None),
        ("three", "s", None),
    ],
)
def test_canonical(value, unit, expected):
    assert canonical(value, unit) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Qwen/Qwen3.5-2B", "qwen3.5-2b"),
        ("/models/Foo-7B-00001-of-00002.gguf", "foo-7b"),
        ("C:\\models\\Foo 7B.gguf", "foo-7b"),
        ("/home/models/deepseek-r1/", "deepseek-r1"),
        ("gpt-oss 20B", "gpt-oss-20b"),
    ],
)
def test_model_name(written, name):
    assert model_name(written) == name


def test_slug():
    assert (slug("Peak VRAM (GiB)"), slug("?")) == ("peak-vram-gib", "unnamed")


def test_shipped_metrics_and_hardware():
    names, problems = read_names(ROOT / "site_config", ROOT)
    assert problems == []
    assert names.metric("TTFT").id == "time-to-first-token"
    assert names.accelerator("NVIDIA H100 80GB HBM3") == "nvidia-h100-sxm-80gb"
    assert names.accelerator("NVIDIA L4, NVIDIA L4") == "nvidia-l4"
    assert names.accelerator("NVIDIA L4 + NVIDIA L40S") is None
    assert names.accelerator("H100") is None
