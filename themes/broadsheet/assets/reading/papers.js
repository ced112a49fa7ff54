// The papers on a page, and what can be done to one: save it, mark it as read, and say so. What is added is made here.

import { keep, paperAt, today } from "./store.js";

/** All papers that the page lists, in its order: id, headline's link, and the element that stands for the paper. */
export function papers() {
  const links = [...document.querySelectorAll(".story > h3 > a, .lines:not(aside *) > li > a, .trend th > a")];
  return links.map((link) => ({ id: paperAt(link.href), link, place: link.closest("article, li, tr") })).filter(({ id }) => id);
}

/** The paper whose own page this is, if it is one; it has no link. */
export function own() {
  const place = document.querySelector(".sheet .cite") && document.querySelector(".sheet > .head");
  const id = paperAt(location.href);
  return place && id ? { id, link: null, place } : undefined;
}

/** An element with its properties and what stands in it. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The text of an element without some parts; a formula holds its source too, for programs. */
function text(element, without = "annotation") {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll(without)) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

export const titleOf = ({ link, place }) => text(link ?? place.querySelector("h1"));

/** Save a paper, or take it off the list. */
export function save(paper) {
  const title = titleOf(paper), small = paper.place.querySelector(".byline, small");
  const details = { title, line: small ? text(small, ".chip, annotation") : "", day: today() };
  toggle("saved", paper.id, details, `Saved: ${title}`, `Off the reading list: ${title}`);
}

/** Mark a paper as read, or take the mark away. */
export function mark(paper) {
  const title = titleOf(paper);
  toggle("read", paper.id, today(), `Read: ${title}`, `Not read: ${title}`);
}

function toggle(name, id, value, on, off) {
  let gone;
  const done = keep(name, (map) => (gone = map.delete(id)) || map.set(id, value));
  if (done) tell(gone ? off : on);
  else tell("This browser keeps nothing for this site, so nothing was saved.", true);
}

const region = element("p", { className: "hint unseen" });
region.setAttribute("role", "status");
document.body.append(region);
for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => region.classList.add("unseen"), true);

/** Say something to screen readers; `aloud` shows it too, until the next key or click. */
export function tell(words, aloud = false) {
  region.textContent = words;
  region.classList.toggle("unseen", !aloud);
}
