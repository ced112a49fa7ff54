// The controls and the table, as elements of the page.

import { count, number, scale } from "./figures.js";
import { statistic as shortStatistic, words } from "./fields.js";
import { seriesKey, stated, valueOf } from "./selection.js";

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
  const { attributes = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** What a person calls a field's value: ids of papers, devices and metrics have names. */
export const called = (titles, field, value) =>
  field.id === "metric" && value !== null ? metricName(titles, value) : (titles[field.id]?.[value] ?? value);

/** The name of a metric; of one that the site does not know, its id in words. */
export const metricName = (titles, id) =>
  titles.metric?.[id] ?? words(id).replace(/^./, (first) => first.toUpperCase());

/** Put options `[value, text]` into a select, the chosen one chosen; nothing is touched when nothing changes. */
export function options(select, offered, chosen) {
  const same =
    select.options.length === offered.length &&
    offered.every(([value, text], i) => select.options[i].value === value && select.options[i].text === text);
  if (!same) select.replaceChildren(...offered.map(([value, text]) => make("option", { value, textContent: text })));
  select.value = chosen;
}

/** The selects of metric and statistic. */
export function seriesChoices(metricSelect, statisticSelect, table, metric, statistic, titles) {
  const counts = new Map();
  for (const one of table.series) counts.set(one.metric, (counts.get(one.metric) ?? 0) + one.rows);
  if (metric !== "all" && !counts.has(metric)) counts.set(metric, 0);
  const metrics = [...counts].map(([id, rows]) => [id, `${metricName(titles, id)} (${count(rows)})`]);
  options(metricSelect, [["all", `All metrics (${count(table.rows)})`], ...metrics], metric);
  const found = new Map();
  for (const one of table.series) {
    if (metric !== "all" && one.metric !== metric) continue;
    const known = found.get(seriesKey(one));
    found.set(seriesKey(one), {
      name: shortStatistic(one.statistic, one.quantile),
      rows: (known?.rows ?? 0) + one.rows,
    });
  }
  if (statistic !== "all" && !found.has(statistic)) found.set(statistic, { name: statistic, rows: 0 });
  const statistics = [...found].map(([key, { name, rows }]) => [key, `${name} (${count(rows)})`]);
  options(statisticSelect, [["all", "All statistics"], ...statistics], statistic);
}

/** The selects of the filters, made when the table changes: `[{field, options, chosen}]`. */
export function choices(place, offered, titles) {
  const known = new Map([...place.querySelectorAll("[data-facet]")].map((label) => [label.dataset.facet, label]));
  for (const [id, label] of known) if (!offered.some(({ field }) => field.id === id)) label.remove();
  for (const { field, options: found, chosen } of offered) {
    const label =
      known.get(field.id) ??
      make("label", { attributes: { "data-facet": field.id } }, `${field.label} `, make("select", { name: field.id }));
    place.append(label);
    // A value that nothing has any more stays to be seen, and to be taken back.
    const all = chosen === undefined || found.some(([value]) => value === chosen) ? found : [...found, [chosen, 0]];
    const name = (value) => (value === "" ? "not stated" : called(titles, field, value));
    const listed = all.map(([value, rows]) => [`=${value}`, `${name(value)} (${count(rows)})`]);
    options(label.querySelector("select"), [["any", "Any"], ...listed], chosen === undefined ? "any" : `=${chosen}`);
    // Nothing to choose: one value for all, and that is in the table.
    label.hidden = chosen === undefined && found.length < 2;
  }
}

/** The table of the visible rows. `sortBy(id)` is called when a heading is pressed. */
export function table(region, shown, sortBy) {
  const { table, fields, rows, visible, alike, sort, titles, site } = shown;
  region.hidden = !rows.length;
  const columns = columnsShown(shown);
  const focused = region.contains(document.activeElement) ? document.activeElement.dataset.sort : undefined;
  const scaled =
    alike &&
    scale(
      alike.unit,
      rows.map((row) => table.cell("value", row)).filter((value) => value !== null),
    );
  const heads = columns.map((field) => {
    const unit = field.id === "value" ? scaled?.unit : field.unit;
    const name = [field.label, ...(unit ? [" ", make("small", { textContent: unit })] : [])];
    const down = sort === `-${field.id}`;
    const order = sort === field.id ? "ascending" : down ? "descending" : "none";
    const inside = field.late
      ? name
      : [make("button", { type: "button", attributes: { "data-sort": field.id } }, ...name)];
    return make(
      "th",
      { scope: "col", className: field.numeric ? "num" : "", attributes: field.late ? {} : { "aria-sort": order } },
      ...inside,
    );
  });
  const body = visible.map((row) =>
    make("tr", {}, ...columns.map((field, i) => cellOf(field, row, i === 0, { table, scaled, titles, site }))),
  );
  region.querySelector("caption").textContent = `${table.name === "rows" ? "Measured" : "Reported"} figures`;
  region.querySelector("thead").replaceChildren(make("tr", {}, ...heads));
  region.querySelector("tbody").replaceChildren(...body);
  region.querySelector("thead").onclick = ({ target }) => {
    const button = target.closest("button");
    if (button) sortBy(button.dataset.sort);
  };
  if (focused) region.querySelector(`[data-sort="${focused}"]`)?.focus();
}

/**
 * The columns that say something of the visible rows: those with a value, the one that they are sorted by, and metric
 * and statistic where they differ.
 */
function columnsShown({ table, fields, rows, visible, alike, by }) {
  if (!rows.length) return [];
  const said = stated(table, fields, visible);
  const some = fields.filter((field) => said.includes(field) || field === by);
  const dull = (field) =>
    (["metric", "statistic"].includes(field.id) && alike) ||
    (field.id === "status" && visible.every((row) => valueOf(table, field, row) === "ok"));
  const first = naming(table, fields, visible) ?? fields[0];
  return [first, ...some.filter((field) => field !== first && !dull(field))];
}

// What may name a row, the likeliest first: a kernel serves no model and is known by what it does or how.
const NAMING = ["model", "workload", "method", "task", "tool"];

/** The field that names rows: the likeliest that most of them state; undefined where there is none. */
export function naming(table, fields, rows) {
  const among = [fields[0], ...NAMING.map((id) => fields.find((field) => field.id === id))].filter(Boolean);
  return among.find((field) => 2 * rows.filter((row) => valueOf(table, field, row) !== null).length > rows.length);
}

function cellOf(field, row, first, { table, scaled, titles, site }) {
  const value = field.late ? null : valueOf(table, field, row);
  const name = first ? "th" : "td";
  const attributes = first ? { scope: "row" } : {};
  const className = field.numeric ? "num" : "";
  if (field.late) return make(name, { className: "source", textContent: "…" });
  if (field.id === "value") return make(name, { className, attributes }, ...figure(table, row, scaled));
  if (value === null) return make(name, { className: "missing", attributes, textContent: "not stated" });
  if (field.id === "paper")
    return make(
      name,
      { attributes },
      make("a", { href: `${site.papers}${encodeURIComponent(value)}/`, textContent: called(titles, field, value) }),
    );
  return make(name, {
    className,
    attributes,
    textContent: field.numeric
      ? value.toLocaleString("en", { maximumSignificantDigits: 6 })
      : called(titles, field, value),
  });
}

/** A value with its unit where the head does not say it, and what is doubtful about it. */
function figure(table, row, scaled) {
  const cell = (column) => table.cell(column, row);
  const value = cell("value");
  const { factor, unit } = scaled ?? scale(cell("unit"), value === null ? [] : [value]);
  const shown = (one) => make("data", { value: String(one), textContent: number(one / factor) });
  const parts = [];
  if (value !== null) parts.push(shown(value));
  else if (table.name === "claims" && cell("low") !== null && cell("high") !== null)
    parts.push(shown(cell("low")), " to ", shown(cell("high")));
  else return [make("span", { className: "missing", textContent: "not stated" })];
  const bound = table.name === "claims" ? cell("bound") : null;
  if (bound) parts.unshift(`${words(bound)} `);
  if (!scaled && unit) parts.push(" ", make("small", { textContent: unit }));
  return parts;
}

/** Where the visible rows come from, once that is read. */
export function fill(region, { table, visible, site }) {
  const cells = region.querySelectorAll("td.source");
  visible.forEach((row, i) => cells[i].replaceChildren(...sourceOf(table, row, site)));
}

function sourceOf(table, row, site) {
  const [path, locator] = [table.cell("source_path", row), table.cell("locator", row)];
  const place = make("small", { textContent: locator });
  // A reported figure comes from a page of this site.
  if (path.startsWith("/papers/"))
    return [make("a", { href: `${site.papers}${path.slice(8)}`, textContent: "its paper" }), " ", place];
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!site.source) return [make("span", { textContent: name, title: path }), " ", place];
  const line = /^(\d+)[#:]/.exec(locator)?.[1] ?? "1";
  const href = site.source.replace("{path}", path.split("/").map(encodeURIComponent).join("/")).replace("{line}", line);
  return [make("a", { href, textContent: name, title: path }), " ", place];
}
