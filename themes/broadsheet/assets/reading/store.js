// What the browser keeps for its reader, in localStorage alone: papers saved, papers read, and settings.

/** The site's first page. */
export const root = new URL("../../../", import.meta.url);
// Several digests may share a host, so every key begins with the site's path.
const PREFIX = `broadsheet:${root.pathname}:`;
const CHANGED = "broadsheet-kept";
const ID = /^[a-z0-9-]+$/;

/** A kept map: "saved" (paper ids to {title, line, day}), "read" (paper ids to days) or "settings". Empty if refused. */
export function kept(name) {
  try {
    const found = JSON.parse(localStorage.getItem(PREFIX + name));
    return new Map(Array.isArray(found) ? found.filter((entry) => Array.isArray(entry) && ID.test(entry[0])) : []);
  } catch {
    return new Map();
  }
}

/** Let `change` alter a kept map; false when the browser keeps nothing for this site, or no more. */
export function keep(name, change) {
  const map = kept(name);
  change(map);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify([...map]));
  } catch {
    return false;
  }
  dispatchEvent(new Event(CHANGED));
  return true;
}

/** Call `listener` after every change, made here or in another tab. */
export function watch(listener) {
  addEventListener(CHANGED, listener);
  addEventListener("storage", (event) => (event.key === null || event.key.startsWith(PREFIX)) && listener());
  // A page that comes back as it was left has missed what happened meanwhile.
  addEventListener("pageshow", (event) => event.persisted && listener());
}

/** The id of the paper whose own page is at an address, undefined for any other page. */
export function paperAt(address) {
  const path = address.startsWith(root.href) ? address.slice(root.href.length) : "";
  return /^papers\/([a-z0-9-]+)\/(?:index\.html)?(?:[?#]|$)/.exec(path)?.[1];
}

/** Today where the reader is, as 2026-04-17. */
export function today() {
  const now = new Date(), two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
