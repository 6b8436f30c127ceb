// Nothing that is shown of a refusal holds a part of a token or key: no error however it is printed, no
// record, no answer of the gate. A part is any run of eight characters, of what came in or of what that
// encodes; the vectors are the tokens.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { test } from "node:test";

import { createVerifier } from "../dist/entry/node.js";
import { createGate } from "../dist/entry/node_edge.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";

const PART = 8;
const SUITES = ["access", "algorithms", "form", "header", "id", "keys", "payload", "signatures"];
const KEY = createKey("key-1");

/** Every run of eight characters of some texts. */
function parts(...texts) {
  const found = new Set();
  for (const text of texts) {
    for (let at = 0; at + PART <= text.length; at += 1) found.add(text.slice(at, at + PART));
  }
  return found;
}

/** A token and the texts of its segments, the strings of its keys. */
function secretsOf(token, jwks) {
  const encoded = [token, ...strings(jwks)].flatMap((text) => text.split("."));
  return parts(
    token,
    ...encoded,
    ...encoded.map((text) => Buffer.from(text, "base64url").toString()),
  );
}

function strings(value) {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
}

/** An error, each way that it can reach a log. Frames of the stack are places in the package. */
function printsOf(error) {
  return [
    `${error}`,
    error.message,
    error.stack.split("\n    at ", 1)[0],
    [error.cause].join(),
    JSON.stringify(error),
    JSON.stringify(error.decision),
    inspect({ ...error }, { depth: 9, showHidden: true }),
    inspect(Object.assign(error, { stack: "" }), { depth: 9, showHidden: true }),
  ];
}

/** No part of a secret is in a text, but for what stands in `known`; quotes are no part of anything. */
function assertSilent(texts, secrets, known, name) {
  for (const text of texts) {
    for (const part of parts(text?.replaceAll(/["']/g, "¦") ?? "")) {
      const shown = secrets.has(part) && !known.some((word) => word?.includes(part));
      assert.ok(!shown, `${name}: ${part} in ${text}`);
    }
  }
}

/**
 * What a record may share with a token: a word of the language, the names of a step, a code and a claim,
 * the date, and the `kid` of a key that is held.
 */
function knownOf({ step, claim, kid, at, code } = {}, jwks) {
  const held = jwks.keys.some((key) => key.kid === kid);
  return ["undefined", step, claim, `:${at}}`, code, held ? kid : undefined];
}

for (const name of SUITES) {
  test(`no error and no record of a vector holds a part of its token: ${name}`, async () => {
    const file = new URL(`../../tests/vectors/${name}.json`, import.meta.url);
    const suite = JSON.parse(await readFile(file, "utf8"));
    let refused = 0;
    for (const vector of suite.vectors) {
      const { jwks } = suite.keys[vector.keys];
      if (vector.expect.verdict === "accept" || jwks === undefined) continue;
      const { error, records } = await refusal(suite.policies[vector.policy], vector, jwks);
      const known = knownOf(error.decision, jwks);
      const texts = [...printsOf(error), JSON.stringify(records), inspect(records)];
      assertSilent(texts, secretsOf(vector.token, jwks), known, vector.name);
      assert.equal(error.code, vector.expect.code);
      refused += 1;
    }
    assert.ok(refused > 20, `${refused} refusals`);
  });
}

/** The error of a vector that is refused, and what `onDecision` heard. */
async function refusal(policy, { token, now, presentation = {} }, jwks) {
  const records = [];
  const options = { ...camelCase(policy), keys: jwks, clock: () => now };
  const onDecision = (record) => records.push(record);
  try {
    const verifier = await createVerifier({ ...options, onDecision });
    await verifier.verify(token, camelCase(presentation));
  } catch (error) {
    return { error, records };
  }
  return assert.fail("accepted");
}

function camelCase(document) {
  const name = (text) => text.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [name(key), value]));
}

test("no answer of a gate, and no record of it, holds a part of the token", async () => {
  const records = [];
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: `${ISSUER}/jwks` }],
      origin: "http://127.0.0.1:1",
      routes: [{ path: "/notes", scopes: { all: ["notes:write"] } }],
      expose_decision: true,
    },
    {
      clock: () => NOW,
      fetch: async () => Response.json(keySet(KEY)),
      onDecision: (record) => records.push(record),
    },
  );
  const jwts = [
    mint(KEY),
    mint(KEY, accessClaims({ exp: 1 })),
    mint(KEY, accessClaims({ aud: "https://somebody-else.example" })),
    mint(KEY, accessClaims({ sub: "s3cr3t-in-a-claim" }), { kid: "s3cr3t-in-a-kid" }),
    mint(KEY, accessClaims(), { typ: "s3cr3t-in-a-typ" }),
    `${mint(KEY)}x`,
    "s3cr3t-that-is-no-token",
  ];
  for (const jwt of jwts) {
    for (const authorization of [`Bearer ${jwt}`, `Basic ${jwt}`, jwt, `Bearer ${jwt} ${jwt}`]) {
      const address = `https://gate.example/notes?access_token=${jwt}`;
      for (const url of [address, "https://gate.example/notes"]) {
        const answer = await gate.fetch(new Request(url, { headers: { authorization } }));
        assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
        const texts = [await answer.text(), ...[...answer.headers].flat(), JSON.stringify(records)];
        const known = records.flatMap((record) => knownOf(record, keySet(KEY)));
        const secrets = secretsOf(jwt, keySet(KEY));
        assertSilent(texts, secrets, [...known, "notes:write"], authorization.slice(0, 12));
      }
    }
  }
  assert.equal(records.length, jwts.length * 8);
});
