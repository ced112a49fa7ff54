// The dataset's tables, read column by column and page by page as they are wanted; what was read is kept.

import { parquetMetadata, parquetRead } from "../vendor/hyparquet.js";
import { json, remoteFile } from "./remote.js";

/**
 * Open the dataset below a folder's address (bench/dataset.py writes it).
 *
 * Gives `{rows, claims}`, a table each, and `traffic`, the bytes transferred so far and those of all files. `options`
 * go to fetch, as `{cache: "reload"}` does.
 */
export async function openDataset(folder, options = {}) {
  const manifest = await json(`${folder}manifest.json`, options);
  const files = Object.values(manifest.tables).flat();
  const traffic = { read: 0, all: files.reduce((sum, file) => sum + file.bytes, 0) };
  const tell = (bytes) => (traffic.read += bytes);
  const table = (name) => openTable(name, manifest, (told) => remoteFile(folder, told, tell, options));
  return { version: manifest.schema_version, traffic, rows: table("rows"), claims: table("claims") };
}

/**
 * A table: its `name`, number of `rows`, and `series`, each with the numbers of its first row and of its rows.
 *
 * `read(columns, from, to)` fetches what it lacks of these rows; then `cell(column, row)` gives a value, null where
 * nothing is stated. Rows are numbered through all files.
 */
function openTable(name, manifest, open) {
  const page = manifest.page_rows;
  let count = 0;
  const parts = manifest.tables[name].map((told) => {
    const part = { told, first: count, end: count + told.rows, opened: undefined };
    count = part.end;
    return part;
  });
  let first = 0;
  const series = manifest.series[name].map((one) => ({ ...one, first: (first += one.rows) - one.rows }));
  // By column, then by number of the page.
  const kept = new Map();
  const pages = (column) => kept.get(column) ?? kept.set(column, new Map()).get(column);

  async function read(columns, from, to) {
    const runs = [];
    for (const part of parts) {
      const end = Math.min(to, part.end);
      let run;
      for (let at = Math.floor(Math.max(from, part.first) / page); at * page < end; at++) {
        const wanted = columns.filter((column) => !pages(column).has(at));
        if (run && run.to === at * page && run.columns.join() === wanted.join()) run.to += page;
        else if (wanted.length) runs.push((run = { part, columns: wanted, from: at * page, to: (at + 1) * page }));
      }
    }
    await Promise.all(runs.map(fetched));
  }

  async function fetched({ part, columns, from, to }) {
    part.opened ??= opened(part.told);
    const { file, metadata } = await part.opened;
    const end = Math.min(to, part.end);
    const found = new Map(columns.map((column) => [column, new Map()]));
    await parquetRead({
      file,
      metadata,
      columns,
      rowStart: from - part.first,
      rowEnd: end - part.first,
      useOffsetIndex: true,
      onChunk({ columnName, columnData, rowStart }) {
        const into = found.get(columnName);
        for (let i = 0, row = part.first + rowStart; i < columnData.length; i++, row++) {
          if (row < from || row >= end) continue;
          const at = Math.floor(row / page);
          if (!into.has(at)) into.set(at, []);
          const value = columnData[i] ?? null;
          into.get(at)[row % page] = typeof value === "bigint" ? Number(value) : value;
        }
      },
    });
    for (const [column, read] of found) for (const [at, values] of read) pages(column).set(at, values);
  }

  async function opened(told) {
    const file = open(told);
    // The page index and the footer lie together at the end.
    const tail = await file.slice(told.index, told.bytes);
    const slice = (start, end) =>
      start >= told.index ? Promise.resolve(tail.slice(start - told.index, end - told.index)) : file.slice(start, end);
    return { file: { byteLength: told.bytes, slice }, metadata: parquetMetadata(tail) };
  }

  const cell = (column, row) => kept.get(column).get(Math.floor(row / page))[row % page];
  return { name, rows: count, series, read, cell };
}
