// The files of `tests/vectors`, for runtimes that have files.

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../vectors/", import.meta.url);

/** The parsed suites, in the order of their file names. */
export function readDocuments() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
}
