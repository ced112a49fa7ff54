// The chart above the table: what can be drawn of the selection, and the controls that choose it.

import { GROUPS, bars, mark, points } from "./chart.js";
import { number, scale } from "./figures.js";
import { words, statistic } from "./fields.js";
import { asText, differing, tally, valueOf } from "./selection.js";
import { make, options } from "./sheet.js";

const BARS = 10;
const POINTS = 3000;
// What may tell groups of points apart, the likeliest first.
const APART = ["hardware", "model", "precision", "engine", "tool", "phase", "task", "paper", "method"];

/** Draw the selection into a figure. Values of several metrics or units are not drawn together. */
export function drawing(figure, shown, choose) {
  const { table, fields, rows, alike, unlike, state, visible } = shown;
  const drawn = rows.filter((row) => table.cell("value", row) !== null);
  figure.hidden = drawn.length < 2;
  if (figure.hidden) return;
  const place = figure.querySelector(".canvas");
  const caption = figure.querySelector("figcaption");
  const legend = figure.querySelector(".key");
  const controls = figure.querySelector(".choices");
  legend.replaceChildren();
  controls.hidden = !alike;
  if (!alike) {
    caption.textContent = `A chart needs figures of one kind; these differ in ${unlike.join(", ")}.`;
    place.replaceChildren();
    figure.redraw = undefined;
    return;
  }

  const differ = new Set(differing(table, fields.filter((field) => !field.late), drawn));
  const numbers = fields.filter((field) => field.numeric && (field.id === "value" || differ.has(field)));
  const groups = fields.filter((field) => APART.includes(field.id) && differ.has(field));
  const named = (field) => [field.id, field.label];
  const across = numbers.find((field) => field.id === state.across && field.id !== "value");
  const up = numbers.find((field) => field.id === state.up) ?? numbers.find((field) => field.id === "value");
  const usual = groups.toSorted((a, b) => APART.indexOf(a.id) - APART.indexOf(b.id))[0];
  const apart = state.apart === "none" ? undefined : groups.find((field) => field.id === state.apart) ?? usual;
  const select = (name) => controls.querySelector(`[name=${name}]`);
  options(select("across"), [["none", "Bars"], ...numbers.filter((field) => field.id !== "value").map((field) => [field.id, `Across ${inText(field.label)}`])], across?.id ?? "none");
  options(select("up"), numbers.map(named), up.id);
  options(select("apart"), [["none", "Nothing"], ...groups.map(named)], apart?.id ?? "none");
  for (const name of ["up", "apart"]) select(name).closest("label").hidden = !across;
  select("across").closest("label").hidden = numbers.length < 2;
  controls.onchange = ({ target }) => choose({ [target.name]: target.name === "across" && target.value === "none" ? undefined : target.value, page: state.page });

  const scaled = scale(alike.unit, drawn.map((row) => table.cell("value", row)));
  const metric = `${capital(words(alike.metric))}, ${statistic(alike.statistic, alike.quantile)}, ${scaled.unit}`;
  const better = alike.higher_is_better === null ? "" : alike.higher_is_better ? " Higher is better." : " Lower is better.";
  const whose = table.name === "claims" ? "Reported by papers: " : "";
  const paint = across ? scatter : barred;
  figure.redraw = () => paint(place.clientWidth);
  figure.redraw();
  watched(figure);

  function barred(width) {
    const some = visible.filter((row) => table.cell("value", row) !== null).slice(0, BARS);
    const telling = differing(table, fields.filter((field) => !field.late && !["value", "written", "conditions", "samples"].includes(field.id)), some.length ? some : drawn);
    const data = some.map((row) => {
      const value = table.cell("value", row) / scaled.factor;
      return { label: labelOf(table, telling, row), value, words: `${number(value)} ${scaled.unit}` };
    });
    const which = some.length < drawn.length ? ` The ${some.length} that stand first in the table below.` : "";
    caption.textContent = `${whose}${metric}.${better}${which}`;
    place.replaceChildren(bars(data, width, `Bars: ${caption.textContent} The table below has the same figures.`));
  }

  function scatter(width) {
    const of = (field, row) => (field.id === "value" ? table.cell("value", row) / scaled.factor : valueOf(table, field, row));
    const both = drawn.filter((row) => of(across, row) !== null && of(up, row) !== null);
    const some = both.slice(0, POINTS);
    const kinds = apart ? tally(table, apart, some).toSorted((a, b) => b[1] - a[1]) : [];
    const own = kinds.length > GROUPS ? kinds.slice(0, GROUPS - 1) : kinds;
    const groupOf = new Map(own.map(([value], i) => [value, i]));
    const title = (field) => (field.id === "value" ? metric : field.label + (field.unit ? `, ${field.unit}` : ""));
    const data = some.map((row) => ({
      x: of(across, row),
      y: of(up, row),
      group: apart ? groupOf.get(asText(valueOf(table, apart, row))) ?? GROUPS - 1 : 0,
      words: `${[...differ].filter((field) => field.id !== "value").map((field) => `${field.label} ${valueOf(table, field, row) ?? "not stated"}`).join(", ")}: ${number(of(up, row))}`,
    }));
    const cut = some.length < both.length ? ` The first ${POINTS.toLocaleString("en")} of ${both.length.toLocaleString("en")} points.` : "";
    const missing = both.length < drawn.length ? ` ${(drawn.length - both.length).toLocaleString("en")} figures do not state both.` : "";
    caption.textContent = `${whose}${title(up)}, against ${inText(title(across))}.${up.id === "value" ? better : ""}${cut}${missing}`;
    const axes = { x: title(across), y: title(up) };
    const image = some.length ? [points(data, axes, width, `Points: ${caption.textContent} The table below has the same figures.`)] : [];
    place.replaceChildren(...image);
    const names = own.map(([value, count]) => [value === "" ? "not stated" : value, count]);
    if (own.length < kinds.length) names.push(["others", some.length - own.reduce((sum, [, count]) => sum + count, 0)]);
    legend.replaceChildren(...names.map(([name, count], i) => make("li", {}, mark(i), ` ${name} `, make("small", { textContent: count.toLocaleString("en") }))));
  }
}

// An abbreviation stays as it is.
const inText = (label) => (label === label.toUpperCase() ? label : label.toLowerCase());
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function labelOf(table, fields, row) {
  const said = fields.map((field) => [field, valueOf(table, field, row)]).filter(([, value]) => value !== null);
  return said.map(([field, value]) => (field.numeric ? `${inText(field.label)} ${value}` : value)).join(" · ") || "configuration not stated";
}

/** Draw anew when the figure gets another width: its text keeps its size. */
function watched(figure) {
  if (figure.dataset.watched) return;
  figure.dataset.watched = "yes";
  let width = figure.clientWidth;
  new ResizeObserver(() => {
    if (figure.clientWidth === width || figure.hidden) return;
    width = figure.clientWidth;
    figure.redraw?.();
  }).observe(figure);
}
