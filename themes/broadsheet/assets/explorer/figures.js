// Numbers as a person reads them: a prefix for the unit, four digits that count and all of those before the point.

const PREFIXES = [
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
];
// Units that people write with a prefix; seconds and joules only with those below one.
const LARGE = new Set(["byte/s", "byte", "FLOP/s", "op/s"]);
const SMALL = new Set(["s", "J", "W"]);
const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const tiny = new Intl.NumberFormat("en", { notation: "scientific", maximumSignificantDigits: 4 });

/** A whole number. */
export const count = (value) => value.toLocaleString("en");

/** A number, with a power of ten where it would be long. */
export function number(value) {
  const size = Math.abs(value);
  const long = size && (size < 1e-4 || size >= 1e9);
  const [digits, power] = (long ? tiny : size >= 1000 ? whole : plain).format(value).split("E");
  const tens = power ? ` × 10${[...power].map((letter) => RAISED[letter] ?? "⁻").join("")}` : "";
  return digits.replace("-", "−") + tens;
}

/** What to divide values of a unit by, and the unit's name then: the prefix that suits their middle. */
export function scale(unit, values) {
  if (unit === null) return { factor: 1, unit: "" };
  if (unit === "1") return { factor: 1, unit: "count" };
  const sizes = values
    .map(Math.abs)
    .filter(Boolean)
    .sort((a, b) => a - b);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const fits = ([factor]) => factor <= middle && (factor === 1 || (factor > 1 ? LARGE : SMALL).has(unit));
  const [factor, prefix] = PREFIXES.find(fits) ?? [1, ""];
  return { factor, unit: unit === "byte" && !prefix ? "bytes" : prefix + unit.replace("byte", "B") };
}
