// What the page shows, as its address: every choice can be shared, and the back button undoes it.

const NUMBERS = new Set(["page"]);
const PLAIN = ["table", "metric", "statistic", "sort", "page", "across", "up", "apart", "read"];

/** The state of an address. Filters are what is neither of the plain choices. */
export function fromAddress(search, facets) {
  const given = new URLSearchParams(search);
  const state = { filters: {} };
  for (const [name, value] of given) {
    if (NUMBERS.has(name)) state[name] = Math.max(1, Number.parseInt(value, 10) || 1);
    else if (PLAIN.includes(name)) state[name] = value;
    else if (facets.includes(name)) state.filters[name] = value;
  }
  return state;
}

/** The address of a state, relative to the page; what is not chosen is left out. */
export function toAddress(state) {
  const given = new URLSearchParams();
  for (const name of PLAIN)
    if (state[name] !== undefined && !(name === "page" && state.page === 1)) given.set(name, state[name]);
  for (const [name, value] of Object.entries(state.filters)) given.set(name, value);
  const text = given.toString();
  return text ? `?${text}` : "./";
}
