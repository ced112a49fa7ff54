// What the explorer shows of a row: fields made of one column of the dataset or several, for each of the two tables.

/** Whose figures a table holds. */
export const NAMES = { rows: "measured", claims: "reported" };

/** Words of an id: `time-to-first-token` as a person writes it. */
export const words = (id) => id.replaceAll("-", " ");

/** A label within a sentence; an abbreviation stays as it is. */
export const inText = (label) => (label === label.toUpperCase() ? label : label.toLowerCase());

/** A statistic in short: mean, p99. */
export function statistic(name, quantile) {
  return name === "quantile" && quantile !== null ? `p${Number((100 * quantile).toFixed(4))}` : name;
}

// `of(cell)` gives a field's value, where `cell(column)` is the row's value in a column; null where nothing is stated.
const text = (id, label, columns, of = either(columns)) => ({ id, label, columns, of, numeric: false });
const number = (id, label, column, unit = "") => ({
  id,
  label,
  columns: [column],
  of: (cell) => cell(column),
  numeric: true,
  unit,
});
const either = (columns) => (cell) => columns.map(cell).find((value) => value !== null) ?? null;
const joined = (...parts) => parts.filter((part) => part !== null && part !== "").join(", ") || null;

// Shown nowhere as such, but needed to order the rows and to write their values.
const RESULT = ["metric", "statistic", "quantile", "value", "unit", "higher_is_better"];

const METRIC = text("metric", "Metric", ["metric"]);
const STATISTIC = text("statistic", "Statistic", ["statistic", "quantile"], (cell) =>
  statistic(cell("statistic"), cell("quantile")),
);
const VALUE = { ...number("value", "Value", "value"), columns: RESULT };
const METHOD = text("method", "Method", ["method"]);
const MODEL = text("model", "Model", ["model", "model_raw"]);
const HARDWARE = text("hardware", "Hardware", ["accelerator", "accelerator_raw"]);
const TASK = text("task", "Task", ["task"]);
const PAPER = text("paper", "Paper", ["paper"]);
// Read last, for the rows that are seen: paths hardly repeat.
const SOURCE = { ...text("source", "Source", ["source_path", "locator"]), late: true };

function precision(cell) {
  const named = (column, prefix) => (cell(column) === null ? null : `${prefix} ${cell(column)}`);
  const parts = [
    cell("weight_format"),
    named("activation_format", "activations"),
    named("kv_cache_format", "KV cache"),
    cell("quantisation"),
  ];
  return joined(...parts);
}

function rate(cell) {
  return cell("request_rate_unlimited") ? "unlimited" : cell("request_rate");
}

const COMPARED = {
  level: "the figure itself",
  ratio: "times the baseline",
  change: "relative change",
  difference: "difference of shares",
};

/** The fields of each table, in the order of the columns on the page. The first names the row. */
export const FIELDS = {
  rows: [
    MODEL,
    VALUE,
    METRIC,
    STATISTIC,
    METHOD,
    HARDWARE,
    number("accelerators", "Accelerators", "accelerator_count"),
    text(
      "precision",
      "Precision",
      ["weight_format", "activation_format", "kv_cache_format", "quantisation"],
      precision,
    ),
    number("concurrency", "Concurrency", "concurrency"),
    text("rate", "Request rate", ["request_rate", "request_rate_unlimited"], rate),
    number("batch", "Batch", "batch"),
    number("input", "Input", "input_length", "tokens"),
    number("output", "Output", "output_length", "tokens"),
    number("context", "Context", "context", "tokens"),
    text("phase", "Phase", ["phase"]),
    number("tp", "TP", "tp"),
    number("pp", "PP", "pp"),
    number("dp", "DP", "dp"),
    number("ep", "EP", "ep"),
    TASK,
    text("workload", "Workload", ["workload"]),
    text("engine", "Engine", ["engine", "engine_version"], (cell) =>
      cell("engine") === null ? null : [cell("engine"), cell("engine_version")].filter(Boolean).join(" "),
    ),
    text("tool", "Tool", ["tool"]),
    number("samples", "Samples", "samples"),
    text("status", "Status", ["status"]),
    PAPER,
    SOURCE,
  ],
  claims: [
    PAPER,
    METRIC,
    { ...VALUE, columns: [...RESULT, "low", "high", "bound"] },
    text("comparison", "Read as", ["comparison"], (cell) => COMPARED[cell("comparison")] ?? cell("comparison")),
    text(
      "written",
      "As written",
      ["value_raw", "unit_raw"],
      (cell) => [cell("value_raw"), cell("unit_raw")].filter(Boolean).join(" ") || null,
    ),
    STATISTIC,
    METHOD,
    text("baseline", "Baseline", ["baseline"]),
    MODEL,
    HARDWARE,
    text("precision", "Precision", ["precision_raw"]),
    TASK,
    text("conditions", "Conditions", ["conditions"]),
    SOURCE,
  ],
};

/** The fields that can be filtered by, in the order of the controls. Metric and statistic have their own. */
export const FACETS = {
  rows: ["model", "method", "hardware", "precision", "task", "tool", "engine", "status", "paper"],
  claims: ["paper", "comparison", "model", "hardware", "precision", "task", "method"],
};

/** The columns to be read before a table can be shown, filtered and sorted. */
export function columnsOf(fields) {
  return [...new Set([...RESULT, ...fields.filter((field) => !field.late).flatMap((field) => field.columns)])];
}
