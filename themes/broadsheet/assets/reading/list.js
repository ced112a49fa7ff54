// The page of the reading list: what is saved, taking it off and along. Nothing is sent: files are made in the browser.

import { titleOf } from "./papers.js";
import { dress, show } from "./reading.js";
import { keep, kept, paperAt, root, today, watch } from "./store.js";

const place = document.querySelector("[data-list]");
const part = Object.fromEntries([...place.querySelectorAll("[data-part]")].map((found) => [found.dataset.part, found]));
const GONE = "No longer at its address here";
// Pages fetched at a time for an export.
const AT_ONCE = 4;

const papers = (count) => `${count} ${count === 1 ? "paper" : "papers"}`;
const say = (words) => (part.told.textContent = words);

/* --- the list ----------------------------------------------------------------------------------------------------- */

const gone = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    check(target);
  }
});

function line([id, { title, line: small = "", day = "" }]) {
  const made = document.createElement("li"), link = document.createElement("a"), about = document.createElement("small");
  link.href = `${root.href}papers/${id}/`;
  link.textContent = title;
  about.textContent = [small, day && `saved ${day}`].filter(Boolean).join(" · ");
  made.dataset.id = id;
  made.append(link, " ", about);
  const paper = { id, link, place: made };
  dress(paper, ["read"]);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Remove";
  button.setAttribute("aria-label", `Remove: ${titleOf(paper)}`);
  button.addEventListener("click", () => remove(id, title));
  made.querySelector(".keep").prepend(button);
  if (gone.has(id)) lost(made);
  else watcher.observe(made);
  return made;
}

/** Make the lines that are missing, drop those that are no longer saved; the newest stands first. */
function fill() {
  const saved = [...kept("saved")].filter(([, value]) => typeof value?.title === "string").reverse();
  const lines = new Map([...part.saved.children].map((made) => [made.dataset.id, made]));
  part.saved.replaceChildren(...saved.map((entry) => lines.get(entry[0]) ?? line(entry)));
  const read = kept("read").size;
  part.count.textContent = saved.length ? papers(saved.length) : "";
  part.none.hidden = saved.length > 0;
  for (const button of [part.bibtex, part.clear]) button.disabled = !saved.length;
  part.json.disabled = !saved.length && !read;
  part.read.textContent = read ? `${papers(read)} marked as read.` : "No paper is marked as read.";
  part.forget.hidden = !read;
  show();
}

function remove(id, title) {
  const lines = [...part.saved.children], at = lines.findIndex((made) => made.dataset.id === id);
  const before = [...kept("saved")];
  keep("saved", (map) => map.delete(id));
  say(`Removed: ${title}`);
  undo(() => keep("saved", (map) => restore(map, before)));
  (part.saved.children[Math.min(at, lines.length - 2)]?.querySelector("button") ?? part.undo).focus();
}

/** What was there before, in its order, and whatever came since. */
function restore(map, before) {
  const since = [...map];
  map.clear();
  for (const [id, value] of [...before, ...since]) map.set(id, value);
}

let back;
function undo(does) {
  back = does;
  part.undo.hidden = false;
}

part.undo.addEventListener("click", () => {
  part.undo.hidden = true;
  back();
  say("Put back.");
  part.told.focus();
});

/** Whether a paper's page is still there, asked when its line comes into sight. */
async function check(made) {
  const answer = await fetch(made.querySelector("a").href, { method: "HEAD" }).catch(() => null);
  if (answer && [404, 410].includes(answer.status)) {
    gone.add(made.dataset.id);
    lost(made);
  }
}

function lost(made) {
  made.classList.add("gone");
  made.querySelector("small").append(` · ${GONE}`);
}

/* --- taking it along ------------------------------------------------------------------------------------------------ */

function download(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type })), link = document.createElement("a");
  Object.assign(link, { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The BibTeX entry in the cite box of a paper's own page, null when there is no such page; follows a former address. */
async function entry(id, follow = true) {
  const address = `${root.href}papers/${id}/`, answer = await fetch(address);
  if ([404, 410].includes(answer.status)) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const moved = /url=(.*)/.exec(page.querySelector('meta[http-equiv="refresh"]')?.content ?? "");
  const now = moved && paperAt(new URL(moved[1], address).href);
  if (now) return follow ? entry(now, false) : null;
  const box = [...page.querySelectorAll(".cite details")].find((form) => form.querySelector("summary")?.textContent === "BibTeX");
  return box?.querySelector("code").textContent.trim() ?? null;
}

part.bibtex.addEventListener("click", async () => {
  const ids = [...kept("saved").keys()].reverse(), found = new Array(ids.length);
  let next = 0, done = 0;
  const work = async () => {
    while (next < ids.length) {
      const at = next++;
      found[at] = await entry(ids[at]);
      say(`Fetching ${++done} of ${ids.length}`);
    }
  };
  part.bibtex.disabled = true;
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // Two saved addresses may have become one paper.
    const entries = [...new Set(found.filter(Boolean))], lacking = found.filter((one) => !one).length;
    if (entries.length) download(`${entries.join("\n\n")}\n`, "application/x-bibtex", "reading-list.bib");
    say(`${papers(entries.length)} as BibTeX.${lacking ? ` ${papers(lacking)} no longer here, left out.` : ""}`);
  } catch {
    say("The papers’ pages could not be fetched, so no file was made. Try again when the connection is back.");
  }
  part.bibtex.disabled = false;
});

part.json.addEventListener("click", () => {
  const saved = [...kept("saved")].map(([id, value]) => ({ id, ...value }));
  const read = [...kept("read")].map(([id, day]) => ({ id, day }));
  const text = JSON.stringify({ format: "broadsheet-reading-list", version: 1, site: root.href, saved, read }, null, 1);
  download(`${text}\n`, "application/json", "reading-list.json");
  say(`A copy of ${papers(saved.length)} saved and ${read.length} marked as read.`);
});

part.file.addEventListener("change", async () => {
  const [file] = part.file.files;
  if (!file) return;
  try {
    const given = JSON.parse(await file.text());
    if (given?.format !== "broadsheet-reading-list" || given.version !== 1) throw new Error();
    add(given);
  } catch {
    say(`${file.name} is no copy of a reading list; nothing was changed.`);
  }
  part.file.value = "";
});

/** Add what a copy has and this browser lacks. */
function add({ saved, read }) {
  const string = (value) => (typeof value === "string" ? value : "");
  const known = (one) => /^[a-z0-9-]+$/.test(string(one?.id));
  const papersGiven = saved.filter((one) => known(one) && string(one.title)), marks = read.filter(known);
  let fresh = 0;
  const done = keep("saved", (map) => {
    for (const { id, title, line, day } of papersGiven) {
      if (map.has(id)) continue;
      map.set(id, { title, line: string(line), day: string(day) });
      fresh++;
    }
  }) && keep("read", (map) => marks.forEach(({ id, day }) => map.has(id) || map.set(id, string(day) || today())));
  const odd = saved.length + read.length - papersGiven.length - marks.length;
  if (!done) refused();
  else say(`${papers(fresh)} added, ${papersGiven.length - fresh} there already.${odd ? ` ${odd} lines were not understood.` : ""}`);
}

/* --- clearing ------------------------------------------------------------------------------------------------------- */

let agreed;
function ask(question, does) {
  part.question.textContent = question;
  agreed = does;
  part.sure.showModal();
}

part.sure.addEventListener("close", () => {
  if (part.sure.returnValue === "yes") agreed();
  part.sure.returnValue = "";
});

part.clear.addEventListener("click", () => {
  const before = [...kept("saved")];
  ask(`Take all ${papers(before.length)} off the list?`, () => {
    keep("saved", (map) => map.clear());
    say(`Off the list: ${papers(before.length)}.`);
    undo(() => keep("saved", (map) => restore(map, before)));
    part.undo.focus();
  });
});

part.forget.addEventListener("click", () => {
  ask(`Forget the marks of ${papers(kept("read").size)}?`, () => {
    keep("read", (map) => map.clear());
    say("No paper is marked as read any more.");
    part.told.focus();
  });
});

/* --- beginning ------------------------------------------------------------------------------------------------------ */

function refused() {
  part.refused.hidden = false;
}

fill();
watch(fill);
if (!keep("settings", () => null)) refused();
