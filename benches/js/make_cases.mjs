// Writes the cases: every runtime and the native benchmark read the same tokens and keys.
// usage: make_cases.mjs CASES [--quick]

import { writeFile } from "node:fs/promises";

import { makeCases } from "./cases/cases.mjs";

const [file, ...flags] = process.argv.slice(2);
await writeFile(file, JSON.stringify(makeCases({ quick: flags.includes("--quick") })));
