// The sentence above the table: how many figures, whose, in what order, and what keeps them from being compared.

import { NAMES, inText } from "./fields.js";
import { count } from "./figures.js";
import { differing } from "./selection.js";

// Fields in which figures of one metric may differ without a reader expecting it.
const SETTING =
  "hardware accelerators precision concurrency rate batch input output context task workload baseline conditions".split(
    " ",
  );

/** What there is to say of a selection; `nothingMeasured` is whether the dataset has reported figures alone. */
export function summary({ table, fields, read, rows, alike, unlike, sort, by }, nothingMeasured) {
  if (!table.rows) return table.name === "rows" ? "Nothing has been measured yet." : "No figure has been reported yet.";
  const all = rows.length === read.length;
  const many = all ? count(rows.length) : `${count(rows.length)} of ${count(read.length)}`;
  const words = [`${many} ${NAMES[table.name]} ${all && rows.length === 1 ? "figure" : "figures"}.`];
  if (table.name === "claims" && nothingMeasured)
    words.push("Nothing has been measured yet: these are what papers report of themselves.");
  else if (table.name === "claims")
    words.push("Papers report them of themselves; nothing here was measured by this site.");
  if (!rows.length && read.length) words.push("No figure passes all filters.");
  if (rows.length < 2) return words.join(" ");
  const among = fields.filter((field) => SETTING.includes(field.id));
  const settings = unlike.length ? [] : differing(table, among, rows);
  if (by) words.push(order(by, sort, alike, settings.length > 0));
  if (unlike.length) words.push(`They differ in ${listed(unlike)}: their values cannot be compared.`);
  if (settings.length) words.push(`They differ in ${listed(settings.map((field) => inText(field.label)))}.`);
  return words.join(" ");
}

function order(by, sort, alike, mixed) {
  const down = sort.startsWith("-");
  if (by.id === "value" && alike && alike.higher_is_better !== null) {
    // Nothing is best among figures of unlike settings.
    if (mixed) return `The ${down ? "highest" : "lowest"} is first, but this is no ranking.`;
    return down === alike.higher_is_better ? "The best is first." : "The best is last.";
  }
  if (by.numeric) return `Sorted by ${inText(by.label)}, the ${down ? "largest" : "smallest"} first.`;
  return `Sorted by ${inText(by.label)}${down ? ", backwards" : ""}.`;
}

const listed = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);
