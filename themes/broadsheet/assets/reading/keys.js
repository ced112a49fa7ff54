// Single keys: j and k go through the papers of a page, o opens, s saves, m marks, ? tells; "/" is in broadsheet.js.

import { mark, own, papers, save, tell } from "./papers.js";
import { kept } from "./store.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], [role=textbox]";
const DOES = {
  j: () => step(1),
  k: () => step(-1),
  o: () => act(current(), ({ link }) => link?.click()),
  s: () => act(current() ?? own(), save),
  m: () => act(current() ?? own(), mark),
  "?": () => help(),
};

/** Begin to listen, before anybody else on the page: a reader who turned single keys off has turned off all of them. */
export function listen() {
  addEventListener("keydown", pressed, true);
  document.querySelector("[data-keys]")?.addEventListener("click", help);
}

export const keysAreOn = () => kept("settings").get("keys") !== false;

function pressed(event) {
  const { key, target } = event;
  const single = key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!single || target.closest?.(FIELDS)) return;
  if (!keysAreOn() || document.querySelector("dialog[open]")) event.stopPropagation();
  else if (Object.hasOwn(DOES, key)) {
    event.preventDefault();
    event.stopPropagation();
    DOES[key]();
  }
}

const seen = () => papers().filter(({ link }) => link.getClientRects().length);
const place = () => document.activeElement?.closest(".story, .lines > li, .trend tr");
const current = () => seen().find((paper) => paper.place === place());

function act(paper, does) {
  if (paper) does(paper);
  else tell(seen().length ? "No paper is chosen yet: j goes to the first." : "This page lists no papers.", true);
}

/** To the next paper or the one before; from nowhere, to the first or last one around the top of the window. */
function step(by) {
  const all = seen(), tops = all.map(({ link }) => link.getBoundingClientRect().top);
  let at = all.findIndex((paper) => paper.place === place());
  if (at >= 0) at += by;
  else at = by > 0 ? tops.findIndex((top) => top >= 0) : tops.findLastIndex((top) => top < 0);
  if (!all[at]) return tell(all.length ? `No more papers ${by > 0 ? "below" : "above"}.` : "This page lists no papers.", true);
  // The styles keep room for the header above it. At once, as everything here: nothing moves.
  all[at].link.focus({ preventScroll: true });
  all[at].link.scrollIntoView({ block: "start", behavior: "instant" });
}

const help = () => import("./help.js").then(({ open }) => open());
