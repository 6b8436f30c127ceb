// The vectors in workerd: bundled as for a deployment, with the module beside the script.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

import { readDocuments } from "./documents.mjs";

/** The version of workerd, and what came of the vectors. */
export async function runInWorkerd(engine) {
  const worker = await startWorker(fileURLToPath(new URL("worker.mjs", import.meta.url)));
  try {
    const response = await worker.dispatchFetch("http://worker.example/", {
      method: "POST",
      body: JSON.stringify({ documents: readDocuments(), engine }),
    });
    if (!response.ok)
      throw new Error(`workerd answered ${response.status}: ${await response.text()}`);
    return [workerdVersion(), await response.json()];
  } finally {
    await worker.dispose();
  }
}

/** Bundles a script and starts it in workerd. */
export async function startWorker(script) {
  return new Miniflare(await bundleWorker(script));
}

/** A script as workerd starts it. */
export async function bundleWorker(script) {
  const modules = [];
  const bundle = await build({
    entryPoints: [script],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    plugins: [besideTheScript(modules)],
  });
  const [main] = bundle.outputFiles;
  return {
    modules: [{ type: "ESModule", path: "/worker.mjs", contents: main.text }, ...modules],
    modulesRoot: "/",
    compatibilityDate: "2026-04-01",
    cf: false,
  };
}

/** workerd compiles WebAssembly when it loads a module, and nothing else: it stays a file. */
function besideTheScript(modules) {
  return {
    name: "wasm",
    setup(build) {
      build.onResolve(
        { filter: /\.wasm$/ },
        async ({ path, importer, kind, resolveDir, pluginData }) => {
          if (pluginData?.resolved) return undefined;
          const found = await build.resolve(path, {
            importer,
            kind,
            resolveDir,
            pluginData: { resolved: true },
          });
          if (found.errors.length > 0) return found;
          const name = `core-${modules.length}.wasm`;
          modules.push({
            type: "CompiledWasm",
            path: `/${name}`,
            contents: await readFile(found.path),
          });
          return { path: `./${name}`, external: true };
        },
      );
    },
  };
}

/** The version of the workerd that miniflare brought. */
export function workerdVersion() {
  const require = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return require("workerd/package.json").version;
}
