// The edge worker, bundled by wrangler exactly as a deployment would be, run in workerd.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";

const WORKER = fileURLToPath(new URL("../../worker/", import.meta.url));
const MAIN = "index.js";
const TYPES = { ".js": "ESModule", ".mjs": "ESModule", ".wasm": "CompiledWasm" };

/** Bundles `worker/` into memory. What comes back can be started as often as needed. */
export async function bundleWorker(lifetime) {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-demo-worker-"));
  const remove = lifetime.own(() => rm(folder, { recursive: true, force: true }));
  const interruption = new AbortController();
  const done = lifetime.own(async () => interruption.abort());
  try {
    await runWrangler(folder, interruption.signal);
    return { modules: await readModules(folder), compatibilityDate: await compatibilityDate() };
  } finally {
    await done();
    await remove();
  }
}

/** Starts a bundle in a workerd of its own; port 0 takes any free one. */
export async function startEdge(bundle, policy, port) {
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const workerd = keepingSignals(
    () =>
      new Miniflare({
        name: "portcullis-gate",
        modules: bundle.modules,
        modulesRoot: "/",
        compatibilityDate: bundle.compatibilityDate,
        bindings: { POLICY: policy },
        host: "127.0.0.1",
        port,
        // No request to the outside for the `cf` object.
        cf: false,
        log: new Log(LogLevel.WARN),
      }),
  );
  try {
    const url = (await workerd.ready).origin;
    return { url, stop: () => workerd.dispose() };
  } catch (cause) {
    await workerd.dispose().catch(() => {});
    throw new Error("the worker did not start in workerd; its own words are above", { cause });
  }
}

/**
 * Miniflare leaves the process at the first signal, before anything else could be ended. The demo's
 * own lifetime ends it, so the listeners that `make` adds are taken off again.
 */
function keepingSignals(make) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const made = make();
  for (const [signal, listeners] of before) {
    for (const listener of process.listeners(signal)) {
      if (!listeners.includes(listener)) process.off(signal, listener);
    }
  }
  return made;
}

async function runWrangler(folder, signal) {
  const manifest = createRequire(join(WORKER, "package.json")).resolve("wrangler/package.json");
  try {
    const wrangler = join(dirname(manifest), "bin", "wrangler.js");
    const args = [wrangler, "deploy", "--dry-run", "--outdir", folder];
    const env = {
      ...process.env,
      WRANGLER_HIDE_BANNER: "true",
      WRANGLER_LOG_PATH: join(folder, "wrangler.log"),
      WRANGLER_SEND_METRICS: "false",
    };
    await promisify(execFile)(process.execPath, args, { cwd: WORKER, env, signal });
  } catch (error) {
    const said = stripVTControlCharacters(error.stderr || error.stdout || error.message).trim();
    throw new Error(`wrangler could not bundle the worker: is the package built?\n\n${said}`);
  }
}

/** The entry first, as miniflare wants it; source maps and notes are left out. */
async function readModules(folder) {
  const names = (await readdir(folder)).filter((name) => extname(name) in TYPES);
  names.sort((a, b) => Number(b === MAIN) - Number(a === MAIN));
  return Promise.all(
    names.map(async (name) => ({
      type: TYPES[extname(name)],
      path: `/${name}`,
      contents: await readFile(join(folder, name)),
    })),
  );
}

async function compatibilityDate() {
  const text = await readFile(join(WORKER, "wrangler.jsonc"), "utf8");
  const [, date] = /"compatibility_date":\s*"([0-9-]+)"/.exec(text) ?? [];
  if (date === undefined) throw new Error("worker/wrangler.jsonc has no compatibility_date");
  return date;
}
