// On every page: buttons that save a paper and mark it as read, and the keyboard; docs/reading.md tells how.
// What few pages need (filters, the help with the keys) is loaded when it is wanted.

import { listen } from "./keys.js";
import { element, mark, own, papers, save, titleOf } from "./papers.js";
import { keep, kept, today, watch } from "./store.js";

// So many papers before a page can be filtered.
const FEW = 4;
// What a button does, and its words while it is off and on; its name begins with what is seen (WCAG 2.2, 2.5.3).
const KINDS = {
  save: { does: save, words: ["Save", "Saved"] },
  read: { does: mark, words: ["Mark read", "Read"] },
};
const dressed = new Set();

/** Give a paper its buttons; `show` says what state they are in. */
export function dress(paper, kinds = Object.keys(KINDS)) {
  const box = element("span", { className: "keep" }), buttons = {};
  for (const kind of kinds) {
    const made = (buttons[kind] = element("button", { type: "button", className: kind }));
    made.addEventListener("click", () => KINDS[kind].does(paper));
    box.append(made);
  }
  paper.place.append(box);
  dressed.add({ paper, title: titleOf(paper), buttons });
}

/** Show on every paper what is kept of it. */
export function show() {
  const has = { save: kept("saved"), read: kept("read") };
  for (const { paper, title, buttons } of dressed) {
    paper.place.classList.toggle("was-read", has.read.has(paper.id));
    for (const [kind, button] of Object.entries(buttons)) {
      const on = has[kind].has(paper.id);
      // In a list the mark shows only while it is on: the focus stays with the paper when it goes.
      if (!on && kind === "read" && button === document.activeElement && paper.place.matches("li")) buttons.save?.focus();
      button.textContent = KINDS[kind].words[Number(on)];
      button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      button.setAttribute("aria-pressed", on);
    }
  }
}

// A browser that knows no `@media (scripting)` learns from here that scripts run.
if (!matchMedia("(scripting: enabled)").matches) {
  for (const waiting of document.querySelectorAll(".scripted")) waiting.classList.remove("scripted");
}

const here = own(), listed = papers();
if (here && !kept("read").has(here.id)) keep("read", (map) => map.set(here.id, today()));
for (const paper of [here, ...listed]) if (paper && !paper.place.matches("tr")) dress(paper);
show();
watch(show);
listen();
// The picks of a week or month stand under their topics, and their lines tell nothing else to filter by.
if (listed.length >= FEW && !here && !document.querySelector("[data-search], [data-list], .picks")) {
  import("./filters.js").then(({ offer }) => offer(listed));
}
