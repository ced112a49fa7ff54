// The chart above the table: what can be drawn of the selection, and the controls that choose it.

import { GROUPS, bars, mark, points } from "./chart.js";
import { count, number, scale } from "./figures.js";
import { inText, statistic } from "./fields.js";
import { asText, differing, tally, valueOf } from "./selection.js";
import { called, make, metricName, naming, options } from "./sheet.js";

const BARS = 10;
const POINTS = 3000;
// What may tell groups of points apart, the likeliest first.
const APART = ["hardware", "model", "precision", "engine", "tool", "phase", "task", "paper", "method"];
// What says too much to stand beside a bar.
const LONG = ["value", "written", "conditions", "samples", "paper"];

/**
 * Draw the selection into a figure. Values of several metrics, statistics or units are not drawn together.
 *
 * `figure.sourced()`, to be called once the sources of the visible rows are read, names bars by them that nothing else
 * tells apart.
 */
export function drawing(figure, shown, choose) {
  const { table, rows, alike, unlike } = shown;
  const drawn = rows.filter((row) => table.cell("value", row) !== null);
  const part = (selector) => figure.querySelector(selector);
  figure.hidden = drawn.length < 2;
  part(".choices").hidden = !alike;
  if (figure.hidden || !alike) {
    part("figcaption").textContent = `A chart needs figures of one kind; these differ in ${unlike.join(", ")}.`;
    part(".canvas").replaceChildren();
    part(".key").replaceChildren();
    figure.redraw = figure.sourced = undefined;
    return;
  }
  const plan = planned(shown, drawn);
  offer(part(".choices"), plan, choose, shown.page);
  figure.redraw = () => {
    const { image, caption, key } = (plan.across ? scattered : barred)(plan, part(".canvas").clientWidth);
    part("figcaption").textContent = caption;
    part(".canvas").replaceChildren(...image);
    part(".key").replaceChildren(...key);
  };
  figure.redraw();
  figure.sourced = () => {
    plan.sourced = true;
    if (!plan.across) figure.redraw();
  };
  watch(figure);
}

/** What is to be drawn: the rows, which fields may stand on the axes and tell points apart, and which do. */
function planned({ table, fields, alike, state, visible, titles }, drawn) {
  const early = fields.filter((field) => !field.late);
  const differ = differing(table, early, drawn);
  const value = fields.find((field) => field.id === "value");
  const numbers = differ.filter((field) => field.numeric && field !== value);
  const groups = APART.flatMap((id) => differ.filter((field) => field.id === id));
  const find = (among, id) => among.find((field) => field.id === id);
  const { factor, unit } = scale(
    alike.unit,
    drawn.map((row) => table.cell("value", row)),
  );
  const better = { true: " Higher is better.", false: " Lower is better.", null: "" }[alike.higher_is_better];
  return {
    table,
    titles,
    drawn,
    visible,
    sourced: false,
    early,
    differ,
    value,
    numbers,
    groups,
    factor,
    unit,
    better,
    metric: `${metricName(titles, alike.metric)}, ${statistic(alike.statistic, alike.quantile)}, ${unit}`,
    whose: table.name === "claims" ? "Reported by papers: " : "",
    across: find(numbers, state.across),
    up: find(numbers, state.up) ?? value,
    apart: state.apart === "none" ? undefined : (find(groups, state.apart) ?? groups[0]),
  };
}

/** Put the choices into the controls. */
function offer(controls, { numbers, groups, value, across, up, apart }, choose, page) {
  const select = (name) => controls.querySelector(`[name=${name}]`);
  const named = (field) => [field.id, field.label];
  const axes = numbers.map((field) => [field.id, `Across ${inText(field.label)}`]);
  options(select("across"), [["none", "Bars"], ...axes], across?.id ?? "none");
  options(select("up"), [value, ...numbers].map(named), up.id);
  options(select("apart"), [["none", "Nothing"], ...groups.map(named)], apart?.id ?? "none");
  select("across").closest("label").hidden = !numbers.length;
  for (const name of ["up", "apart"]) select(name).closest("label").hidden = !across;
  controls.onchange = ({ target: { name, value } }) =>
    choose({ [name]: name === "across" && value === "none" ? undefined : value, page });
}

function barred(plan, width) {
  const { table, drawn, visible, factor, unit, metric, whose, better } = plan;
  const some = visible.filter((row) => table.cell("value", row) !== null).slice(0, BARS);
  const labels = some.length ? labelsOf(plan, some) : [];
  const data = some.map((row, i) => {
    const value = table.cell("value", row) / factor;
    return { label: labels[i], value, words: `${number(value)} ${unit}` };
  });
  const which = some.length < drawn.length ? ` The ${some.length} that stand first in the table below.` : "";
  const caption = `${whose}${metric}.${better}${which}`;
  const image = some.length ? [bars(data, width, `Bars: ${caption} The table below has the same figures.`)] : [];
  return { image, caption, key: [] };
}

function scattered({ table, titles, drawn, differ, value, across, up, apart, factor, metric, whose, better }, width) {
  const of = (field, row) => (field === value ? table.cell("value", row) / factor : valueOf(table, field, row));
  const both = drawn.filter((row) => of(across, row) !== null && of(up, row) !== null);
  const some = both.slice(0, POINTS);
  const kinds = apart ? tally(table, apart, some).sort((a, b) => b[1] - a[1]) : [];
  const own = kinds.length > GROUPS ? kinds.slice(0, GROUPS - 1) : kinds;
  const groups = new Map(own.map(([name], i) => [name, i]));
  const groupOf = (row) => (apart ? (groups.get(asText(valueOf(table, apart, row))) ?? GROUPS - 1) : 0);
  const settings = differ.filter((field) => field !== value);
  const said = (row) =>
    settings
      .map((field) => `${field.label} ${called(titles, field, valueOf(table, field, row)) ?? "not stated"}`)
      .join(", ");
  const data = some.map((row) => {
    const [x, y] = [of(across, row), of(up, row)];
    return { x, y, group: groupOf(row), words: `${said(row)}: ${number(y)}` };
  });

  const title = (field) => (field === value ? metric : field.label + (field.unit ? `, ${field.unit}` : ""));
  const [few, all, missing] = [some.length, both.length, drawn.length - both.length].map(count);
  const caption = [
    `${whose}${title(up)}, against ${inText(title(across))}.${up === value ? better : ""}`,
    ...(some.length < both.length ? [`The first ${few} of ${all} points.`] : []),
    ...(both.length < drawn.length ? [`${missing} figures do not state both.`] : []),
  ].join(" ");
  const label = `Points: ${caption} The table below has the same figures.`;
  const image = some.length ? [points(data, { x: title(across), y: title(up) }, width, label)] : [];
  const rest = some.length - own.reduce((sum, [, count]) => sum + count, 0);
  const named = [
    ...own.map(([name, count]) => [called(titles, apart, name) || "not stated", count]),
    ...(apart && rest ? [["others", rest]] : []),
  ];
  const key = named.map(([name, size], i) => {
    return make("li", {}, mark(i), ` ${name} `, make("small", { textContent: count(size) }));
  });
  return { image, caption, key };
}

/** What stands over each bar: what names its row, then in what the bars differ. */
function labelsOf({ table, titles, early, sourced }, rows) {
  const name = naming(table, early, rows);
  const short = early.filter((field) => !LONG.includes(field.id) && field !== name);
  const kinds = new Map(differing(table, short, rows).map((field) => [field, tally(table, field, rows).length]));
  // A long label is cut at its end: what tells most bars apart stands first.
  const others = [...kinds.keys()].sort((a, b) => kinds.get(b) - kinds.get(a));
  const said = rows.map((row) => [name ? [name] : [], others].map((fields) => told(table, fields, row, titles)));
  const same = said.map((parts) => parts.join());
  return rows.map((row, i) => {
    // What nothing else sets apart is found by its place in its file.
    const alike = same.indexOf(same[i]) !== same.lastIndexOf(same[i]);
    const [first, rest] = said[i];
    return [...first, ...(alike && sourced ? [placeOf(table, row)] : []), ...rest].join(" · ");
  });
}

function told(table, fields, row, titles) {
  return fields
    .map((field) => [field, valueOf(table, field, row)])
    .filter(([field, value]) => value !== null && !(field.id === "status" && value === "ok"))
    .map(([field, value]) =>
      field.numeric || field.id === "rate" ? `${inText(field.label)} ${value}` : called(titles, field, value),
    );
}

function placeOf(table, row) {
  const path = table.cell("source_path", row);
  return `${path.slice(path.lastIndexOf("/") + 1)} ${table.cell("locator", row)}`;
}

/** Draw anew when the figure gets another width: its text keeps its size. */
function watch(figure) {
  if (figure.dataset.watched) return;
  figure.dataset.watched = "yes";
  let width = figure.clientWidth;
  new ResizeObserver(() => {
    if (figure.clientWidth === width || figure.hidden) return;
    width = figure.clientWidth;
    figure.redraw?.();
  }).observe(figure);
}
