// Runs the vectors in one runtime: node, deno, bun, workerd or a browser, with the package's own engine
// or the host's. The last line is JSON.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { binary } from "./binary.mjs";
import { runInBrowser } from "./browsers.mjs";
import { report } from "./report.mjs";
import { runInWorkerd } from "./workerd.mjs";

const [name, engine = "wasm"] = process.argv.slice(2);

const LOCAL = fileURLToPath(new URL("local.mjs", import.meta.url));

const runtimes = {
  node: () => command(process.execPath, [LOCAL, engine]),
  // Nothing but files and environment: a verifier with its keys at hand needs no network.
  deno: () =>
    command(binary("deno"), [
      "run",
      "--no-remote",
      "--no-lock",
      "--node-modules-dir=manual",
      "--allow-read",
      "--allow-env",
      LOCAL,
      engine,
    ]),
  bun: () => command(binary("bun"), ["--no-install", LOCAL, engine]),
  workerd: async () => inOther("workerd", await runInWorkerd(engine)),
  chromium: async () => inOther("chromium", await runInBrowser("chromium", engine)),
  firefox: async () => inOther("firefox", await runInBrowser("firefox", engine)),
  webkit: async () => inOther("webkit", await runInBrowser("webkit", engine)),
};

if (!Object.hasOwn(runtimes, name) || !["wasm", "host"].includes(engine)) {
  console.error(`usage: run.mjs ${Object.keys(runtimes).join(" | ")} [wasm | host]`);
  process.exit(2);
}
process.exitCode = await runtimes[name]();

function inOther(runtime, [version, outcome]) {
  return report(runtime, version, engine, outcome);
}

function command(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}
