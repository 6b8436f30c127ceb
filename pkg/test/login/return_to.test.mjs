import assert from "node:assert/strict";
import { test } from "node:test";

import { readReturnTo } from "../../dist/login/return_to.js";

const ADDRESS = new URL("https://app.example/notes/7?tab=2#end");

const TAKEN = {
  "/notes?id=7#top": "/notes?id=7#top",
  "https://app.example/a": "/a",
  "?x=1": "/notes/7?x=1",
  "": "/notes/7?tab=2",
  "/a/../b": "/b",
  "\\a": "/a",
  "/a//b": "/a//b",
};

// RFC 9700 §4.11: none of these may become a redirect.
const REFUSED = [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "https:/\\evil.example",
  "https://app.example@evil.example/",
  "https://app.example:8443/",
  "http://app.example/",
  "https://app.example.evil.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  "blob:https://app.example/0e1f",
  "https://",
];

for (const [text, path] of Object.entries(TAKEN)) {
  test(`takes ${JSON.stringify(text)}`, () => {
    assert.equal(readReturnTo(text, ADDRESS), path);
  });
}

for (const text of REFUSED) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => readReturnTo(text, ADDRESS), { code: "ERR_RETURN_TO" });
  });
}
