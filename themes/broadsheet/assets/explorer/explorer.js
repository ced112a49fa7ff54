// The explorer: the page's address says what is wanted; this reads it from the dataset, shows it, and writes every
// choice back into the address.

import { drawing } from "./drawing.js";
import { openDataset } from "./dataset.js";
import { PROVENANCE, csv, json, save } from "./download.js";
import { FACETS, FIELDS, NAMES, columnsOf } from "./fields.js";
import { count } from "./figures.js";
import { Changed } from "./remote.js";
import { chosenSeries, compared, defaults, matching, ranges, sorted, tally } from "./selection.js";
import { fromAddress, toAddress } from "./state.js";
import { choices, fill, seriesChoices, table as tableOf } from "./sheet.js";
import { summary } from "./telling.js";

// Rows that are read unasked: what a first look may cost. Of a table as short as that everything is shown.
const SHORT = 10_000;
const PAGE = 50;

const root = document.querySelector("[data-explorer]");
const at = (selector) => root.querySelector(selector);
const told = at("[data-told]");
// What ids are called, by field. Without a prototype: an id may be any word.
const titles = Object.fromEntries(
  Object.entries(JSON.parse(document.querySelector("[data-titles]").textContent)).map(([field, known]) => [
    field,
    Object.assign(Object.create(null), known),
  ]),
);
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
  root.setAttribute("aria-busy", "true");
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
  const why =
    error instanceof Changed
      ? "The dataset changed while it was read, or a file of it is damaged."
      : "The dataset could not be read.";
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => start({ cache: "reload" }));
  told.replaceChildren(`${why} ${error.message} `, again);
  told.classList.add("fault");
  root.setAttribute("aria-busy", "false");
  for (const part of root.querySelectorAll("[data-figure], [data-table], [data-pager], [data-take], [data-more]"))
    part.hidden = true;
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
  const name =
    NAMES.rows === state.table
      ? "rows"
      : NAMES.claims === state.table
        ? "claims"
        : dataset.rows.rows
          ? "rows"
          : "claims";
  const table = dataset[name];
  const usual = defaults(table, state.metric, SHORT, root.dataset.metric);
  const metric = usual.metric;
  const statistic = state.statistic ?? usual.statistic;
  const series = chosenSeries(table, metric, statistic);
  const all = series.reduce((sum, one) => sum + one.rows, 0);
  const wanted = ranges(series, state.read === "all" ? Infinity : SHORT);
  const fields = FIELDS[name];
  told.classList.remove("fault");
  told.textContent = "Reading …";
  root.setAttribute("aria-busy", "true");
  await Promise.all(wanted.map(([from, to]) => table.read(columnsOf(fields), from, to)));
  if (mine !== turn) return;

  const read = wanted.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
  const filters = Object.fromEntries(Object.entries(state.filters).filter(([id]) => FACETS[name].includes(id)));
  const rows = matching(table, fields, read, filters);
  const { alike, unlike } = compared(table, rows);
  const sort =
    state.sort ?? (alike && alike.higher_is_better !== null ? (alike.higher_is_better ? "-value" : "value") : "");
  const by = fields.find((field) => field.id === sort.replace(/^-/, "") && !field.late);
  const ordered = by ? sorted(table, by, rows, sort.startsWith("-")) : rows;
  const page = Math.min(state.page ?? 1, Math.max(1, Math.ceil(ordered.length / PAGE)));
  shown = { table, fields, metric, statistic, filters, read, rows: ordered, alike, unlike, sort, by, page, all };

  controls();
  tell();
  drawing(at("[data-figure]"), { ...shown, state, titles, visible: visible() }, choose);
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
  await Promise.all(spans(visible()).map(([from, to]) => table.read(late, from, to)));
  if (mine !== turn) return;
  fill(at("[data-table]"), { ...shown, visible: visible(), site: root.dataset });
  at("[data-figure]").sourced?.();
  traffic();
  root.setAttribute("aria-busy", "false");
}

function controls() {
  const { table, fields, metric, statistic, filters, read } = shown;
  for (const input of root.querySelectorAll("[name=table]")) input.checked = input.value === table.name;
  seriesChoices(at("[name=metric]"), at("[name=statistic]"), table, metric, statistic, titles);
  const offered = FACETS[table.name].map((id) => {
    const field = fields.find((one) => one.id === id);
    const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== id));
    return { field, options: tally(table, field, matching(table, fields, read, others)), chosen: filters[id] };
  });
  choices(at("[data-choices]"), offered, titles);
  at("[data-clear]").setAttribute("aria-disabled", String(!Object.keys(filters).length));
}

/** Say what is shown, and how much of it has not been read. */
function tell() {
  const { read, all } = shown;
  told.textContent = summary(shown, !dataset.rows.rows);
  const more = at("[data-more]");
  more.hidden = read.length >= all;
  const part = `Only the first ${count(read.length)} of ${count(all)} figures have been read`;
  more.querySelector("span").textContent = `${part}; order, counts and filters are of these.`;
}

function pager() {
  const { rows, page } = shown;
  const nav = at("[data-pager]");
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  nav.hidden = last === 1;
  const [from, to] = [(page - 1) * PAGE + 1, Math.min(page * PAGE, rows.length)];
  nav.querySelector("span").textContent = `${count(from)}–${count(to)} of ${count(rows.length)}`;
  // Disabled buttons would lose the focus of those who step through with the keyboard.
  for (const button of nav.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(button.dataset.step === "-1" ? page === 1 : page === last));
  }
  at("[data-take]").hidden = !rows.length;
}

function traffic() {
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  at("[data-traffic]").textContent =
    `Read ${size(dataset.traffic.read)} of the dataset’s ${size(dataset.traffic.all)}.`;
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
    const about = {
      table: NAMES[table.name],
      schema_version: dataset.version,
      dataset: new URL(root.dataset.dataset, location.href).href,
      address: location.href,
    };
    save(json(table, columns, rows, about), "application/json", name);
  }
  told.textContent = `${count(rows.length)} figures were saved as ${name}.`;
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
    if (target.name === "table")
      choose({
        table: NAMES[target.value],
        metric: undefined,
        statistic: undefined,
        sort: undefined,
        across: undefined,
        up: undefined,
        apart: undefined,
        read: undefined,
        filters: {},
      });
    else if (target.name === "metric")
      choose({ metric: target.value, statistic: undefined, sort: undefined, read: undefined });
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
