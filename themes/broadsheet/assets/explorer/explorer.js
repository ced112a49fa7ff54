// The explorer: the page's address says what is wanted; this reads it from the dataset, shows it, and writes every choice
// back into the address.

import { drawing } from "./drawing.js";
import { openDataset } from "./dataset.js";
import { PROVENANCE, csv, json, save } from "./download.js";
import { FACETS, FIELDS, columnsOf } from "./fields.js";
import { Changed } from "./remote.js";
import { chosenSeries, compared, defaults, differing, matching, ranges, sorted, tally } from "./selection.js";
import { fromAddress, toAddress } from "./state.js";
import { choices, fill, seriesChoices, table as tableOf } from "./sheet.js";

// Rows that are read unasked: what a first look may cost. Of a table as short as that everything is shown.
const SHORT = 10_000;
const PAGE = 50;
// What keeps figures of one metric from being compared straight away.
const SETTING = ["hardware", "accelerators", "precision", "concurrency", "rate", "batch", "input", "output", "context", "task", "workload", "baseline", "conditions"];
const NAMES = { rows: "measured", claims: "reported" };

const root = document.querySelector("[data-explorer]");
const at = (selector) => root.querySelector(selector);
const told = at("[data-told]");
// Without a prototype: an id may be any word.
const titles = Object.assign(Object.create(null), JSON.parse(document.querySelector("[data-titles]").textContent));
const facets = [...new Set(Object.values(FACETS).flat())];

let dataset;
let state;
// What the last rendering found: the table, its fields, all rows read and those selected, in order.
let shown;
// Counts renderings, so that one that was overtaken while it read stops.
let turn = 0;

/** Open the dataset and show it. `options` go to fetch. */
async function start(options) {
  const fresh = options.cache === "reload";
  try {
    dataset = await openDataset(root.dataset.dataset, options);
    await show();
  } catch (error) {
    // An address may still give an older copy of one file: asked once more, past the caches, they have to agree.
    if (error instanceof Changed && !fresh) await start({ cache: "reload" });
    else fail(error);
  }
}

function fail(error) {
  const why = error instanceof Changed ? "The dataset changed while it was read, or a file of it is damaged." : "The dataset could not be read.";
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => start({ cache: "reload" }));
  told.replaceChildren(`${why} ${error.message} `, again);
  told.classList.add("fault");
  for (const part of root.querySelectorAll("[data-figure], [data-table], [data-pager], [data-take], [data-more]")) part.hidden = true;
}

/** Take over a choice, keep it in the address, and show what it gives. */
async function choose(change) {
  state = { ...state, page: 1, ...change };
  history.pushState(null, "", toAddress(state));
  await shownOrFailed();
}

async function shownOrFailed() {
  try {
    await show();
  } catch (error) {
    fail(error);
  }
}

/** Read what the state asks for and show it. */
async function show() {
  const mine = ++turn;
  const name = NAMES.rows === state.table ? "rows" : NAMES.claims === state.table ? "claims" : dataset.rows.rows ? "rows" : "claims";
  const table = dataset[name];
  const usual = defaults(table, state.metric, SHORT);
  const metric = usual.metric;
  const statistic = state.statistic ?? usual.statistic;
  const series = chosenSeries(table, metric, statistic);
  const all = series.reduce((sum, one) => sum + one.rows, 0);
  const wanted = ranges(series, state.read === "all" ? Infinity : SHORT);
  const fields = FIELDS[name];
  told.classList.remove("fault");
  told.textContent = "Reading …";
  await Promise.all(wanted.map(([from, to]) => table.read(columnsOf(fields), from, to)));
  if (mine !== turn) return;

  const read = wanted.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
  const filters = Object.fromEntries(Object.entries(state.filters).filter(([id]) => FACETS[name].includes(id)));
  const rows = matching(table, fields, read, filters);
  const { alike, unlike } = compared(table, rows);
  const sort = state.sort ?? (alike && alike.higher_is_better !== null ? (alike.higher_is_better ? "-value" : "value") : "");
  const by = fields.find((field) => field.id === sort.replace(/^-/, "") && !field.late);
  const ordered = by ? sorted(table, by, rows, sort.startsWith("-")) : rows;
  const page = Math.min(state.page ?? 1, Math.max(1, Math.ceil(ordered.length / PAGE)));
  shown = { table, fields, metric, statistic, filters, read, rows: ordered, alike, unlike, sort, page, all };

  controls();
  tell(by);
  drawing(at("[data-figure]"), { ...shown, state, visible: visible() }, choose);
  tableOf(at("[data-table]"), { ...shown, visible: visible(), titles, site: root.dataset }, sortBy);
  pager();
  traffic();
  await sources(mine);
}

const visible = () => shown.rows.slice((shown.page - 1) * PAGE, shown.page * PAGE);

/** Fill in where the visible rows come from: read last, and for them alone. */
async function sources(mine) {
  const { table, fields } = shown;
  const late = fields.filter((field) => field.late).flatMap((field) => field.columns);
  await Promise.all(visible().map((row) => table.read(late, row, row + 1)));
  if (mine !== turn) return;
  fill(at("[data-table]"), { ...shown, visible: visible(), site: root.dataset });
  traffic();
}

function controls() {
  const { table, fields, metric, statistic, filters, read } = shown;
  for (const input of root.querySelectorAll("[name=table]")) input.checked = input.value === table.name;
  seriesChoices(at("[name=metric]"), at("[name=statistic]"), table, metric, statistic);
  const offered = FACETS[table.name].map((id) => {
    const field = fields.find((one) => one.id === id);
    const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== id));
    return { field, options: tally(table, field, matching(table, fields, read, others)), chosen: filters[id] };
  });
  choices(at("[data-choices]"), offered, titles);
  at("[data-clear]").setAttribute("aria-disabled", String(!Object.keys(filters).length));
}

/** Say how many there are, in what order, and what must not be overlooked. */
function tell(by) {
  const { table, fields, read, rows, alike, unlike, sort, all } = shown;
  const words = [];
  if (!table.rows) words.push(table.name === "rows" ? "Nothing has been measured yet." : "No figure has been reported yet.");
  else {
    const of = rows.length < read.length ? ` of ${read.length.toLocaleString("en")}` : "";
    words.push(`${rows.length.toLocaleString("en")}${of} ${NAMES[table.name]} ${rows.length === 1 && !of ? "figure" : "figures"}.`);
  }
  if (table.name === "claims" && table.rows) {
    words.push(dataset.rows.rows ? "Papers report them of themselves; nothing here was measured by this site." : "Nothing has been measured yet: these are what papers report of themselves.");
  }
  if (by && rows.length > 1) words.push(order(by, sort, alike));
  const setting = fields.filter((field) => SETTING.includes(field.id));
  const differs = rows.length > 1 ? differing(table, setting, rows).map((field) => field.label.toLowerCase()) : [];
  if (alike && differs.length) words.push(`They differ in ${listed(differs)}.`);
  if (unlike.length) words.push(`They differ in ${listed(unlike)}: their values cannot be compared.`);
  told.textContent = words.join(" ");

  const more = at("[data-more]");
  more.hidden = read.length >= all;
  more.querySelector("span").textContent = `Only the first ${read.length.toLocaleString("en")} of ${all.toLocaleString("en")} figures have been read; order, counts and filters are of these.`;
}

function order(by, sort, alike) {
  const down = sort.startsWith("-");
  if (by.id === "value" && alike && alike.higher_is_better !== null) return down === alike.higher_is_better ? "The best is first." : "The best is last.";
  const name = by.label.toLowerCase();
  return by.numeric ? `Sorted by ${name}, the ${down ? "largest" : "smallest"} first.` : `Sorted by ${name}${down ? ", backwards" : ""}.`;
}

const listed = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);

function pager() {
  const { rows, page } = shown;
  const nav = at("[data-pager]");
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  nav.hidden = last === 1;
  nav.querySelector("span").textContent = `${((page - 1) * PAGE + 1).toLocaleString("en")}–${Math.min(page * PAGE, rows.length).toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  // Disabled buttons would lose the focus of those who step through with the keyboard.
  for (const button of nav.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(button.dataset.step === "-1" ? page === 1 : page === last));
  }
  at("[data-take]").hidden = !rows.length;
}

function traffic() {
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  at("[data-traffic]").textContent = `Read ${size(dataset.traffic.read)} of the dataset’s ${size(dataset.traffic.all)}.`;
}

function sortBy(id) {
  const first = FIELDS[shown.table.name].find((field) => field.id === id).numeric ? `-${id}` : id;
  const other = first.startsWith("-") ? id : `-${id}`;
  return choose({ sort: shown.sort === first ? other : first });
}

async function download(kind) {
  const { table, fields, rows, metric } = shown;
  const columns = [...new Set([...PROVENANCE, ...columnsOf(fields)])];
  told.textContent = "Reading the selection …";
  await Promise.all(spans(rows).map(([from, to]) => table.read(columns, from, to)));
  const name = `${NAMES[table.name]}-${metric}.${kind}`;
  if (kind === "csv") save(csv(table, columns, rows), "text/csv", name);
  else {
    const about = { table: NAMES[table.name], schema_version: dataset.version, dataset: new URL(root.dataset.dataset, location.href).href, address: location.href };
    save(json(table, columns, rows, about), "application/json", name);
  }
  told.textContent = `${rows.length.toLocaleString("en")} figures were saved as ${name}.`;
  traffic();
}

/** Ranges that hold some rows, not much more: rows of one page of the files are near each other. */
function spans(rows) {
  const found = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    if (found.length && row < found.at(-1)[1] + 2000) found.at(-1)[1] = row + 1;
    else found.push([row, row + 1]);
  }
  return found;
}

function wire() {
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("form").addEventListener("change", ({ target }) => {
    if (target.name === "table") choose({ table: NAMES[target.value], metric: undefined, statistic: undefined, sort: undefined, across: undefined, up: undefined, apart: undefined, read: undefined, filters: {} });
    else if (target.name === "metric") choose({ metric: target.value, statistic: undefined, sort: undefined, read: undefined });
    else if (target.name === "statistic") choose({ metric: shown.metric, statistic: target.value, read: undefined });
    else {
      const { [target.name]: _, ...others } = state.filters;
      choose({ filters: target.value === "any" ? others : { ...others, [target.name]: target.value.slice(1) } });
    }
  });
  at("[data-clear]").addEventListener("click", () => Object.keys(state.filters).length && choose({ filters: {} }));
  at("[data-more] button").addEventListener("click", () => choose({ read: "all" }));
  at("[data-pager]").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    choose({ page: shown.page + Number(button.dataset.step) });
  });
  at("[data-take]").addEventListener("click", ({ target }) => {
    if (target.dataset.save) download(target.dataset.save).catch(fail);
  });
  addEventListener("popstate", () => {
    state = fromAddress(location.search, facets);
    if (dataset) shownOrFailed();
  });
}

root.hidden = false;
document.querySelector("[data-without]").hidden = true;
state = fromAddress(location.search, facets);
wire();
await start({});
