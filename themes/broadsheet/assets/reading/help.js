// The keys, told in a dialog, and the setting that turns them off (WCAG 2.2, 2.1.4); loaded when somebody asks.

import { element, tell } from "./papers.js";
import { keep } from "./store.js";
import { keysAreOn } from "./keys.js";

const KEYS = [
  [["j"], "next paper"],
  [["k"], "the paper before"],
  [["o", "Enter"], "open it"],
  [["s"], "save it, or take it off the reading list"],
  [["m"], "mark it as read, or as not read"],
  [["/"], "search"],
  [["?"], "this help"],
  [["Esc"], "close this help"],
];

let dialog;

/** Show the help; the browser gives the focus back to where it was. */
export function open() {
  dialog ??= make();
  dialog.querySelector("input").checked = keysAreOn();
  if (!dialog.open) dialog.showModal();
}

function make() {
  const list = element("dl");
  for (const [keys, does] of KEYS) {
    const caps = keys.flatMap((key, at) => [...(at ? [" or "] : []), element("kbd", { textContent: key })]);
    list.append(element("dt", {}, ...caps), element("dd", { textContent: does }));
  }
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => {
    if (!keep("settings", (map) => map.set("keys", box.checked))) {
      box.checked = true;
      tell("This browser keeps nothing for this site, so the keys stay on.", true);
    }
  });
  const close = element("button", { type: "button", textContent: "Close", autofocus: true });
  const made = element(
    "dialog", { className: "keys" },
    element("h2", { id: "keys-title", textContent: "Keyboard" }),
    list,
    element("label", {}, box, "Single keys are on"),
    element("p", { textContent: "Off, j, k, o, s, m, / and ? do nothing; “Keyboard” at the foot of each page leads back here." }),
    close,
  );
  made.setAttribute("aria-labelledby", "keys-title");
  close.addEventListener("click", () => made.close());
  document.body.append(made);
  return made;
}
