// Runs the site's search in Node: reads {script, index, queries, limit} or {script, rules, texts} as JSON, prints JSON.
import { readFileSync } from "node:fs";

const task = JSON.parse(readFileSync(0, "utf8"));
const { open, rank, stems } = await import("data:text/javascript;base64," + readFileSync(task.script).toString("base64"));
if (task.texts) {
  console.log(JSON.stringify(task.texts.map((text) => stems(task.rules, text))));
} else {
  const index = open(new Uint8Array(readFileSync(task.index)));
  console.log(JSON.stringify(task.queries.map((query) => rank(index, query, task.limit))));
}
