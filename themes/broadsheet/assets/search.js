// The search page: words by Pagefind, names of people from small files, meaning by meaning.js; docs/search.md tells how.
// Nothing is loaded before somebody searches, and the index of meaning only where it is small or somebody asks for it.

import { keep, kept } from "./reading/store.js";

const root = new URL("../", document.baseURI);
const place = document.querySelector("[data-search]");
const form = place.querySelector("form"), field = form.elements.q;
const [told, people, others, papers] = ["told", "people", "others", "papers"].map((name) => place.querySelector(`[data-${name}]`));
const narrow = place.querySelector("details");
const nothing = place.querySelector("[data-nothing]");
const more = place.querySelector("[data-more]");

const PAGE = 8, FEW = 4, MANY = 60;
// Pagefind wants every word of a query; these say nothing, and their part of the index is the largest.
const SILENT = new Set("a an and are as at be by for from how in is it its of on or that the to with we what which".split(" "));
// A pause after each letter, a longer one after words so short that half the index begins with them.
const PAUSE = 30, LONG_PAUSE = 250, SHORT = 3, MEANING_PAUSE = 300;
// Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009) with their constant.
const FUSION = 60;
// So much is loaded unasked: an index of meaning beyond waits for its box to be ticked.
const UNASKED = 100_000;
// Among so many times as many hits by meaning as are wanted, those that pass the filters are looked for.
const DEPTH = 20;
const KINDS = { topic: "Topic", organization: "Organisation", tag: "Tag", venue: "Venue", issue: "Issue", page: "Page" };

/* --- what is loaded, once each ------------------------------------------------------------------------------------- */

const loaded = new Map();
function once(name, load) {
  if (!loaded.has(name)) loaded.set(name, load().catch((error) => (loaded.delete(name), Promise.reject(error))));
  return loaded.get(name);
}

async function json(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const words = () => once("words", async () => {
  const folder = new URL("search/pagefind/", root);
  const { createInstance } = await import(new URL("pagefind.js", folder).href);
  // On the page's own thread: its worker is another 40 kB, and a search takes it a few milliseconds.
  const found = createInstance({ basePath: folder.pathname, noWorker: true, excerptLength: 24 });
  await found.init();
  return found;
});

const meaning = () => once("meaning", async () => {
  const { fetchIndex, rank } = await import("./meaning.js");
  const index = await fetchIndex(new URL("search/", root).href);
  return { index, rank };
});

const shelf = (key) => once(`names/${key}`, () => json(`search/names/${encodeURIComponent(key)}.json`));
const keys = () => once("keys", () => json("search/names/keys.json"));
const facets = () => once("facets", () => json("search/facets.json"));

/* --- what is asked -------------------------------------------------------------------------------------------------- */

function asked() {
  const value = (name) => form.elements[name]?.value ?? "";
  const filters = {};
  for (const name of ["topic", "year", "organization"]) if (value(name)) filters[name] = value(name);
  if (form.elements.code.checked) filters.code = "yes";
  const query = field.value.trim();
  const all = query.split(/\s+/).filter(Boolean), telling = all.filter((word) => !SILENT.has(word.toLowerCase()));
  return {
    query, filters, kind: value("kind"),
    terms: (telling.length ? telling : all).join(" "),
    meaning: form.elements.meaning.checked,
    filtered: Object.keys(filters).length > 0,
  };
}

/* --- finding --------------------------------------------------------------------------------------------------------- */

const NONE = { results: [] };

/** Papers, or everything else that Pagefind holds: a page that is no paper has a kind. */
async function byWords({ terms, filters, kind }, wanted) {
  if (!place.hasAttribute("data-words")) return NONE;
  const index = await words();
  // Of the words that begin with the last one Pagefind loads those that come first; this loads the last.
  await index.preload(`${terms.split(" ").pop()}zzz`);
  const kinds = Object.keys(KINDS);
  if (wanted === "paper") {
    // Only papers have these filters, so that kinds need not be loaded too.
    return index.search(terms, { filters: Object.keys(filters).length ? filters : { not: { kind: { any: kinds } } } });
  }
  return index.search(terms, { filters: { kind: kind && kind !== "paper" ? kind : { any: kinds } } });
}

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFC");
const nameWords = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** People of whose name each word of the query begins a word, those with most papers first; pages/names.py has the files. */
async function byName(query) {
  const typed = nameWords(query).filter((word) => word.length > 1);
  if (!typed.length || typed.length > 5) return [];
  const sizes = await keys();
  const shelves = typed.map((word) => {
    let key = "";
    for (let end = 2; end <= word.length; end++) if (word.slice(0, end) in sizes) key = word.slice(0, end);
    if (typed.length > 1 && `${word}-` in sizes) key = `${word}-`;
    return key;
  });
  // A word that begins no name: not a name. Nor is one whose shelf holds only the best, unless it is all that is asked.
  if (shelves.includes("")) return [];
  const size = (key) => (sizes[key] < 0 ? Infinity : sizes[key]);
  const least = shelves.reduce((one, other) => (size(other) < size(one) ? other : one));
  const matches = ([name, , , spellings = ""]) => {
    const own = nameWords(`${name} ${spellings}`);
    return typed.every((word) => own.some((one) => one.startsWith(word)));
  };
  return (await shelf(least)).filter(matches);
}

/** The papers nearest in meaning; with filters, of those that pass them. */
async function byMeaning({ query, filters, filtered }, limit) {
  const { index, rank } = await meaning();
  const hits = filtered ? rank(index, query, DEPTH * limit).filter(await passing(filters)) : rank(index, query, limit);
  const size = index.head.shelf;
  return Promise.all(hits.slice(0, limit).map(async (hit) => {
    const [id, title] = (await index.titles(Math.floor(hit.paper / size)))[hit.paper % size];
    return { ...hit, id, title };
  }));
}

async function passing(filters) {
  const known = await facets();
  const topic = known.topic.indexOf(filters.topic), from = known.organization.indexOf(filters.organization);
  return ({ paper }) => {
    const [about, year, code, ...organizations] = known.papers[paper];
    return (!filters.topic || about === topic) && (!filters.year || year === Number(filters.year))
      && (!filters.code || code === 1) && (!filters.organization || organizations.includes(from));
  };
}

/** The best papers of both lists, each with what tied it. */
async function blended(found, near) {
  const first = await Promise.all(found.results.slice(0, near.length ? shown + PAGE : shown).map((hit) => hit.data()));
  const hits = new Map();
  const rank = (address, at, part) => {
    const hit = hits.get(address) ?? { address, score: 0 };
    hits.set(address, Object.assign(hit, part, { score: hit.score + 1 / (FUSION + at + 1) }));
  };
  first.forEach((data, at) => rank(data.raw_url, at, { data }));
  near.forEach((hit, at) => rank(`papers/${hit.id}/`, at, { near: hit }));
  const ranked = [...hits.values()].sort((a, b) => b.score - a.score);
  return { hits: ranked.slice(0, shown), more: ranked.length > shown || found.results.length > first.length };
}

/* --- showing --------------------------------------------------------------------------------------------------------- */

let running = null, again = false, hurry = false, shown = PAGE, latest = 0, pause;
// Groups of which a reader wants more than the best few.
const wide = new Set();

/** One search at a time, and after it the newest: a quick typist waits for no queue. `atOnce`: with meaning, no pause. */
function show(atOnce = false) {
  again = true;
  hurry ||= atOnce;
  return (running ??= (async () => {
    while (again) {
      const now = hurry;
      again = hurry = false;
      await answer(now);
    }
    running = null;
  })());
}

/** What the words find, at once; what is near in meaning when the typing has paused. */
async function answer(atOnce) {
  const ask = asked(), mine = ++latest;
  clearTimeout(pause);
  remember(ask);
  if (!ask.query) return clear();
  try {
    const found = await find(ask);
    await render(ask, found, []);
    if (!ask.meaning || (ask.kind && ask.kind !== "paper")) return;
    const add = async () => {
      const near = await byMeaning(ask, shown + PAGE);
      if (mine === latest) await render(ask, found, near);
    };
    if (atOnce) await add();
    else pause = setTimeout(() => add().catch(failed), MEANING_PAUSE);
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  clear();
  told.textContent = `The search could not be loaded (${error.message}).`;
}

function clear() {
  for (const part of [people, others, papers, more, nothing]) part.hidden = true;
  told.textContent = "";
}

async function find(ask) {
  const wants = (kind) => !ask.kind || ask.kind === kind;
  const elsewhere = !ask.filtered && ask.kind !== "person" && ask.kind !== "paper";
  const [words, pages, names] = await Promise.all([
    wants("paper") ? byWords(ask, "paper") : NONE,
    elsewhere ? byWords(ask, "other") : NONE,
    wants("person") && !ask.filtered ? byName(ask.query) : [],
  ]);
  return { words, pages: pages.results, names };
}

async function render(ask, { words, pages, names }, near) {
  const few = (group) => (wide.has(group) ? MANY : ask.kind ? shown : FEW);
  const [best, written] = await Promise.all([
    blended(words, near),
    Promise.all(pages.slice(0, few(others)).map((hit) => hit.data())),
  ]);
  more.hidden = !(best.more || (ask.kind && Math.max(names.length, pages.length) > shown));
  fill(people, names.slice(0, few(people)).map(personLine), names.length);
  fill(others, written.map(pageLine), pages.length);
  fill(papers, best.hits.map(paperLine), best.hits.length);
  nothing.hidden = best.hits.length + names.length + pages.length > 0;
  told.textContent = counts(words.results.length, near.length, names.length, pages.length);
}

function counts(papersFound, near, named, rest) {
  const number = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const parts = [];
  if (papersFound) parts.push(number(papersFound, "paper", "papers") + " with these words");
  if (named) parts.push(number(named, "person", "people"));
  if (rest) parts.push(number(rest, "other page", "other pages"));
  if (!papersFound && near) parts.push("no paper with all these words: below are the nearest in meaning");
  const said = parts.join(", ");
  return said ? `${said[0].toUpperCase()}${said.slice(1)}.` : "Nothing found.";
}

function fill(group, lines, count) {
  const button = group.querySelector("button"), all = Math.min(count, MANY);
  // What has the focus keeps it when the list is made anew.
  const focused = group.contains(document.activeElement) && document.activeElement.getAttribute("href");
  group.querySelector("ol").replaceChildren(...lines);
  group.hidden = !count;
  if (focused) links().find((link) => link.getAttribute("href") === focused)?.focus();
  if (button) {
    button.hidden = lines.length >= all || Boolean(form.elements.kind.value);
    button.textContent = count > MANY ? `The first ${MANY} of ${count.toLocaleString("en")}` : `All ${count}`;
  }
}

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  if (text) made.append(text);
  return made;
}

function item(address, title, line, ...rest) {
  const made = element("li"), link = element("a", title, { href: new URL(address, root).href });
  const small = line?.nodeType ? line : element("small", line);
  made.append(link, ...(line ? [" ", small] : []), ...rest);
  return made;
}

const personLine = ([name, id, count]) => item(`authors/${encodeURIComponent(id)}/`, name, `${count} ${count === 1 ? "paper" : "papers"}`);

function pageLine({ raw_url, meta, filters }) {
  return item(raw_url, meta.title, [KINDS[filters.kind?.[0]], meta.line].filter(Boolean).join(" · "));
}

function paperLine({ address, data, near }) {
  const rest = data ? [excerpt(data.excerpt)] : [];
  const words = data ? tied(data) : near.words.filter((word) => !SILENT.has(word));
  const why = [words.length ? `Your words: ${words.join(", ")}` : "None of your words"];
  if (near?.near.length) why.push(`near in meaning: ${near.near.join(", ")}`);
  return item(address, data?.meta.title ?? near.title, data && told_of(data.meta), ...rest, element("small", why.join(" · "), { className: "why" }));
}

/** The line of a paper, what became of it before all else. */
function told_of({ line, notice }) {
  if (!notice) return line;
  const made = element("small", "");
  made.append(element("b", notice, { className: "notice" }), ...(line ? [` · ${line}`] : []));
  return made;
}

/** Pagefind gives an excerpt as HTML: text with `<` and `>` written out, and marks. */
function excerpt(html) {
  const made = element("p", "", { className: "excerpt" });
  const text = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  html.split(/<\/?mark>/).forEach((part, at) => made.append(at % 2 ? element("mark", text(part)) : text(part)));
  return made;
}

/** The words of a paper that match, as they stand there, each once; Pagefind tells no places in titles. */
function tied({ content, locations, meta }) {
  const all = content.split(/\s+/), bare = (word) => (word ?? "").toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const terms = asked().terms.toLowerCase().split(" ");
  const titled = meta.title.split(/\s+/).map(bare).filter((word) => terms.some((term) => word.startsWith(term)));
  return [...new Set([...titled, ...locations.map((at) => bare(all[at]))].filter(Boolean))].slice(0, 6);
}

/* --- the address, the keyboard ------------------------------------------------------------------------------------------ */

const KEPT = ["q", "kind", "topic", "year", "organization"];

function remember({ query }) {
  const address = new URL(location.href);
  for (const name of KEPT) {
    const value = name === "q" ? query : form.elements[name].value;
    value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  }
  form.elements.code.checked ? address.searchParams.set("code", "yes") : address.searchParams.delete("code");
  history.replaceState(history.state, "", address);
}

function recall() {
  const given = new URLSearchParams(location.search);
  for (const name of KEPT) if (given.has(name)) form.elements[name].value = given.get(name);
  form.elements.code.checked = given.get("code") === "yes";
  const box = form.elements.meaning, size = Number(place.dataset.meaning);
  box.checked = size > 0 && (kept("settings").get("meaning") ?? (size <= UNASKED && !navigator.connection?.saveData));
  box.disabled = !size;
}

const links = () => [...place.querySelectorAll("section:not([hidden]) li > a")];

function step(event) {
  const all = links(), at = all.indexOf(document.activeElement);
  const infield = document.activeElement === field;
  if (event.key === "Escape" && at >= 0) field.focus();
  else if (event.key === "ArrowDown" && (infield || at >= 0)) all[Math.min(at + 1, all.length - 1)]?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (at ? all[at - 1] : field).focus();
  else return;
  event.preventDefault();
}

let timer;
const soon = () => {
  shown = PAGE;
  wide.clear();
  clearTimeout(timer);
  const last = field.value.split(/\s+/).pop();
  timer = setTimeout(show, last.length && last.length < SHORT ? LONG_PAUSE : PAUSE);
};

form.hidden = false;
recall();
// On a phone the filters wait until they are wanted.
narrow.open = matchMedia("(min-width: 60em)").matches || Object.keys(asked().filters).length > 0 || asked().kind !== "";
field.addEventListener("input", soon);
// By the time the first word is typed the index is there.
field.addEventListener("focus", () => place.hasAttribute("data-words") && words().catch(() => null), { once: true });
form.addEventListener("change", (event) => {
  if (event.target === field) return;
  if (event.target.name === "meaning") keep("settings", (map) => map.set("meaning", event.target.checked));
  shown = PAGE;
  show();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(timer);
  await show(true);
  links()[0]?.focus();
});
place.querySelector("[data-clear]").addEventListener("click", () => {
  for (const choice of narrow.querySelectorAll("select")) choice.value = "";
  form.elements.code.checked = false;
  shown = PAGE;
  show();
});
more.addEventListener("click", async () => {
  const before = links().length;
  shown += PAGE;
  await show(true);
  links()[before]?.focus();
});
for (const group of [people, others]) {
  group.querySelector("button").addEventListener("click", async () => {
    const before = group.querySelectorAll("li").length;
    wide.add(group);
    await show(true);
    group.querySelectorAll("li > a")[before]?.focus();
  });
}
place.addEventListener("keydown", step);
field.focus({ preventScroll: true });
if (field.value) show();
