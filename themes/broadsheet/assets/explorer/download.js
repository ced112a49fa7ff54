// The selection as a file: the dataset's own columns, so that no number leaves without its unit and its source.

// Read for downloads alone.
export const PROVENANCE = ["row_id", "run_id", "value_raw", "unit_raw", "source_path", "source_sha256", "locator"];

// What a spreadsheet would take for a formula; a plain number with a sign is none (as bench/dataset.py has it).
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$/;

/** Rows as CSV, null as nothing. */
export function csv(table, columns, rows) {
  const lines = rows.map((row) => columns.map((column) => cell(table.cell(column, row))).join(","));
  return [columns.join(","), ...lines, ""].join("\n");
}

function cell(value) {
  if (value === null) return "";
  let text = String(value);
  if (typeof value === "string" && FORMULA.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as JSON: what they are, where they come from, then an object a row. */
export function json(table, columns, rows, about) {
  const objects = rows.map((row) => Object.fromEntries(columns.map((column) => [column, table.cell(column, row)])));
  return `${JSON.stringify({ ...about, rows: objects }, null, 1)}\n`;
}

/** Have the browser save a text under a name. */
export function save(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
