// Chromium and Firefox, launched as the vectors launch them.

import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { launchChromium } from "../../../tests/runtimes/chromium.mjs";
import { launchFirefox } from "../../../tests/runtimes/firefox.mjs";
import { startServer } from "../../../tests/runtimes/serve.mjs";

const PACKAGE = fileURLToPath(new URL("../../../pkg/", import.meta.url));
const HERE = fileURLToPath(new URL("..", import.meta.url));
const SCRIPTS = ["runtimes/page.mjs", "start/portcullis.mjs", "start/jose.mjs"];

/** A page that is isolated has a clock of 5 or 20 microseconds instead of 100 or 1000. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const PAGE = "<!doctype html><meta charset=utf-8><title>Benchmarks</title>";

const BROWSERS = {
  chromium: {
    launch: launchChromium,
    version: (browser) => browser.version(),
    context: (browser) => browser.newContext(),
  },
  firefox: {
    launch: launchFirefox,
    version: async (browser) => (await browser.version()).replace("firefox/", ""),
    context: (browser) => browser.createBrowserContext(),
  },
};

export const BROWSER_NAMES = Object.keys(BROWSERS);

/** Measures cases one after the other, and yields each. */
export async function* inBrowser(name, cases, pace) {
  const opened = await open(name);
  try {
    yield { version: await opened.version() };
    const tab = await opened.tab();
    await tab.evaluate(() => import("/scripts/runtimes/page.js"));
    for (const testCase of cases) {
      const texts = [JSON.stringify(testCase), JSON.stringify(pace)];
      const measured = await tab.evaluate((both) => globalThis.measure(...both), texts);
      yield { case: testCase.name, ...JSON.parse(measured) };
    }
  } finally {
    await opened.close();
  }
}

/** A browser and the server of its page; each tab is as new as a first visit. */
export async function open(name) {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-bench-"));
  await bundle(folder);
  const server = await startServer({ "/scripts/": folder }, PAGE, ISOLATED);
  const { launch, version, context } = BROWSERS[name];
  const browser = await launch();
  return {
    version: () => version(browser),
    async tab() {
      const tab = await (await context(browser)).newPage();
      await tab.goto(server.url);
      return tab;
    },
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every contender as its users bundle it; bundlers bring the module along as a file of its own. */
async function bundle(folder) {
  await copyFile(join(PACKAGE, "dist/core.wasm"), join(folder, "core.wasm"));
  await build({
    entryPoints: SCRIPTS.map((script) => join(HERE, script)),
    outbase: HERE,
    outdir: folder,
    bundle: true,
    format: "esm",
    logLevel: "error",
    minify: true,
    target: "es2022",
  });
}
