// `engine: "host"`: the runtime's WebCrypto checks signatures, and the verdicts stay the same.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { createVerifier, TokenError } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, encode, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { later, watchHost } from "./host.mjs";

const ALGORITHMS = [
  ["ES256", "ES384", "EdDSA"],
  ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
].flat();
const RSA = createKey("rsa", "RS256");
/** The RSA keys are one, under six names: what the host imports is of one algorithm. */
const KEYS = ALGORITHMS.map((alg) => {
  const kid = `key-${alg}`;
  const rsa = { ...RSA, kid, alg, jwk: { ...RSA.jwk, kid, alg } };
  return /^[RP]/.test(alg) ? rsa : createKey(kid, alg);
});
const [KEY] = KEYS;
const OTHER = createKey("other");

// The host is asked once, by the first key of this kind, how it reads Ed25519.
before(async () => {
  await (await create()).verify(mint(KEYS[2]));
});

function create(more = {}) {
  return createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ALGORITHMS,
    keys: keySet(...KEYS, OTHER),
    clock: () => NOW,
    engine: "host",
    ...more,
  });
}

async function codeOf(promise) {
  return promise.then(
    () => "OK",
    (error) => {
      assert.ok(error instanceof TokenError, String(error));
      return error.code;
    },
  );
}

/** The token with one bit of its signature turned. */
function tampered(jwt, byte = 40) {
  const [header, payload, signature] = jwt.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[byte] ^= 1;
  return `${header}.${payload}.${encode(bytes)}`;
}

/** The token with its last claim changed and its signature kept. */
function altered(jwt) {
  const [header, , signature] = jwt.split(".");
  return `${header}.${encode(JSON.stringify(accessClaims({ jti: "2" })))}.${signature}`;
}

test("the host finds good tokens good and bad ones bad, with every algorithm", async (t) => {
  const calls = watchHost(t);
  const verifier = await create();
  for (const key of KEYS) {
    calls.verify.length = 0;
    const jwt = mint(key);
    for (let round = 0; round < 2; round += 1) {
      const { claims, decision } = await verifier.verify(jwt);
      assert.deepEqual(claims, accessClaims());
      assert.deepEqual([decision.code, decision.alg], ["OK", key.alg]);
      assert.equal(await codeOf(verifier.verify(tampered(jwt))), "ERR_SIGNATURE");
      assert.equal(await codeOf(verifier.verify(altered(jwt))), "ERR_SIGNATURE");
    }
    assert.equal(calls.verify.length, 6, key.alg);
    // After the signature the claims are judged as ever.
    const late = mint(key, accessClaims({ exp: NOW - 31 }));
    assert.equal(await codeOf(verifier.verify(late)), "ERR_TOKEN_EXPIRED");
    assert.equal(await codeOf(verifier.verify(tampered(late))), "ERR_SIGNATURE");
  }
  // Each key was imported once, without a member that could mean something to the host.
  assert.equal(calls.importKey.length, KEYS.length);
  for (const [format, jwk, , extractable, usages] of calls.importKey) {
    assert.deepEqual([format, extractable, usages], ["jwk", false, ["verify"]]);
    const names = {
      EC: ["crv", "kty", "x", "y"],
      OKP: ["crv", "kty", "x"],
      RSA: ["e", "kty", "n"],
    };
    assert.deepEqual(Object.keys(jwk), names[jwk.kty]);
  }
});

test("verifySync, and every other engine, leaves the host alone", async (t) => {
  const calls = watchHost(t);
  const verifiers = [
    await create(),
    await create({ engine: "wasm" }),
    await create({ engine: undefined }),
  ];
  for (const key of KEYS) {
    const jwt = mint(key);
    for (const verifier of verifiers) {
      assert.equal(verifier.verifySync(jwt).claims.sub, "ada");
      assert.throws(() => verifier.verifySync(tampered(jwt)), { code: "ERR_SIGNATURE" });
    }
    for (const verifier of verifiers.slice(1)) await verifier.verify(jwt);
  }
  assert.deepEqual([calls.importKey.length, calls.verify.length], [0, 0]);
});

test("keys that a host might take and nobody should never reach it", async (t) => {
  const calls = watchHost(t);
  const identity = encode(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)));
  const minusOne = Uint8Array.from({ length: 32 }, () => 0xff);
  [minusOne[0], minusOne[31]] = [0xec, 0x7f];
  const rsa = KEYS.find(({ alg }) => alg === "RS256").jwk;
  const bad = [
    { kty: "OKP", crv: "Ed25519", x: identity, alg: "EdDSA" },
    { kty: "OKP", crv: "Ed25519", x: encode(minusOne), alg: "EdDSA" },
    { ...rsa, e: "AQ" },
    { ...rsa, e: "Ag" },
    { ...rsa, n: rsa.n.slice(0, 340) },
  ].map((jwk, index) => ({ ...jwk, kid: `bad-${index}` }));
  const verifier = await create({ keys: { keys: [KEY.jwk, ...bad] } });
  for (const { kid, alg } of bad) {
    // With A the identity, R the identity and S = 0 is a signature of everything (RFC 8032 §5.1.7);
    // with e = 1 a signature is its own encoding.
    const header = encode(JSON.stringify({ alg, kid, typ: "at+jwt" }));
    const input = `${header}.${encode(JSON.stringify(accessClaims()))}`;
    const signature =
      alg === "EdDSA" ? Uint8Array.of(1, ...new Uint8Array(63)) : Buffer.alloc(256, 1);
    assert.equal(await codeOf(verifier.verify(`${input}.${encode(signature)}`)), "ERR_KEY_UNKNOWN");
  }
  assert.deepEqual([calls.importKey.length, calls.verify.length], [0, 0]);
});

test("signatures that a host might take and nobody should never reach it", async (t) => {
  const calls = watchHost(t);
  const verifier = await create();
  const signed = (alg) => {
    const jwt = mint(KEYS.find((key) => key.alg === alg));
    const [header, payload, signature] = jwt.split(".");
    return [`${header}.${payload}.`, Buffer.from(signature, "base64url")];
  };
  const rows = [];
  for (const [alg, size] of [
    ["ES256", 32],
    ["ES384", 48],
  ]) {
    const [input, signature] = signed(alg);
    const zero = Buffer.alloc(size);
    const most = Buffer.alloc(size, 0xff);
    for (const half of [zero, most]) {
      rows.push(
        [input, [half, signature.subarray(size)]],
        [input, [signature.subarray(0, size), half]],
      );
    }
    rows.push([input, [signature.subarray(1)]], [input, [signature, Buffer.alloc(1)]]);
  }
  const [input, signature] = signed("EdDSA");
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const small = Buffer.alloc(32);
  const second = Buffer.alloc(32, 0xff);
  rows.push([input, [small, s]], [input, [second, s]], [input, [r, second]], [input, [r]]);
  for (const alg of ["RS256", "PS256"]) {
    const [input, signature] = signed(alg);
    rows.push([input, [Buffer.alloc(256, 0xff)]], [input, [Buffer.alloc(1), signature]]);
    rows.push([input, [signature.subarray(1)]]);
  }
  for (const [input, parts] of rows) {
    const jwt = input + encode(Buffer.concat(parts));
    assert.equal(await codeOf(verifier.verify(jwt)), "ERR_SIGNATURE");
    assert.throws(() => verifier.verifySync(jwt), { code: "ERR_SIGNATURE" });
  }
  assert.deepEqual([calls.importKey.length, calls.verify.length], [0, 0]);
});

test("several are under way at once, and each gets its own answer", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  const verifier = await create();
  await warm(verifier, waiting);
  const verdicts = [];
  for (let index = 0; index < 20; index += 1) {
    const jwt = mint(KEY, accessClaims({ jti: `${index}` }));
    verdicts.push(
      verifier.verify(jwt).then(
        ({ claims }) => claims.jti,
        ({ code }) => code,
      ),
    );
  }
  await turn();
  assert.equal(waiting.length, 20);
  // The last one first, and every third one bad.
  for (let index = 19; index >= 0; index -= 1) waiting[index].resolve(index % 3 !== 0);
  const wanted = verdicts.map((_, index) => (index % 3 === 0 ? "ERR_SIGNATURE" : `${index}`));
  assert.deepEqual(await Promise.all(verdicts), wanted);
});

test("so many may be under way; what comes on top the core verifies", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  let now = NOW;
  const verifier = await create({ clock: () => now });
  await warm(verifier, waiting);
  const verdicts = Array.from({ length: 64 }, () => codeOf(verifier.verify(mint(KEY))));
  await turn();
  assert.equal(waiting.length, 64);
  assert.equal(await codeOf(verifier.verify(mint(KEY))), "OK");
  assert.equal(await codeOf(verifier.verify(tampered(mint(KEY)))), "ERR_SIGNATURE");
  assert.equal(waiting.length, 64);
  // What has waited for too long makes room; its answer comes too late, and the core judges it.
  now = NOW + 10;
  const next = codeOf(verifier.verify(mint(KEY)));
  await turn();
  assert.equal(waiting.length, 65);
  for (const { resolve } of waiting) resolve(true);
  assert.equal(await next, "OK");
  assert.deepEqual(new Set(await Promise.all(verdicts)), new Set(["OK"]));
});

test("what the host cannot do the core does", async (t) => {
  const jwts = KEYS.map((key) => mint(key));
  const fails = () => Promise.reject(new DOMException("no such thing", "NotSupportedError"));
  const throws = () => {
    throw new TypeError("no such thing");
  };
  const odd = [undefined, null, 1, "true", {}].map((value) => ({ verify: async () => value }));
  for (const answers of [
    { importKey: fails },
    { importKey: throws },
    { importKey: async () => {} },
  ]) {
    await t.test("an import that fails", async (t) => {
      const calls = watchHost(t, answers);
      await assertAsEver(await create(), jwts);
      assert.deepEqual([calls.importKey.length, calls.verify.length], [KEYS.length, 0]);
    });
  }
  for (const answers of [{ verify: fails }, { verify: throws }, ...odd]) {
    await t.test("an answer that is none", async (t) => {
      const calls = watchHost(t, answers);
      await assertAsEver(await create(), jwts);
      assert.equal(calls.verify.length, 2 * KEYS.length);
    });
  }
  await t.test("no WebCrypto at all", async (t) => {
    const verifier = await create();
    const own = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    t.after(() => Object.defineProperty(globalThis, "crypto", own));
    for (const value of [undefined, {}]) {
      Object.defineProperty(globalThis, "crypto", { value, configurable: true });
      await assertAsEver(verifier, jwts);
      await assertAsEver(await create(), jwts);
    }
  });
});

test("keys that are others are imported anew", async (t) => {
  const calls = watchHost(t);
  let now = NOW;
  let keys = keySet(KEY, OTHER);
  const fetch = async () => Response.json(keys);
  const verifier = await create({ keys: `${ISSUER}/jwks.json`, fetch, clock: () => now });
  await verifier.verify(mint(KEY));
  await verifier.verify(mint(KEY));
  assert.equal(calls.importKey.length, 1);
  const changed = { ...createKey(KEY.kid), kid: KEY.kid };
  keys = keySet(changed, OTHER);
  now += 14_400;
  const fresh = accessClaims({ iat: now, exp: now + 60 });
  assert.equal((await verifier.verify(mint(changed, fresh))).claims.sub, "ada");
  assert.equal(await codeOf(verifier.verify(mint(KEY, fresh))), "ERR_SIGNATURE");
  assert.equal(calls.importKey.length, 2);
});

test("a key that is withdrawn meanwhile verifies nothing any longer", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  let keys = keySet(KEY, OTHER);
  const fetch = async () => Response.json(keys);
  const verifier = await create({ keys: `${ISSUER}/jwks.json`, fetch });
  const long = accessClaims({ exp: NOW + 3600 });
  await warm(verifier, waiting, verifier.verify(mint(KEY)));
  const pending = codeOf(verifier.verify(mint(KEY, long)));
  await turn();
  keys = keySet(OTHER);
  const unknown = mint(KEY, long, { kid: "unknown" });
  assert.equal(await codeOf(verifier.verify(unknown)), "ERR_KEY_UNKNOWN");
  waiting[0].resolve(true);
  assert.equal(await pending, "ERR_KEY_UNKNOWN");
});

test("dates are judged when the answer is there", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  let now = NOW;
  const verifier = await create({ clock: () => now });
  await warm(verifier, waiting);
  const pending = verifier.verify(mint(KEY));
  await turn();
  now = NOW + 331;
  waiting[0].resolve(true);
  await assert.rejects(pending, ({ code, decision }) => {
    assert.deepEqual([code, decision.at], ["ERR_TOKEN_EXPIRED", now]);
    return true;
  });
});

test("a token that is kept is not shown to the host again", async (t) => {
  const calls = watchHost(t);
  const verifier = await create({ cache: {} });
  for (let round = 0; round < 3; round += 1) await verifier.verify(mint(KEYS[2]));
  assert.equal(calls.verify.length, 1);
  assert.equal(await codeOf(verifier.verify(tampered(mint(KEYS[2])))), "ERR_SIGNATURE");
});

test("`auto` goes by the table, and gives the same verdicts", async () => {
  await assertAsEver(
    await create({ engine: "auto" }),
    KEYS.map((key) => mint(key)),
  );
});

test("what came along with a token is judged too, and faulty options throw as ever", async (t) => {
  watchHost(t);
  const verifier = await create();
  const bound = mint(KEY, accessClaims({ cnf: { "x5t#S256": encode(Buffer.alloc(32, 7)) } }));
  assert.equal(await codeOf(verifier.verify(bound)), "ERR_BINDING_UNPROVEN");
  const clientCertificate = encode(Buffer.alloc(32, 7));
  assert.equal((await verifier.verify(bound, { clientCertificate })).claims.sub, "ada");
  await assert.rejects(verifier.verify(bound, { nonse: "x" }), {
    code: "ERR_POLICY_UNKNOWN_MEMBER",
  });
});

/** Has the host import the key, so that later tokens come to `verify` at once. */
async function warm(verifier, waiting, first = verifier.verify(mint(KEY))) {
  while (waiting.length === 0) await turn();
  waiting.pop().resolve(true);
  await first;
}

async function turn() {
  await new Promise((resolve) => setImmediate(resolve));
}

async function assertAsEver(verifier, jwts) {
  for (const jwt of jwts) {
    assert.equal((await verifier.verify(jwt)).claims.sub, "ada");
    assert.equal(await codeOf(verifier.verify(tampered(jwt))), "ERR_SIGNATURE");
  }
}
