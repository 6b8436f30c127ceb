// What goes into the repository: the figures, the drawing, and the tables of the documentation.

import { readFile, writeFile } from "node:fs/promises";

import { format } from "prettier";

import { chart } from "./chart.mjs";
import {
  asMarkdown,
  barTable,
  costTables,
  firstTable,
  growthTables,
  SLOWER,
  tokenTables,
} from "./tables.mjs";

const DOCS = new URL("../../../docs/", import.meta.url);
const BEGIN = "<!-- bench: begin, written by `cargo xtask bench --publish` -->";
const END = "<!-- bench: end -->";

/** Writes `docs/bench.json`, `docs/bench.svg` and the part of `docs/benchmarks.md` that is ours. */
export async function publish(found) {
  const json = await format(JSON.stringify(found), { parser: "json", printWidth: 100 });
  await writeFile(new URL("bench.json", DOCS), json);
  await writeFile(new URL("bench.svg", DOCS), chart(found));
  const page = new URL("benchmarks.md", DOCS);
  const text = await readFile(page, "utf8");
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error("docs/benchmarks.md has lost its markers");
  await writeFile(
    page,
    `${text.slice(0, before)}${BEGIN}\n\n${markdown(found)}\n${text.slice(after)}`,
  );
}

function markdown(found) {
  const { machine, versions, date, faults } = found;
  const left = faults.map(
    ({ runtime, case: name, contender, fault }) =>
      `- ${contender} in ${runtime}, ${name}: ${fault}`,
  );
  return [
    `Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}.`,
    "",
    `Versions: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}.`,
    "",
    `${SLOWER} marks a row of ours that is slower than the peer.`,
    "",
    ...[
      ...tokenTables(found),
      ...growthTables(found),
      firstTable(found),
      ...costTables(found),
      barTable(found),
    ].map(asMarkdown),
    ...(left.length > 0 ? ["### Rows left out", "", ...left, ""] : []),
  ].join("\n");
}
