// The vectors in a page, in real browsers. The page comes from a server of our own, and the package
// through an import map: what a browser resolves without any bundler.

import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { launchChromium } from "./chromium.mjs";
import { readDocuments } from "./documents.mjs";
import { launchFirefox } from "./firefox.mjs";
import { startServer } from "./serve.mjs";
import { launchWebKit } from "./webkit.mjs";

const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));

const LAUNCHES = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/** The version of a browser, and what came of the vectors. */
export async function runInBrowser(name, engine) {
  const { exports } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  const imports = { portcullis: `/package/${normalize(exports["."].default)}` };
  const page = `<!doctype html><meta charset="utf-8"><title>Vectors</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/runtimes/page.mjs"></script>`;
  const folders = {
    "/package/": PACKAGE,
    "/runtimes/": dirname(fileURLToPath(import.meta.url)),
  };
  const text = JSON.stringify({ documents: readDocuments(), engine });
  return inBrowser(name, folders, page, async (tab, browser) => [
    (await browser.version()).replace(/^.*\//, ""),
    JSON.parse(await tab.evaluate((given) => globalThis.runVectors(given), text)),
  ]);
}

/** Serves folders and one page at `/`, opens it, and ends everything when `work` is done. */
export async function inBrowser(name, folders, page, work) {
  const server = await startServer(folders, page);
  try {
    const browser = await LAUNCHES[name]();
    try {
      const tab = await browser.newPage();
      const errors = [];
      tab.on("pageerror", (error) => errors.push(error));
      await tab.goto(server.url);
      const result = await work(tab, browser);
      if (errors.length > 0) throw errors[0];
      return result;
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}
