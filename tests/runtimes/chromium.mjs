// The vectors in a page, in real Chromium. The page comes from a server of our own, and the
// package through an import map: what a browser resolves without any bundler.

import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { readDocuments } from "./documents.mjs";
import { startServer } from "./serve.mjs";

const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The version of Chromium, and what came of the vectors. */
export async function runInChromium(engine) {
  const { exports } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  const imports = { portcullis: `/package/${normalize(exports["."].default)}` };
  const page = `<!doctype html><meta charset="utf-8"><title>Vectors</title>
<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const folders = {
    "/package/": PACKAGE,
    "/runtimes/": dirname(fileURLToPath(import.meta.url)),
  };
  return inChromium(folders, page, async (tab, browser) => [
    browser.version(),
    // As text: playwright's own way over would turn a member `__proto__` into a prototype.
    await tab.evaluate(
      async (text) => {
        const portcullis = await import("portcullis");
        const { runSuites } = await import("/runtimes/suite.mjs");
        const { documents, engine } = JSON.parse(text);
        return runSuites(portcullis, documents, engine);
      },
      JSON.stringify({ documents: readDocuments(), engine }),
    ),
  ]);
}

/** Serves folders and one page at `/`, opens it, and ends everything when `work` is done. */
export async function inChromium(folders, page, work) {
  const server = await startServer(folders, page);
  const browser = await launchChromium();
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
    server.close();
  }
}

/** The Chromium that is installed, without a window. */
export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
}
