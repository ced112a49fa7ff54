// Which rows are shown and in what order: pure functions of a table, its fields and the state.

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
// Unless another is asked for, a leaderboard shows the most frequent of these statistics, or the metric's first.
const USUAL = ["mean", "median", "single", "total"];
const rank = (series) => USUAL.indexOf(series.statistic);

/** The value of a field in a row. */
export function valueOf(table, field, row) {
  return field.of((column) => table.cell(column, row));
}

/** A series as it stands in an address: `mean`, `quantile-0.99`. */
export function seriesKey({ statistic, quantile }) {
  return quantile === null ? statistic : `${statistic}-${quantile}`;
}

/**
 * The metric and the statistic to begin with where the state names none: everything of a short table of reported
 * figures; of measured ones the metric that the page begins with; else the metric with most rows, and the statistic
 * that it is told in. "all" stands for all.
 */
export function defaults(table, metric, short, opening) {
  if (!metric && table.name === "claims" && table.rows <= short) return { metric: "all", statistic: "all" };
  const counts = new Map();
  for (const one of table.series) counts.set(one.metric, (counts.get(one.metric) ?? 0) + one.rows);
  const first = table.name === "rows" && counts.has(opening) ? opening : undefined;
  const chosen = metric ?? first ?? [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "all";
  if (chosen === "all" || table.name === "claims") return { metric: chosen, statistic: "all" };
  const found = table.series.filter((one) => one.metric === chosen);
  const usual = found
    .filter((one) => USUAL.includes(one.statistic))
    .sort((a, b) => b.rows - a.rows || rank(a) - rank(b));
  const told = usual[0] ?? found[0];
  return { metric: chosen, statistic: told ? seriesKey(told) : "all" };
}

/** The series that metric and statistic choose. */
export function chosenSeries(table, metric, statistic) {
  return table.series.filter(
    (one) => (metric === "all" || one.metric === metric) && (statistic === "all" || seriesKey(one) === statistic),
  );
}

/** Ranges `[from, to)` of the first rows of some series, at most `most` rows in all. */
export function ranges(series, most) {
  const found = [];
  for (const one of series) {
    const rows = Math.min(one.rows, most);
    most -= rows;
    if (found.at(-1)?.[1] === one.first) found.at(-1)[1] += rows;
    else if (rows) found.push([one.first, one.first + rows]);
  }
  return found;
}

/** The rows that pass every filter, `filters` being texts by the ids of fields. */
export function matching(table, fields, rows, filters) {
  const tests = fields.filter((field) => filters[field.id] !== undefined).map((field) => [field, filters[field.id]]);
  return rows.filter((row) => tests.every(([field, wanted]) => asText(valueOf(table, field, row)) === wanted));
}

/** How often each value of a field occurs among rows, as `[text, count]`; "" stands for what is not stated. */
export function tally(table, field, rows) {
  const counts = new Map();
  for (const row of rows) {
    const value = asText(valueOf(table, field, row));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => (a[0] === "") - (b[0] === "") || collator.compare(a[0], b[0]));
}

/** A value as a filter names it. */
export const asText = (value) => (value === null ? "" : String(value));

// What must be the same before values may be compared, and what a person calls it.
const KINDS = {
  metric: "metric",
  statistic: "statistic",
  quantile: "statistic",
  unit: "unit",
  higher_is_better: "direction",
  comparison: "how they are to be read",
};

/**
 * What all rows have in common of what must be common before their values may be compared, by column; null where they
 * differ, and then `unlike` names in what.
 */
export function compared(table, rows) {
  const columns = Object.keys(KINDS).filter((column) => column !== "comparison" || table.name === "claims");
  const values = (column) => new Set(rows.map((row) => table.cell(column, row)));
  const apart = [...new Set(columns.filter((column) => values(column).size > 1).map((column) => KINDS[column]))];
  // Of different metrics all else may differ too.
  const unlike = apart.includes("metric") ? ["metric"] : apart;
  const alike =
    rows.length && !unlike.length
      ? Object.fromEntries(columns.map((column) => [column, table.cell(column, rows[0])]))
      : null;
  return { alike, unlike };
}

/** The rows sorted by a field, what is not stated last; equal ones stay in the table's order. */
export function sorted(table, field, rows, descending) {
  const sign = descending ? -1 : 1;
  const values = new Map(rows.map((row) => [row, valueOf(table, field, row)]));
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
  return [...rows].sort((a, b) => {
    const [x, y] = [values.get(a), values.get(b)];
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    return sign * compare(x, y) || a - b;
  });
}

/** The fields whose values differ among rows. */
export function differing(table, fields, rows) {
  return fields.filter((field) => {
    const first = valueOf(table, field, rows[0]);
    return rows.some((row) => valueOf(table, field, row) !== first);
  });
}

/** The fields that some row states. */
export function stated(table, fields, rows) {
  return fields.filter((field) => field.late || rows.some((row) => valueOf(table, field, row) !== null));
}
