import assert from "node:assert/strict";
import { test } from "node:test";

import { createVerifier, PolicyError, TokenError } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, encode, ISSUER, keySet, mint, NOW } from "./issuer.mjs";

const KEYS = ["ES256", "ES384", "EdDSA", "RS256"].map((alg) => createKey(`key-${alg}`, alg));
const [KEY] = KEYS;

function create(more = {}) {
  return createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keySet(...KEYS),
    clock: () => NOW,
    ...more,
  });
}

/** The error that a token is refused with, the same by both ways of verifying. */
async function refusal(verifier, jwt, presentation) {
  const errors = [];
  const take = (error) => errors.push(error) > 0;
  await assert.rejects(verifier.verify(jwt, presentation), take);
  assert.throws(() => verifier.verifySync(jwt, presentation), take);
  assert.ok(errors.every((error) => error instanceof TokenError));
  assert.equal(errors[0].code, errors[1].code);
  return errors[0];
}

test("a good token shows claims, header and decision, with every algorithm", async () => {
  const verifier = await create();
  for (const key of KEYS) {
    const claims = accessClaims({ "a claim": [1, { b: null }], name: "Ada Lovelace, née Byron" });
    const jwt = mint(key, claims);
    for (const token of [await verifier.verify(jwt), verifier.verifySync(jwt)]) {
      assert.deepEqual(token.claims, claims);
      assert.deepEqual(token.header, { alg: key.alg, kid: key.kid, typ: "at+jwt" });
      const { fingerprint, policy, ...rest } = token.decision;
      assert.match(fingerprint, /^[0-9a-f]{16}$/);
      assert.match(policy, /^[0-9a-f]{16}$/);
      assert.deepEqual(rest, {
        verdict: "accept",
        code: "OK",
        stage: "admitted",
        step: "",
        claim: null,
        clause: null,
        status: 200,
        kid: key.kid,
        alg: key.alg,
        at: NOW,
      });
      assert.equal(token.decision, token.decision);
    }
  }
});

test("each refusal names code, stage, claim, clause and status", async () => {
  const verifier = await create();
  const rows = [
    [mint(KEY, accessClaims({ exp: NOW - 31 })), "ERR_TOKEN_EXPIRED", "claims", "exp"],
    [mint(KEY, accessClaims({ aud: "other" })), "ERR_AUDIENCE_MISMATCH", "claims", "aud"],
    [
      mint(KEY, accessClaims({ iss: "https://other.example" })),
      "ERR_ISSUER_MISMATCH",
      "claims",
      "iss",
    ],
    [mint(KEY, accessClaims({ jti: undefined })), "ERR_CLAIM_MISSING", "claims", "jti"],
    [mint(KEY, accessClaims(), { typ: "JWT" }), "ERR_TYP_MISMATCH", "claims", "typ"],
    [mint(KEY, accessClaims(), { kid: "other" }), "ERR_KEY_UNKNOWN", "key", undefined],
    [mint(KEY, accessClaims(), { alg: "none" }), "ERR_ALG_NONE", "malformed", undefined],
    [mint(KEY).replace(/.{9}$/, "AAAAAAAAA"), "ERR_SIGNATURE", "signature", undefined],
    [mint(KEY, accessClaims({ cnf: { jkt: "x" } })), "ERR_BINDING_UNPROVEN", "claims", "cnf"],
    ["", "ERR_TOKEN_SEGMENTS", "malformed", undefined],
    ["a.b", "ERR_TOKEN_SEGMENTS", "malformed", undefined],
    [`${mint(KEY)}=`, "ERR_TOKEN_CHARACTER", "malformed", undefined],
    [` ${mint(KEY)}`, "ERR_TOKEN_CHARACTER", "malformed", undefined],
    ["é.é.é", "ERR_TOKEN_CHARACTER", "malformed", undefined],
    ["\u{1F600}.\ud800.b", "ERR_TOKEN_CHARACTER", "malformed", undefined],
    ["x".repeat(16_385), "ERR_TOKEN_TOO_LARGE", "malformed", undefined],
    ["é".repeat(16_000), "ERR_TOKEN_TOO_LARGE", "malformed", undefined],
  ];
  for (const [jwt, code, stage, claim] of rows) {
    const error = await refusal(verifier, jwt);
    assert.deepEqual([error.code, error.stage, error.claim], [code, stage, claim]);
    assert.equal(error.status, 401);
    assert.ok(error.clause);
    const { decision } = error;
    assert.deepEqual(
      [
        decision.verdict,
        decision.code,
        decision.stage,
        decision.claim,
        decision.clause,
        decision.at,
      ],
      ["refuse", code, stage, claim ?? null, error.clause, NOW],
    );
  }
});

test("what is no text is no token", async () => {
  const verifier = await create();
  for (const jwt of [undefined, null, 7, {}, [mint(KEY)], new String(mint(KEY)), Symbol("x")]) {
    assert.equal((await refusal(verifier, jwt)).code, "ERR_TOKEN_SEGMENTS");
  }
});

test("scopes, ages and required claims of the policy are asked for", async () => {
  const refusedBy = async (policy, claims) =>
    refusal(await create(policy), mint(KEY, accessClaims(claims)));
  const scope = await refusedBy({ scopes: { all: ["notes:write"] } });
  assert.deepEqual([scope.code, scope.status], ["ERR_SCOPE_INSUFFICIENT", 403]);
  const required = await refusedBy({ requiredClaims: ["sub", "tenant"] });
  assert.deepEqual([required.code, required.claim], ["ERR_CLAIM_MISSING", "tenant"]);
  const old = await refusedBy({ maxTokenAge: 60 }, { iat: NOW - 91 });
  assert.equal(old.code, "ERR_TOKEN_TOO_OLD");
  const signIn = await refusedBy({ maxAuthAge: 60 }, { auth_time: NOW - 100 });
  assert.equal(signIn.code, "ERR_AUTH_TOO_OLD");
});

test("an ID token goes with its nonce and its access token", async () => {
  const verifier = await create({ kind: "id", audience: "client" });
  const claims = { ...accessClaims(), aud: "client", nonce: "n-1" };
  delete claims.client_id;
  delete claims.scope;
  const jwt = mint(KEY, claims, { typ: undefined });
  assert.equal((await verifier.verify(jwt, { nonce: "n-1" })).claims.nonce, "n-1");
  assert.equal((await refusal(verifier, jwt, { nonce: "n-2" })).code, "ERR_NONCE_MISMATCH");
  assert.equal((await refusal(verifier, jwt)).code, "ERR_NONCE_UNEXPECTED");
  const hashed = mint(KEY, { ...claims, at_hash: "wrong" }, { typ: undefined });
  const given = { nonce: "n-1", accessToken: "token" };
  assert.equal((await refusal(verifier, hashed, given)).code, "ERR_AT_HASH_MISMATCH");
});

test("RFC 8705 §3: a token that is bound to a certificate needs it", async () => {
  const verifier = await create();
  const der = new Uint8Array([48, 3, 2, 1, 5]);
  const hash = encode(await crypto.subtle.digest("SHA-256", der));
  const jwt = mint(KEY, accessClaims({ cnf: { "x5t#S256": hash } }));
  for (const clientCertificate of [der, Buffer.from(der), hash]) {
    assert.equal((await verifier.verify(jwt, { clientCertificate })).claims.sub, "ada");
  }
  assert.equal((await refusal(verifier, jwt)).code, "ERR_BINDING_UNPROVEN");
  const other = { clientCertificate: new Uint8Array(5) };
  assert.equal((await refusal(verifier, jwt, other)).code, "ERR_BINDING_UNPROVEN");
});

const UNKNOWN = "ERR_POLICY_UNKNOWN_MEMBER";

test("a presentation with an unknown or senseless member is refused, not ignored", async () => {
  const verifier = await create();
  const rows = [
    [{ nonse: "n" }, UNKNOWN, "nonse"],
    [{ access_token: "t" }, UNKNOWN, "access_token"],
    [{ dpop: { proof: "p", method: "GET" } }, "ERR_POLICY_MISSING_MEMBER", "dpop.url"],
    [{ dpop: { proof: "p", method: "GET", url: "u", ath: "a" } }, UNKNOWN, "dpop.ath"],
    [{ request: { method: 7, url: "u" } }, "ERR_POLICY_TYPE", "request.method"],
    [{ nonce: 7 }, "ERR_POLICY_TYPE", "nonce"],
    [{ clientCertificate: "short" }, "ERR_POLICY_VALUE", "clientCertificate"],
    ["nonce", "ERR_POLICY_TYPE", ""],
  ];
  for (const [presentation, code, path] of rows) {
    await assert.rejects(verifier.verify(mint(KEY), presentation), (error) => {
      assert.ok(error instanceof PolicyError);
      assert.deepEqual([error.code, error.path], [code, path]);
      return true;
    });
  }
  await verifier.verify(mint(KEY), { nonce: undefined });
});

test("RFC 8725 §3.8: of several issuers each answers for its own tokens only", async () => {
  const other = createKey("key-ES256");
  const verifier = await createVerifier({
    issuers: [
      { issuer: ISSUER, audience: AUDIENCE, keys: keySet(KEY) },
      { issuer: "https://two.example", audience: "two", keys: keySet(other), kind: "access-plain" },
    ],
    clock: () => NOW,
  });
  assert.equal((await verifier.verify(mint(KEY))).claims.iss, ISSUER);
  const two = accessClaims({ iss: "https://two.example", aud: "two" });
  const token = await verifier.verify(mint(other, two, { typ: "JWT" }));
  assert.equal(token.claims.aud, "two");
  const asTwo = await refusal(verifier, mint(KEY, two, { typ: "JWT" }));
  assert.equal(asTwo.code, "ERR_SIGNATURE");
  const foreign = mint(KEY, accessClaims({ iss: "https://three.example" }));
  assert.equal((await refusal(verifier, foreign)).code, "ERR_ISSUER_MISMATCH");
  const nobody = mint(KEY, accessClaims({ iss: undefined }));
  assert.equal((await refusal(verifier, nobody)).code, "ERR_CLAIM_MISSING");
  assert.notEqual(token.decision.policy, (await verifier.verify(mint(KEY))).decision.policy);
});

test("onDecision gets every record, and what it throws changes no verdict", async () => {
  const records = [];
  const onDecision = (record) => {
    records.push(record);
    throw new Error("an observer's own trouble");
  };
  const verifier = await create({ onDecision });
  const token = await verifier.verify(mint(KEY));
  const error = await refusal(verifier, "a.b.c");
  assert.deepEqual(
    records.map(({ code }) => code),
    ["OK", "ERR_TOKEN_BASE64", "ERR_TOKEN_BASE64"],
  );
  assert.equal(records[0], token.decision);
  assert.deepEqual(records[1], error.decision);
});

test("a claim may have any name, and none reaches the prototype", async () => {
  const verifier = await create();
  const claims = accessClaims({ constructor: 1, hasOwnProperty: "x", toString: null });
  const token = await verifier.verify(mint(KEY, claims));
  assert.deepEqual(token.claims, claims);
  const body = JSON.stringify(accessClaims()).replace("{", '{"__proto__":{"admin":true},');
  const jwt = mint(KEY, JSON.parse(body));
  const error = await refusal(verifier, jwt);
  assert.equal(error.code, "ERR_PAYLOAD_MEMBER");
});

test("tokens of any length share one buffer, also when the memory grows", async () => {
  const verifier = await create({ limits: { token: 1_000_000, members: 4096 } });
  for (const size of [10, 9_000, 100, 700_000, 50, 300_000]) {
    const claims = accessClaims({ filler: "é".repeat(size / 3) });
    assert.deepEqual((await verifier.verify(mint(KEY, claims))).claims, claims);
  }
});

test("a clock that gives no time verifies nothing", async () => {
  for (const time of [NaN, Infinity, undefined, "1760000000"]) {
    const isAboutTheClock = (error) => error instanceof PolicyError && error.path === "clock";
    await assert.rejects(create({ clock: () => time }), isAboutTheClock);
    let now = NOW;
    const verifier = await create({ clock: () => now });
    now = time;
    await assert.rejects(verifier.verify(mint(KEY)), isAboutTheClock);
  }
});

test("the clock is asked once a token", async () => {
  let asked = 0;
  const clock = () => {
    asked += 1;
    return NOW;
  };
  const given = await createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keySet(KEY),
    clock,
  });
  asked = 0;
  await given.verify(mint(KEY));
  given.verifySync(mint(KEY));
  assert.equal(asked, 2);
});
