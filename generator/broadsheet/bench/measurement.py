"""What a format's reader hands on: figures as the file writes them, before units, names and provenance are settled."""

from typing import Any

from msgspec import Struct

from ..model import Problem
from .schema import Statistic, Status


class Measurement(Struct, frozen=True, gc=False):
    """One figure as written. `name` is the metric without its statistic and unit, the key into metrics.yml.

    `unit` is what the figure is in (any spelling that `units` knows), `unit_raw` the same where the file writes it.
    `derived` is true when the reader computed the figure from a series in the file.
    """

    metric_raw: str
    name: str
    value_raw: str
    unit: str
    locator: str
    statistic: Statistic = "single"
    quantile: float | None = None
    unit_raw: str | None = None
    samples: int | None = None
    derived: bool = False


class Configuration(Struct, frozen=True, gc=False):
    """Figures that were measured together. `facts` are columns of `Row` that the file states; `run` counts from 1."""

    facts: dict[str, Any]
    measurements: list[Measurement]
    params: dict[str, Any] = {}
    status: Status = "ok"
    run: int = 1


class Reading(Struct, frozen=True):
    """All that a reader found in one file, and what was wrong with it."""

    configurations: list[Configuration]
    problems: list[Problem] = []
