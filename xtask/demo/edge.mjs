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
export async function bundleWorker() {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-demo-worker-"));
  try {
    await runWrangler(["deploy", "--dry-run", "--outdir", folder], folder);
    return { modules: await readModules(folder), compatibilityDate: await compatibilityDate() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a bundle in a workerd of its own; port 0 takes any free one. */
export async function startEdge(bundle, policy, port) {
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const workerd = new Miniflare({
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
  });
  const url = (await workerd.ready).origin;
  return { url, stop: () => workerd.dispose() };
}

async function runWrangler(args, folder) {
  const manifest = createRequire(join(WORKER, "package.json")).resolve("wrangler/package.json");
  try {
    await promisify(execFile)(
      process.execPath,
      [join(dirname(manifest), "bin", "wrangler.js"), ...args],
      {
        cwd: WORKER,
        env: {
          ...process.env,
          WRANGLER_HIDE_BANNER: "true",
          WRANGLER_LOG_PATH: join(folder, "wrangler.log"),
          WRANGLER_SEND_METRICS: "false",
        },
      },
    );
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
