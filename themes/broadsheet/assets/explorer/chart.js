// Two charts as SVG in the page's own ink: bars of a value by configuration, and one number against another. Groups are
// told apart by the shape of their marks, not by colour. The table under a chart is the same in words.

import { number } from "./figures.js";

const NS = "http://www.w3.org/2000/svg";
const LINE = 40;
// About as wide as a letter of 13 pixels gets.
const LETTER = 7.8;
const MARKS = {
  circle: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
  square: "M-4,-4H4V4H-4Z",
  triangle: "M0,-5L5,4H-5Z",
  diamond: "M0,-5.5L5.5,0L0,5.5L-5.5,0Z",
  cross: "M-4,-4L4,4M-4,4L4,-4",
  plus: "M-5,0H5M0,-5V5",
};
const SHAPES = Object.keys(MARKS);
/** How many groups get a mark of their own; the rest share the last one. */
export const GROUPS = SHAPES.length;

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const text = (attributes, words) => element("text", attributes, words);
const titled = (words) => element("title", {}, words);

function image(width, height, label, parts) {
  const box = { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label };
  return element("svg", box, ...parts);
}

/** The mark of a group, to stand in a legend. */
export function mark(group) {
  const drawn = element("path", { d: MARKS[SHAPES[group]], class: "point", transform: "translate(7 7)" });
  return element("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" }, drawn);
}

/** Bars from zero, one a row: `[{label, value, words}]`, drawn `width` pixels wide. */
export function bars(data, width, label) {
  const values = data.map((one) => one.value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  // Room for the figures at the ends of the bars.
  const side = Math.max(...data.map((one) => one.words.length)) * LETTER + 8;
  const start = low < 0 ? side : 0;
  const place = (value) => start + ((value - low) / (high - low || 1)) * Math.max(width - side - start, 40);
  const parts = data.map((one, i) => {
    const [from, to] = [place(0), place(one.value)].sort((a, b) => a - b);
    const end = one.value < 0 ? { x: from - 6, "text-anchor": "end" } : { x: to + 6 };
    return element(
      "g",
      { transform: `translate(0 ${i * LINE})` },
      text({ y: 14, class: "of" }, shortened(one.label, width)),
      element("rect", { x: from, y: 21, width: Math.max(to - from, 1), height: 10 }),
      text({ y: 30, class: "figure-of", ...end }, one.words),
      titled(`${one.label}: ${one.words}`),
    );
  });
  const zero = element("path", { d: `M${place(0)},18V${data.length * LINE - 4}`, class: "axis" });
  return image(width, data.length * LINE, label, [...parts, zero]);
}

function shortened(words, width) {
  const most = Math.floor(width / LETTER);
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

/** Points: `[{x, y, group, words}]` with `axes` {x, y} in words, drawn `width` pixels wide. */
export function points(data, axes, width, label) {
  const height = Math.round(Math.min(420, Math.max(280, width * 0.5)));
  const frame = { left: 56, right: width - 14, top: 26, bottom: height - 44 };
  const x = axis(
    data.map((one) => one.x),
    frame.left + 10,
    frame.right - 10,
  );
  const y = axis(
    data.map((one) => one.y),
    frame.bottom - 8,
    frame.top + 8,
  );
  const parts = [
    ...y.ticks.map((value) => element("path", { d: `M${frame.left},${y.place(value)}H${frame.right}`, class: "grid" })),
    ...y.ticks.map((value) => text({ x: frame.left - 8, y: y.place(value) + 4, "text-anchor": "end" }, number(value))),
    ...x.ticks.map((value) => element("path", { d: `M${x.place(value)},${frame.bottom}v5`, class: "axis" })),
    ...spread(x.ticks, x.place).map((value) =>
      text({ x: x.place(value), y: frame.bottom + 18, "text-anchor": "middle" }, number(value)),
    ),
    element("path", { d: `M${frame.left},${frame.bottom}H${frame.right}`, class: "axis" }),
    text({ x: 0, y: 12, class: "name" }, axes.y + (y.logarithmic ? ", logarithmic" : "")),
    text(
      { x: frame.right, y: height - 6, "text-anchor": "end", class: "name" },
      axes.x + (x.logarithmic ? ", logarithmic" : ""),
    ),
    ...data.map((one) => {
      const at = {
        d: MARKS[SHAPES[one.group]],
        class: "point",
        transform: `translate(${x.place(one.x).toFixed(1)} ${y.place(one.y).toFixed(1)})`,
      };
      return element("path", at, titled(one.words));
    }),
  ];
  return image(width, height, label, parts);
}

/** Ticks whose labels do not run into each other. */
function spread(ticks, place) {
  let end = -Infinity;
  return ticks.filter((value) => {
    const half = (number(value).length * LETTER) / 2;
    const free = place(value) - half > end;
    if (free) end = place(value) + half + 4;
    return free;
  });
}

/** Where values come on an axis between two pixels: logarithmic where they are positive and far apart. */
function axis(values, from, to) {
  let [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const logarithmic = low > 0 && high / low >= 30;
  const turn = logarithmic ? Math.log10 : (value) => value;
  const different = [...new Set(values)].sort((a, b) => a - b);
  const few = different.length <= 10 && different.length > 1;
  if (!logarithmic && !few) {
    const ticks = rounds(Math.min(low, low > 0 && low < high / 2 ? 0 : low), high);
    [low, high] = [Math.min(low, ticks[0]), Math.max(high, ticks.at(-1))];
    return { ticks, logarithmic, place: placed(low, high, from, to, turn) };
  }
  const ticks = few ? different : decades(low, high);
  return { ticks, logarithmic, place: placed(low, high, from, to, turn) };
}

function placed(low, high, from, to, turn) {
  const [start, end] = [turn(low), turn(high)];
  return (value) => (end === start ? (from + to) / 2 : from + ((turn(value) - start) / (end - start)) * (to - from));
}

/** Round values between two: steps of 1, 2 or 5 times a power of ten. */
function rounds(low, high) {
  const rough = (high - low || Math.abs(high) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough);
  const ticks = [];
  for (let i = Math.floor(low / step + 1e-9); i * step < high + step * (1 - 1e-9); i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function decades(low, high) {
  const wide = high / low >= 1000;
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const times of wide ? [1] : [1, 2, 5]) {
      const value = Number((times * 10 ** power).toPrecision(12));
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks;
}
