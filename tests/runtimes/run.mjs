// Runs the vectors in one runtime: node, deno, bun, workerd or chromium. The last line is JSON.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { binary } from "./binary.mjs";
import { runInChromium } from "./chromium.mjs";
import { report } from "./report.mjs";
import { runInWorkerd } from "./workerd.mjs";

const LOCAL = fileURLToPath(new URL("local.mjs", import.meta.url));

const runtimes = {
  node: () => command(process.execPath, [LOCAL]),
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
    ]),
  bun: () => command(binary("bun"), ["--no-install", LOCAL]),
  workerd: async () => report("workerd", ...(await runInWorkerd())),
  chromium: async () => report("chromium", ...(await runInChromium())),
};

const [name] = process.argv.slice(2);
if (!Object.hasOwn(runtimes, name)) {
  console.error(`usage: run.mjs ${Object.keys(runtimes).join(" | ")}`);
  process.exit(2);
}
process.exitCode = await runtimes[name]();

function command(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}
