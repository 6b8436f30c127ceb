// Node, Deno and Bun: the package as it is resolved there, the vectors from the disk.

import * as portcullis from "portcullis";

import { readDocuments } from "./documents.mjs";
import { report } from "./report.mjs";
import { runSuites } from "./suite.mjs";

const { Deno, Bun } = globalThis;
const [runtime, version] = Deno
  ? ["deno", Deno.version.deno]
  : Bun
    ? ["bun", Bun.version]
    : ["node", process.versions.node];

const [engine] = process.argv.slice(2);
const outcome = await runSuites(portcullis, readDocuments(), engine);
process.exitCode = report(runtime, version, engine, outcome);
