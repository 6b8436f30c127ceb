// How the package is laid out, and that importing it does nothing.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";

const PACKAGE = new URL("../", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("package.json", PACKAGE), "utf8"));

const MAIN = [
  "PolicyError",
  "TokenError",
  "cacheKeyStore",
  "createPkce",
  "createPkceSync",
  "createVerifier",
  "dangerouslyPeek",
  "dangerouslyPeekSync",
  "initSync",
  "kvKeyStore",
  "ready",
  "thumbprint",
  "thumbprintSync",
  "verifyPkce",
  "verifyPkceSync",
];
const EDGE = [
  "PolicyError",
  "TokenError",
  "cacheKeyStore",
  "createGate",
  "initSync",
  "kvKeyStore",
  "ready",
];
const LOGIN = ["LoginError", "TokenError", "createLogin", "initSync", "ready"];
const ALL = [...new Set([...MAIN, ...EDGE, ...LOGIN])].sort();

/** Runs a script in a process of its own; its standard output. */
async function run(script) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", script],
    {
      cwd: PACKAGE,
    },
  );
  return stdout;
}

test("the conditions stand in the order in which runtimes must meet them", () => {
  const order = ["types", "workerd", "edge-light", "deno", "bun", "node", "default"];
  assert.deepEqual(Object.keys(manifest.exports), [
    ".",
    "./edge",
    "./login",
    "./inline",
    "./slim",
    "./core.wasm",
    "./login.wasm",
  ]);
  for (const path of [".", "./edge", "./login"]) {
    assert.deepEqual(Object.keys(manifest.exports[path]), order, path);
  }
  for (const path of ["./inline", "./slim", "./core.wasm", "./login.wasm"]) {
    assert.deepEqual(Object.keys(manifest.exports[path]), ["types", "default"], path);
  }
});

test("every file that is exported is there and is packed", async () => {
  const files = Object.values(manifest.exports).flatMap(Object.values);
  for (const file of files) {
    assert.ok((await readFile(new URL(file, PACKAGE))).length > 0);
    assert.ok(
      manifest.files.some((folder) => file.startsWith(`./${folder}/`)),
      file,
    );
  }
});

test("the package depends on nothing and has no effect when imported", () => {
  assert.deepEqual(manifest.dependencies ?? {}, {});
  assert.deepEqual(manifest.peerDependencies ?? {}, {});
  assert.equal(manifest.sideEffects, false);
});

test("every entry of one path has the same names", async () => {
  const browsers = { "": MAIN, _edge: EDGE, _login: LOGIN };
  for (const [path, names] of Object.entries(browsers)) {
    for (const runtime of ["node", "browser"]) {
      const entry = await import(`../dist/entry/${runtime}${path}.js`);
      assert.deepEqual(Object.keys(entry).sort(), names, runtime + path);
    }
    // Their loaders import `.wasm` files, which Node cannot; so the source is looked at.
    const node = await source(`node${path}`);
    for (const runtime of ["workerd", "edge_light"]) {
      const other = await source(`${runtime}${path}`);
      assert.equal(
        other.replace(/load\/\w+/, "").replace("false", "true"),
        node.replace(/load\/\w+/, ""),
      );
    }
  }
  for (const runtime of ["inline", "slim"]) {
    const entry = await import(`../dist/entry/${runtime}.js`);
    assert.deepEqual(Object.keys(entry).sort(), ALL, runtime);
  }
});

test("importing compiles nothing, draws no entropy, reads no clock and asks no network", async () => {
  const script = `
    const forbid = (owner, name) => { owner[name] = () => { throw new Error(name + " at import"); }; };
    for (const name of ["Module", "Instance", "instantiate", "compile"]) forbid(WebAssembly, name);
    forbid(crypto, "getRandomValues");
    forbid(Math, "random");
    forbid(Date, "now");
    forbid(globalThis, "fetch");
    for (const entry of ["node", "node_edge", "node_login", "browser", "browser_edge", "browser_login", "inline", "slim"]) {
      await import("./dist/entry/" + entry + ".js");
    }
    console.log("quiet");`;
  assert.equal(await run(script), "quiet\n");
});

test("no top-level await in any file of the package", async () => {
  // A module with one cannot be required synchronously.
  if (!process.features.require_module) return;
  const script = `
    import { createRequire } from "node:module";
    const require = createRequire(process.cwd() + "/x.js");
    for (const entry of ["node", "node_edge", "node_login", "browser", "inline", "slim"]) {
      require("./dist/entry/" + entry + ".js");
    }
    console.log("synchronous");`;
  assert.equal(await run(script), "synchronous\n");
});

test("./inline works without a file, at once", async () => {
  const script = `
    import { createPkceSync, verifyPkce } from "./dist/entry/inline.js";
    const { codeVerifier, codeChallenge } = createPkceSync();
    console.log(await verifyPkce(codeVerifier, codeChallenge));`;
  assert.equal(await run(script), "true\n");
});

test("./slim waits for the caller's own module, bytes or response", async () => {
  const sources = [
    "await WebAssembly.compile(bytes)",
    "bytes",
    "bytes.buffer",
    "new Response(bytes)",
    "Promise.resolve(bytes)",
  ];
  for (const given of sources) {
    const script = `
      import { readFileSync } from "node:fs";
      import { createPkce, createPkceSync, createGate, createVerifier, ready } from "./dist/entry/slim.js";
      const bytes = Uint8Array.from(readFileSync("dist/core.wasm"));
      const codeOf = (error) => error.code;
      const policy = { issuers: [{ issuer: "https://i.example", audience: "a" }], origin: "https://o.example", routes: [{ path: "/" }] };
      const codes = [
        await createPkce().catch(codeOf),
        await createVerifier({ issuer: "i", audience: "a" }).catch(codeOf),
        (() => { try { createPkceSync(); } catch (error) { return codeOf(error); } })(),
        (() => { try { createGate(policy); } catch (error) { return codeOf(error); } })(),
        await ready(new Uint8Array(8)).catch(codeOf),
        await ready(Promise.reject(new Error())).catch(codeOf),
      ];
      await ready(${given});
      createGate(policy);
      console.log(codes.join(), createPkceSync().method);`;
    const notReady = "ERR_ENGINE_NOT_READY";
    const expected = [...Array(4).fill(notReady), "ERR_ENGINE_LOAD", "ERR_ENGINE_LOAD"].join();
    assert.equal(await run(script), `${expected} S256\n`, given);
  }
});

test("a browser's entry fetches the file once for all who wait, and again after a failure", async () => {
  const script = `
    import { readFileSync } from "node:fs";
    let calls = 0;
    globalThis.fetch = async (url) => {
      calls += 1;
      if (!String(url).endsWith("/dist/core.wasm")) throw new Error();
      if (calls === 1) return new Response("", { status: 404 });
      return new Response(readFileSync(url));
    };
    const { createPkce, createPkceSync, ready } = await import("./dist/entry/browser.js");
    const codes = [];
    try { createPkceSync(); } catch ({ code }) { codes.push(code); }
    await ready().catch(({ code }) => codes.push(code));
    await Promise.all([ready(), createPkce(), ready(), createPkce()]);
    console.log(codes.join(), calls, createPkceSync().method);`;
  assert.equal(await run(script), "ERR_ENGINE_NOT_READY,ERR_ENGINE_LOAD 2 S256\n");
});

test("the module is the same inline and as a file", async () => {
  const { core } = await import("../dist/core.inline.js");
  const file = await readFile(new URL("dist/core.wasm", PACKAGE));
  assert.ok(Buffer.from(core, "base64").equals(file));
});

async function source(entry) {
  return readFile(new URL(`src/entry/${entry}.ts`, PACKAGE), "utf8");
}
