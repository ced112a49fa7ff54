// Filters by topic, organisation and "has code" for the papers that a page shows; their state stands in its address.

import { element } from "./papers.js";
import { root } from "./store.js";

const NAMES = ["topic", "org", "code"];
const LABELS = { topic: ["Topic", "Any topic"], org: ["Organisation", "Any organisation"] };

/** Ids with names of what a paper's links in a section point to, as [["pruning", "Pruning"]]. */
function linked(place, section) {
  const base = `${root.href}${section}/`;
  const links = [...place.querySelectorAll(".kicker a, .byline a, small a")].filter((link) => link.href.startsWith(base));
  return links.map((link) => [link.href.slice(base.length).replace(/\/.*/, ""), link.textContent]);
}

/** What one place of a paper tells. Lines have their organisations in `data-org`: `id name`, each on a line. */
function facets(place) {
  const orgs = (place.dataset.org ?? "").split("\n").filter(Boolean);
  return {
    topic: linked(place, "topics"),
    org: [...linked(place, "organizations"), ...orgs.map((one) => [one.split(" ", 1)[0], one.slice(one.indexOf(" ") + 1)])],
    code: "code" in place.dataset ? [["1", "Has code"]] : [],
  };
}

/** Each paper once, with its places on the page and what it can be found by: what any of its places tells. */
function merged(papers) {
  const items = new Map();
  for (const { id, place } of papers) {
    if (!items.has(id)) items.set(id, { places: [], topic: new Map(), org: new Map(), code: new Map() });
    const item = items.get(id), told = facets(place);
    item.places.push(place);
    for (const name of NAMES) for (const [value, label] of told[name]) item[name].set(value, label);
  }
  return [...items.values()];
}

/** Put a button into the head of the page that opens the filters, where there is something to choose. */
export function offer(papers) {
  const items = merged(papers), head = document.querySelector(".sheet > :is(.head, .masthead)");
  const places = items.flatMap((item) => item.places);
  const values = Object.fromEntries(NAMES.map((name) => [name, new Map(items.flatMap((item) => [...item[name]]))]));
  const asked = new URLSearchParams(location.search);
  // A value that all have, or none, tells nothing apart, unless the address names it.
  const telling = (name) => asked.has(name) || [...values[name].keys()].some((value) => !items.every((item) => item[name].has(value)));
  const names = NAMES.filter(telling);
  if (!head || !names.length) return;

  const fields = {}, form = element("form", { className: "filters", id: "filters", hidden: true });
  form.setAttribute("aria-label", "Filter the papers on this page");
  for (const name of names) {
    if (name === "code") {
      fields.code = element("input", { type: "checkbox", name, value: "1" });
      form.append(element("label", { className: "tick" }, fields.code, `Has code (${items.filter((item) => item.code.size).length})`));
      continue;
    }
    const options = [...values[name]].sort(([, a], [, b]) => a.localeCompare(b, "en"));
    const asks = asked.get(name);
    if (asks && !values[name].has(asks)) options.push([asks, asks]);
    const number = (value) => items.filter((item) => item[name].has(value)).length;
    fields[name] = element(
      "select", { name },
      new Option(LABELS[name][1], ""), ...options.map(([value, label]) => new Option(`${label} (${number(value)})`, value)),
    );
    form.append(element("label", {}, LABELS[name][0], fields[name]));
  }
  const clear = element("button", { type: "button", textContent: "Clear" });
  const told = element("p", { className: "told" }), rest = element("p", { className: "rest small" });
  told.setAttribute("role", "status");
  form.append(clear, told, rest);
  const toggle = element("button", { type: "button", className: "narrowing", textContent: "Filter" });
  toggle.setAttribute("aria-controls", form.id);
  head.append(toggle);
  head.after(form);

  const chosen = () => Object.fromEntries(names.map((name) => [name, name === "code" ? (fields.code.checked ? "1" : "") : fields[name].value]));

  function apply() {
    const wanted = Object.entries(chosen()).filter(([, value]) => value);
    const fits = (item) => wanted.every(([name, value]) => item[name].has(value));
    for (const item of items) for (const place of item.places) place.hidden = !fits(item);
    for (const list of new Set(places.map((place) => place.parentElement))) hollow(list);
    const all = items.length, found = items.filter(fits).length, papers = all === 1 ? "paper" : "papers";
    told.textContent = wanted.length ? `${found} of ${all} ${papers} on this page` : `All ${all} ${papers} on this page`;
    toggle.textContent = wanted.length ? `Filter: ${found} of ${all}` : "Filter";
    clear.hidden = !wanted.length;
    form.classList.toggle("on", wanted.length > 0);
    rest.replaceChildren(...further(wanted));
    for (const link of document.querySelectorAll(".pager a")) link.search = String(query(new URLSearchParams()));
  }

  /** A list of which nothing is left goes, and the heading that stands over it. */
  function hollow(list) {
    list.hidden = places.every((place) => place.hidden || place.parentElement !== list);
    const heading = list.previousElementSibling;
    if (heading?.matches("h2, h3")) heading.hidden = list.hidden;
  }

  /** The pages that list everything of what is chosen; anything may stand in the address, so only of what is known. */
  function further(wanted) {
    const { topic, org, code } = Object.fromEntries(wanted.filter(([name, value]) => values[name].has(value)));
    const links = [];
    if (topic) links.push([`topics/${topic}/`, `all papers on ${values.topic.get(topic)}`]);
    if (org) links.push([`organizations/${org}/`, `all papers from ${values.org.get(org)}`]);
    if (code) links.push(["papers/with-code/", "all papers with code"]);
    return links.flatMap(([path, words], at) => [at ? " · " : "Beyond this page: ", element("a", { href: root.href + path, textContent: words })]);
  }

  function query(parameters) {
    for (const [name, value] of Object.entries(chosen())) value ? parameters.set(name, value) : parameters.delete(name);
    return parameters;
  }

  function open(shown) {
    form.hidden = !shown;
    toggle.setAttribute("aria-expanded", shown);
  }

  function recall() {
    const given = new URLSearchParams(location.search);
    for (const name of names) {
      if (name === "code") fields.code.checked = given.get(name) === "1";
      else fields[name].value = given.get(name) ?? "";
    }
    apply();
    if (Object.values(chosen()).some(Boolean)) open(true);
  }

  function changed() {
    const address = new URL(location.href);
    query(address.searchParams);
    history.pushState(history.state, "", address);
    apply();
  }

  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    form.reset();
    changed();
    form.elements[0].focus();
  });
  toggle.addEventListener("click", () => {
    open(form.hidden);
    if (!form.hidden) form.elements[0].focus();
  });
  addEventListener("popstate", recall);
  open(false);
  recall();
}
