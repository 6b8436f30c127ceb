// The packed package where users put it: runtimes, bundlers, type checkers. The last line is JSON.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { build as esbuild } from "esbuild";
import { build as vite } from "vite";

import { inBrowser } from "../runtimes/browsers.mjs";
import { binary } from "../runtimes/binary.mjs";
import { startWorker } from "../runtimes/workerd.mjs";
import { makeProject } from "./project.mjs";

const VERIFIED = "verified";

const tests = {
  "the tarball holds every file that an entry names": async (project) => {
    const installed = join(project, "node_modules", "portcullis");
    const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
    const targets = Object.values(manifest.exports).flatMap((conditions) =>
      Object.values(conditions),
    );
    assert.ok(targets.length > 20);
    for (const target of targets) assert.ok(existsSync(join(installed, target)), target);
    assert.equal(manifest.dependencies, undefined);
  },
  "a token is verified in Node": (project) => inRuntime(process.execPath, [], project),
  "a token is verified in Deno": (project) =>
    inRuntime(
      binary("deno"),
      ["run", "--no-remote", "--no-lock", "--node-modules-dir=manual", "--allow-read"],
      project,
    ),
  "a token is verified in Bun": (project) => inRuntime(binary("bun"), ["--no-install"], project),
  "a token is verified in workerd": async (project) => {
    const worker = await startWorker(join(project, "worker.mjs"));
    try {
      const response = await worker.dispatchFetch("http://worker.example/");
      assert.equal(await response.text(), VERIFIED);
    } finally {
      await worker.dispose();
    }
  },
  "bundled with Vite, a token is verified in Chromium": async (project) => {
    const built = join(project, "built");
    await vite({
      root: project,
      configFile: false,
      logLevel: "error",
      build: { outDir: built, target: "es2022" },
    });
    await inPage(built);
  },
  "bundled with esbuild through ./inline, a token is verified in Chromium": async (project) => {
    const built = join(project, "inline");
    await mkdir(built);
    await esbuild({
      entryPoints: [join(project, "inline_page.mjs")],
      outfile: join(built, "page.js"),
      bundle: true,
      format: "iife",
      logLevel: "error",
    });
    const html =
      '<!doctype html><meta charset="utf-8"><title>not yet</title><script src="page.js"></script>';
    await writeFile(join(built, "index.html"), html);
    await inPage(built);
  },
  "types resolve as a bundler resolves them": (project) =>
    typeCheck(project, { module: "esnext", moduleResolution: "bundler" }),
  "types resolve as Node resolves them": (project) =>
    typeCheck(project, { module: "nodenext", moduleResolution: "nodenext" }),
};

let failed = 0;
const { project, remove } = await makeProject();
try {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(project);
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`failed: ${name}\n${error.stdout ?? ""}${error.stack ?? error}`);
    }
  }
} finally {
  await remove();
}
const passed = Object.keys(tests).length - failed;
console.log(JSON.stringify({ suite: "packaging", passed, failed }));
process.exit(failed === 0 ? 0 : 1);

async function inRuntime(program, args, cwd) {
  const { stdout } = await promisify(execFile)(program, [...args, "local.mjs"], { cwd });
  assert.equal(stdout.trim(), VERIFIED);
}

async function inPage(folder) {
  const title = await inBrowser("chromium", { "/": folder }, undefined, async (tab) => {
    await tab.waitForFunction(() => document.title !== "not yet", undefined, { timeout: 20_000 });
    return tab.title();
  });
  assert.equal(title, VERIFIED);
}

async function typeCheck(cwd, options) {
  const config = `tsconfig.${options.moduleResolution}.json`;
  const compilerOptions = {
    ...options,
    target: "es2022",
    lib: ["es2022", "dom"],
    strict: true,
    noEmit: true,
    types: [],
  };
  await writeFile(join(cwd, config), JSON.stringify({ compilerOptions, files: ["types.ts"] }));
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const { bin } = JSON.parse(await readFile(manifest, "utf8"));
  await promisify(execFile)(process.execPath, [join(dirname(manifest), bin.tsc), "-p", config], {
    cwd,
  });
}
