"""One row of the dataset: one statistic of one metric of one configuration of one run, and what each column means.

The annotations of `Row` are the only data dictionary: Parquet metadata, schema.json and the documentation come from
them. A column that nothing states is null, never 0. `value` is always in one of the canonical units: s, token/s,
request/s, sample/s, op/s, byte/s, FLOP/s, byte, W, J, K, ratio (0.5 is 50 %) and 1 (a plain count).
"""

import json
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

from msgspec import Meta, Struct

SCHEMA_VERSION = "1"

Status = Literal["ok", "partial", "failed"]
Statistic = Literal["single", "mean", "median", "min", "max", "std", "stderr", "quantile", "total", "iqr"]


def _column(group: str, description: str, unit: str = "") -> Meta:
    return Meta(description=description, extra={"group": group, "unit": unit})


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """One statistic of one metric of one configuration of one run."""

    row_id: Annotated[str, _column("identity", "hash of the source's content, locator, metric and statistic")]
    run_id: Annotated[str, _column("identity", "rows of one execution of the tool share it")]
    reported: Annotated[bool, _column("identity", "true for a paper's own claim, false for what a tool measured")]
    time: Annotated[str | None, _column("identity", "when it ran, ISO 8601; no zone where none is stated")] = None
    status: Annotated[Status, _column("identity", "partial: some of the work failed or the numbers are in doubt")] = (
        "ok"
    )

    paper: Annotated[str | None, _column("subject", "id of the paper that it belongs to")] = None
    method: Annotated[str | None, _column("subject", "the technique under test")] = None
    model: Annotated[str | None, _column("subject", "the model's name in normal form, without owner or folder")] = None
    model_raw: Annotated[str | None, _column("subject", "the model as written")] = None
    task: Annotated[str | None, _column("subject", "what the model or kernel was asked to do")] = None
    workload: Annotated[str | None, _column("subject", "the data set, collective or benchmark case, as written")] = None

    weight_format: Annotated[str | None, _column("precision", "number format of the weights, as written")] = None
    activation_format: Annotated[str | None, _column("precision", "number format of the activations")] = None
    kv_cache_format: Annotated[str | None, _column("precision", "number format of the KV cache, keys/values")] = None
    quantisation: Annotated[str | None, _column("precision", "quantisation method")] = None
    quantisation_bits: Annotated[float | None, _column("precision", "bits a weight, as stated", "1")] = None
    sparsity: Annotated[str | None, _column("precision", "sparsity pattern or share, as written")] = None

    accelerator: Annotated[str | None, _column("hardware", "accelerator id of site_config/hardware.yml")] = None
    accelerator_raw: Annotated[str | None, _column("hardware", "the accelerator as written")] = None
    accelerator_count: Annotated[int | None, _column("hardware", "accelerators that took part", "1")] = None
    nodes: Annotated[int | None, _column("hardware", "machines that took part", "1")] = None
    cpu: Annotated[str | None, _column("hardware", "the processor as written")] = None
    driver: Annotated[str | None, _column("hardware", "driver version as written")] = None

    tp: Annotated[int | None, _column("parallelism", "tensor-parallel size", "1")] = None
    pp: Annotated[int | None, _column("parallelism", "pipeline-parallel size", "1")] = None
    dp: Annotated[int | None, _column("parallelism", "data-parallel size", "1")] = None
    ep: Annotated[int | None, _column("parallelism", "expert-parallel size", "1")] = None

    batch: Annotated[int | None, _column("load", "sequences or samples in a batch", "1")] = None
    concurrency: Annotated[int | None, _column("load", "most requests in flight, as set", "1")] = None
    request_rate: Annotated[float | None, _column("load", "offered rate as set; null when unlimited", "request/s")] = (
        None
    )
    request_rate_unlimited: Annotated[bool | None, _column("load", "true when requests were sent at once")] = None
    input_length: Annotated[int | None, _column("load", "prompt tokens a request, as set", "1")] = None
    output_length: Annotated[int | None, _column("load", "generated tokens a request, as set", "1")] = None
    context: Annotated[int | None, _column("load", "tokens in the KV cache before the measurement, as set", "1")] = None
    phase: Annotated[str | None, _column("load", "prefill, decode, or both joined by +")] = None

    metric: Annotated[str, _column("result", "metric id of site_config/metrics.yml")]
    metric_raw: Annotated[str, _column("result", "the metric as written")]
    statistic: Annotated[Statistic, _column("result", "what the value says of the samples")]
    quantile: Annotated[float | None, _column("result", "0..1, for statistic quantile", "1")] = None
    value: Annotated[float | None, _column("result", "the figure, in the unit that `unit` names")] = None
    unit: Annotated[str | None, _column("result", "canonical unit of `value`")] = None
    value_raw: Annotated[str | None, _column("result", "the figure as written")] = None
    unit_raw: Annotated[str | None, _column("result", "the unit as written; null when the file writes none")] = None
    unit_origin: Annotated[str | None, _column("result", "who states the unit: file, or format (the tool's rule)")] = (
        None
    )
    higher_is_better: Annotated[bool | None, _column("result", "the metric's good direction")] = None
    samples: Annotated[int | None, _column("result", "measurements behind the statistic", "1")] = None
    derived: Annotated[bool, _column("result", "true when computed here from figures in the file")] = False

    tool: Annotated[str | None, _column("tool", "what measured")] = None
    tool_version: Annotated[str | None, _column("tool", "its version, as written")] = None
    engine: Annotated[str | None, _column("tool", "what was measured: serving engine, library")] = None
    engine_version: Annotated[str | None, _column("tool", "its version, as written")] = None

    source_path: Annotated[str, _column("provenance", "the file, relative to the project")]
    source_sha256: Annotated[str, _column("provenance", "SHA-256 of the file's bytes")]
    locator: Annotated[str, _column("provenance", "JSON pointer, LINE#pointer (a document of several) or line:column")]
    sidecar_sha256: Annotated[str | None, _column("provenance", "SHA-256 of the run.yml beside it")] = None
    licence: Annotated[str | None, _column("provenance", "licence of the figures, as run.yml states it")] = None
    origins: Annotated[str, _column("provenance", "JSON: columns by who filled them, file, path or sidecar")] = "{}"

    params: Annotated[str, _column("params", "JSON: every other setting that the file states")] = "{}"


class ClaimRow(Row, frozen=True, kw_only=True, gc=False):
    """What a paper reports, in the columns of a measured row and those that only claims have."""

    comparison: Annotated[str, _column("claim", "level, ratio, change or difference: how to read the value")]
    bound: Annotated[str | None, _column("claim", "about, at-least, at-most, up-to or average")] = None
    low: Annotated[float | None, _column("claim", "lower end of a range, in the unit that `unit` names")] = None
    high: Annotated[float | None, _column("claim", "upper end of a range, in the unit that `unit` names")] = None
    baseline: Annotated[str | None, _column("claim", "what it is compared with, as written")] = None
    precision_raw: Annotated[str | None, _column("claim", "the precision as written")] = None
    conditions: Annotated[str | None, _column("claim", "the conditions as written")] = None


class Column(Struct, frozen=True):
    """A column as the data dictionary shows it. `type` is bool, int, float or str."""

    name: str
    type: str
    nullable: bool
    unit: str
    group: str
    description: str


@cache
def columns(kind: type[Row]) -> tuple[Column, ...]:
    """The columns of `Row` or `ClaimRow`, in order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_described(name, hints[name]) for name in kind.__struct_fields__)


def _described(name: str, hint: Any) -> Column:
    written, meta = get_args(hint)
    options = get_args(written) or (written,)
    plain = [o for o in options if o is not type(None)]
    kind = plain[0].__name__ if isinstance(plain[0], type) else "str"
    nullable = type(None) in options
    return Column(name, kind, nullable, meta.extra["unit"], meta.extra["group"], meta.description)


def dictionary(kind: type[Row]) -> str:
    """The data dictionary of one table as JSON: schema version and columns."""
    listed = [{f: getattr(c, f) for f in Column.__struct_fields__} for c in columns(kind)]
    return json.dumps({"schema_version": SCHEMA_VERSION, "columns": listed}, separators=(",", ":"))


def arrow_schema(kind: type[Row]) -> Any:
    """The `pyarrow.Schema` of a table: unit, group and description on each field, the data dictionary on the whole."""
    import pyarrow  # 0.2 s, and most commands need no Parquet

    pa: Any = pyarrow
    types = {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "str": pa.string()}
    fields = [
        pa.field(
            column.name,
            types[column.type],
            nullable=column.nullable,
            metadata={"unit": column.unit, "group": column.group, "description": column.description},
        )
        for column in columns(kind)
    ]
    return pa.schema(fields, metadata={"broadsheet": dictionary(kind)})
