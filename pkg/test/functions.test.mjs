import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import {
  createPkce,
  createPkceSync,
  dangerouslyPeek,
  dangerouslyPeekSync,
  initSync,
  ready,
  thumbprint,
  thumbprintSync,
  TokenError,
  verifyPkce,
  verifyPkceSync,
} from "../dist/entry/node.js";
import { accessClaims, createKey, mint } from "./issuer.mjs";

/** RFC 7636 appendix B. */
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

test("a PKCE pair is fresh, and the challenge is the hash of the verifier", async () => {
  const pairs = [createPkceSync(), createPkceSync(), await createPkce()];
  assert.equal(new Set(pairs.map(({ codeVerifier }) => codeVerifier)).size, 3);
  for (const { codeVerifier, codeChallenge, method, ...rest } of pairs) {
    assert.deepEqual([method, rest], ["S256", {}]);
    assert.match(codeVerifier, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(codeChallenge, createHash("sha256").update(codeVerifier).digest("base64url"));
    assert.equal(await verifyPkce(codeVerifier, codeChallenge), true);
  }
});

test("RFC 7636 appendix B: the example is met, and nothing beside it", async () => {
  assert.equal(await verifyPkce(VERIFIER, CHALLENGE), true);
  assert.equal(verifyPkceSync(VERIFIER, CHALLENGE), true);
  assert.equal(verifyPkceSync(VERIFIER.replace("dBj", "dBk"), CHALLENGE), false);
  assert.equal(verifyPkceSync(VERIFIER, CHALLENGE.replace("E9M", "E9N")), false);
});

test("what is no verifier or no challenge is refused rather than compared", async () => {
  const rows = [
    ["short", CHALLENGE, "ERR_PKCE_VERIFIER_LENGTH"],
    [`${VERIFIER} `, CHALLENGE, "ERR_PKCE_VERIFIER_CHARACTER"],
    [VERIFIER, VERIFIER.slice(1), "ERR_PKCE_CHALLENGE"],
    [VERIFIER, `${CHALLENGE}=`, "ERR_PKCE_CHALLENGE"],
    [undefined, CHALLENGE, "ERR_PKCE_VERIFIER_LENGTH"],
    [VERIFIER, undefined, "ERR_PKCE_CHALLENGE"],
    [7, {}, "ERR_PKCE_VERIFIER_LENGTH"],
  ];
  for (const [verifier, challenge, code] of rows) {
    const refused = (error) => {
      assert.ok(error instanceof TokenError);
      assert.deepEqual([error.code, error.stage, error.decision], [code, "pkce", undefined]);
      return true;
    };
    await assert.rejects(verifyPkce(verifier, challenge), refused);
    assert.throws(() => verifyPkceSync(verifier, challenge), refused);
  }
});

test("RFC 7638 §3.1 and RFC 8037 A.3: thumbprints", async () => {
  const rsa = {
    kty: "RSA",
    n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    e: "AQAB",
    alg: "RS256",
    kid: "2011-04-29",
  };
  assert.equal(await thumbprint(rsa), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  const okp = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  assert.equal(
    thumbprintSync({ d: "c2VjcmV0", ...okp }),
    "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
  );
});

test("what is no key has no thumbprint", async () => {
  const circular = {};
  circular.self = circular;
  const rows = [
    [{}, "ERR_JWK_MEMBER"],
    [{ kty: "new" }, "ERR_JWK_KTY"],
    [{ kty: "EC", crv: "P-256", x: "AA" }, "ERR_JWK_MEMBER"],
    [undefined, "ERR_JWK_JSON"],
    [[], "ERR_JWK_JSON"],
    [circular, "ERR_JWK_JSON"],
    [{ n: 1n }, "ERR_JWK_JSON"],
  ];
  for (const [jwk, code] of rows) await assert.rejects(thumbprint(jwk), { code });
});

test("a look into a token shows what it says, read as strictly as ever", async () => {
  const key = createKey("1");
  const claims = accessClaims({ note: "not é verified" });
  const jwt = mint(key, claims).replace(/[^.]+$/, "AAAA");
  const expected = { header: { alg: "ES256", kid: "1", typ: "at+jwt" }, claims };
  assert.deepEqual(await dangerouslyPeek(jwt), expected);
  assert.deepEqual(dangerouslyPeekSync(jwt), expected);
  await assert.rejects(dangerouslyPeek("a.b"), { code: "ERR_TOKEN_SEGMENTS" });
  await assert.rejects(dangerouslyPeek(undefined), { code: "ERR_TOKEN_SEGMENTS" });
  assert.throws(() => dangerouslyPeekSync(`${jwt}=`), { code: "ERR_TOKEN_CHARACTER" });
});

test("ready and initSync may be called at any time, any number of times", async () => {
  await Promise.all([ready(), ready(), ready(new Uint8Array())]);
  initSync();
  initSync(new Uint8Array());
});
