// A published file, by byte ranges where the server honours them and whole where it does not; never bytes of another
// edition than the manifest tells of.

import { count } from "./figures.js";

// Ranges that lie so close are fetched in one: a request costs about as much.
const GAP = 8192;

/** The file is not the one that the manifest tells of: there is a new edition, or the file is cut or damaged. */
export class Changed extends Error {}

/** Fetch a JSON file. Throws an Error that says which file and why. */
export async function json(url, options = {}) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url}: the server answers ${answer.status}`);
  return answer.json();
}

/**
 * A file as hyparquet reads one: `byteLength`, and `slice(start, end)`, which resolves to an ArrayBuffer.
 *
 * `told` is its entry in the manifest (path, bytes, sha256), `tell(bytes)` hears of what was transferred. Slices that
 * are asked for together are fetched together. Rejects with Changed where length, place or hash are not as told.
 */
export function remoteFile(folder, told, tell, options = {}) {
  // Caches keep editions apart by the hash, which servers of files do not look at.
  const url = `${folder}${told.path}?${told.sha256.slice(0, 16)}`;
  let whole;
  let queue = [];

  async function ranged(start, end) {
    const answer = await fetch(url, { ...options, headers: { Range: `bytes=${start}-${end - 1}` } });
    if (answer.status !== 206) {
      // 200 is the whole file; whoever answers 4xx or 5xx to a range may still give the whole.
      whole ??= answer.ok ? checked(answer) : fetch(url, options).then(checked);
      return (await whole).slice(start, end);
    }
    const buffer = await answer.arrayBuffer();
    tell(buffer.byteLength);
    const [, from, size] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers.get("Content-Range") ?? "") ?? [];
    if (size !== undefined && size !== "*" && Number(size) !== told.bytes) throw lengths(Number(size));
    if (Number(from) !== start || buffer.byteLength !== end - start)
      throw new Changed(`${told.path} gave another part than was asked for.`);
    return buffer;
  }

  async function checked(answer) {
    if (!answer.ok) throw new Error(`${told.path}: the server answers ${answer.status}`);
    const buffer = await answer.arrayBuffer();
    tell(buffer.byteLength);
    if (buffer.byteLength !== told.bytes) throw lengths(buffer.byteLength);
    // Browsers hash only on https and on this machine.
    const digest = await globalThis.crypto?.subtle?.digest("SHA-256", buffer);
    if (digest && hex(digest) !== told.sha256)
      throw new Changed(`${told.path} has another content than the manifest says.`);
    return buffer;
  }

  const lengths = (found) =>
    new Changed(`${told.path} has ${count(found)} bytes, not the ${count(told.bytes)} that the manifest says.`);

  function flush() {
    const asked = queue.sort((a, b) => a.start - b.start);
    queue = [];
    const runs = [];
    for (const one of asked) {
      const run = runs.at(-1);
      if (run && one.start <= run.end + GAP) {
        run.end = Math.max(run.end, one.end);
        run.parts.push(one);
      } else runs.push({ start: one.start, end: one.end, parts: [one] });
    }
    for (const { start, end, parts } of runs) {
      const cut = (buffer) => parts.forEach((one) => one.resolve(buffer.slice(one.start - start, one.end - start)));
      const fail = (error) => parts.forEach((one) => one.reject(error));
      (whole ? whole.then((buffer) => buffer.slice(start, end)) : ranged(start, end)).then(cut, fail);
    }
  }

  return {
    byteLength: told.bytes,
    slice(start, end = told.bytes) {
      return new Promise((resolve, reject) => {
        if (!queue.length) setTimeout(flush);
        queue.push({ start, end, resolve, reject });
      });
    },
  };
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
