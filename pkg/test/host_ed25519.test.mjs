// A host that reads Ed25519 otherwise than the core is found out, and not asked again.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createVerifier } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { watchHost } from "./host.mjs";

test("Ed25519 stays with the core where the host does not reduce the hash", async (t) => {
  const own = crypto.subtle.verify.bind(crypto.subtle);
  const trials = [];
  const calls = watchHost(t, {
    verify: async (algorithm, key, signature, input) => {
      const good = await own(algorithm, key, signature, input);
      if (algorithm.name !== "Ed25519") return good;
      trials.push(good);
      return false;
    },
  });
  const keys = [createKey("ed", "EdDSA"), createKey("other", "EdDSA"), createKey("ec", "ES256")];
  const options = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ["EdDSA", "ES256"],
    keys: keySet(...keys),
    clock: () => NOW,
    engine: "host",
  };
  for (const verifier of [await createVerifier(options), await createVerifier(options)]) {
    for (const key of keys)
      assert.deepEqual((await verifier.verify(mint(key))).claims, accessClaims());
  }
  // The one signature was good to this host, which says otherwise; no token's came after it.
  assert.deepEqual(trials, [true]);
  assert.deepEqual(
    calls.importKey.map(([, { kty }]) => kty),
    ["OKP", "EC", "EC"],
  );
});
