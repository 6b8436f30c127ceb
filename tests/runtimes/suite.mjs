// The vectors through the npm package: the same file does the work in every runtime.

import { countHostCalls } from "./host_calls.mjs";

/**
 * Runs every vector of some suites.
 *
 * @param portcullis The package's main entry.
 * @param documents The parsed files of `tests/vectors`, in the order of their names.
 * @param engine `wasm`, or `host` for the runtime's own WebCrypto.
 * @returns How many ran and failed, what failed, the digest over all verdicts, and what the host did.
 */
export async function runSuites(portcullis, documents, engine) {
  const lines = [];
  const host = countHostCalls();
  const failures = [];
  for (const suite of documents) {
    const verifiers = new Map();
    for (const vector of suite.vectors) {
      // Shared secrets are for native builds with the feature `hmac`.
      if (vector.features !== undefined) continue;
      const outcome = await judge(portcullis, suite, vector, { verifiers, engine });
      lines.push(lineOf(vector, outcome));
      const fault = faultOf(vector, outcome);
      if (fault !== undefined) failures.push(`${vector.name}: ${fault}`);
    }
  }
  // Tables are the core's own; a host has none.
  if (engine !== "host") failures.push(...(await withPreparedKeys(portcullis, documents, lines)));
  failures.push(...(await examples(portcullis)));
  failures.push(...(await badInput(portcullis, documents, engine)));
  // A host that is not asked shows nothing; one that is asked unbidden decides what it should not.
  if (host.signatures > 0 !== (engine === "host")) {
    failures.push(`${engine}: ${host.signatures} signatures went to the host`);
  }
  const digest = await sha256(lines.join(""));
  return { ran: lines.length, failed: failures.length, digest, host, failures };
}

/** Rounds before the second reading, two good signatures each; the core prepares a key before. */
const ROUNDS = 4;

/** The vectors once more, with keys that are prepared: every verdict must be the first one. */
async function withPreparedKeys(portcullis, documents, lines) {
  const failures = [];
  let at = 0;
  for (const suite of documents) {
    const vectors = suite.vectors.filter(({ features }) => features === undefined);
    const verifiers = new Map();
    await prepare(portcullis, suite, vectors, verifiers);
    for (const vector of vectors) {
      const line = lineOf(vector, await judge(portcullis, suite, vector, { verifiers }));
      if (line !== lines[at]) failures.push(`${vector.name}: prepared keys: ${line}`);
      at += 1;
    }
  }
  return failures;
}

/** Under each verifier that is kept, one accepted token of each header, often enough. */
async function prepare(portcullis, suite, vectors, verifiers) {
  const seen = new Set();
  for (const vector of vectors) {
    const { keys, policy, token, expect } = vector;
    const name = JSON.stringify([keys, policy, token.split(".")[0]]);
    const kept = suite.keys[keys].text === undefined;
    if (expect.verdict !== "accept" || !kept || seen.has(name)) continue;
    seen.add(name);
    for (let round = 0; round < ROUNDS; round += 1)
      await judge(portcullis, suite, vector, { verifiers });
  }
}

function lineOf({ name }, { verdict, stage, code, claim = "" }) {
  return `${name}\t${verdict}\t${stage}\t${code}\t${claim}\n`;
}

/** What is no token: the examples of RFC 7638 §3.1, RFC 8037 A.3 and RFC 7636 appendix B. */
async function examples({ thumbprint, verifyPkce, createPkce }) {
  const failures = [];
  const rsa = {
    kty: "RSA",
    n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    e: "AQAB",
    alg: "RS256",
    kid: "2011-04-29",
  };
  const okp = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  for (const [name, jwk, wanted] of [
    ["RFC 7638 §3.1", rsa, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"],
    ["RFC 8037 A.3", okp, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"],
  ]) {
    if ((await thumbprint(jwk)) !== wanted) failures.push(`${name}: another thumbprint`);
  }
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const pair = await createPkce();
  for (const [name, holds] of [
    ["RFC 7636 B", await verifyPkce(verifier, challenge)],
    ["a pair of our own", await verifyPkce(pair.codeVerifier, pair.codeChallenge)],
    ["another verifier", !(await verifyPkce(pair.codeVerifier, challenge))],
  ]) {
    if (!holds) failures.push(`${name}: PKCE`);
  }
  return failures;
}

/** What is no text, no token, or one that was broken: a typed refusal, and never a trap. */
async function badInput(portcullis, documents, engine) {
  const failures = [];
  const { keys, policies, vectors } = documents.find(({ suite }) => suite === "access");
  const [{ token, now, ...names }] = vectors;
  const verifier = await portcullis.createVerifier({
    ...camelCase(policies[names.policy]),
    keys: keys[names.keys].jwks,
    clock: () => now,
    engine,
  });
  const odd = ["\ud800", `${token}\udc00`, "\0", ".".repeat(1e6), "é".repeat(1e5), "{}", ""];
  const noText = [undefined, null, 5, {}, [token], new String(token), Symbol("token"), () => token];
  for (const input of [...odd, ...noText, ...broken(token, 2000)]) {
    const verified = await codeOf(verifier.verify(input));
    if (!isRefusal(verified)) failures.push(`bad input: verify, ${typeof input}, ${verified}`);
    // A payload may be broken into another good one: that can be looked at, but not verified.
    const peeked = await codeOf(portcullis.dangerouslyPeek(input));
    if (peeked !== "OK" && !isRefusal(peeked)) {
      failures.push(`bad input: dangerouslyPeek, ${typeof input}, ${peeked}`);
    }
  }
  const { claims } = await verifier.verify(token);
  if (claims.sub !== "ada") failures.push("bad input: the verifier does not work any longer");
  return failures;
}

async function codeOf(promise) {
  return promise.then(
    () => "OK",
    (error) => error.code ?? `${error}`,
  );
}

function isRefusal(code) {
  return code.startsWith("ERR_") && code !== "ERR_ENGINE_FAULT";
}

/** The token with one to three characters changed, taken out or put in; the same each time. */
function* broken(token, count) {
  const letters = "AZaz09-_.=+/ \n\0é😀{}";
  let state = 1;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % bound;
  };
  for (let made = 0; made < count; made += 1) {
    let text = token;
    for (let change = below(3); change >= 0; change -= 1) {
      const at = below(text.length + 1);
      const put = letters.charAt(below(letters.length));
      text = text.slice(0, at) + put + text.slice(at + below(2));
    }
    if (text !== token) yield text;
  }
}

/** What the package makes of one vector. */
export async function judge(portcullis, suite, vector, { verifiers, engine }) {
  const { now } = vector;
  const name = JSON.stringify([vector.keys, vector.policy]);
  const source = suite.keys[vector.keys];
  try {
    let held = verifiers.get(name);
    if (held === undefined) {
      held = { clock: { now } };
      const policy = camelCase(suite.policies[vector.policy]);
      const options = { ...policy, ...keysOf(source), clock: () => held.clock.now, engine };
      const onDecision = (record) => {
        held.last = record;
      };
      held.verifier = await portcullis.createVerifier({ ...options, onDecision });
      if (isKept(policy)) {
        held.keeper = await portcullis.createVerifier({ ...options, cache: {} });
      }
      // A document that is fetched is fetched for each vector anew.
      if (source.text === undefined) verifiers.set(name, held);
    }
    held.clock.now = now;
    const { verifier, keeper } = held;
    const presentation = vector.presentation && camelCase(vector.presentation);
    const kept = keeper && (await codeOf(keeper.verify(vector.token, presentation)));
    const fresh = keeper && (await codeOf(verifier.verify(vector.token, presentation)));
    if (kept !== fresh) return unexpected(`with a cache ${kept}, without one ${fresh}`);
    const token = await verifier.verify(vector.token, presentation);
    // The second time a token comes out of the cache.
    for (const again of source.text === undefined ? [verifier, keeper ?? verifier] : []) {
      const { claims, decision } = again.verifySync(vector.token, presentation);
      if (!equal(claims, token.claims)) return unexpected("verifySync gives other claims");
      if (!equal(decision, token.decision)) return unexpected("verifySync gives another record");
    }
    if (token.decision.code !== "OK") return unexpected("the record does not say OK");
    return { verdict: "accept", stage: "admitted", code: "OK", claims: token.claims };
  } catch (error) {
    if (error instanceof portcullis.PolicyError) {
      return { verdict: "refuse", stage: "policy", code: error.code, path: error.path };
    }
    if (!(error instanceof portcullis.TokenError))
      return unexpected(`no TokenError: ${error?.stack ?? error}`);
    const { stage, code, claim, decision } = error;
    const last = verifiers.get(name)?.last ?? decision;
    const leak = leakOf(error, vector.token, source) ?? strangeIn(error, last);
    return { verdict: "refuse", stage, code, claim, decision, leak };
  }
}

/** Whether a policy is of a kind whose tokens a cache keeps. */
function isKept({ issuers, kind = "access" }) {
  return issuers ? issuers.some(isKept) : kind.startsWith("access");
}

function unexpected(fault) {
  return { verdict: "refuse", stage: "unexpected", code: "", fault };
}

/** Keys as a value, or as the text that the issuer's address answers with. */
function keysOf({ issuer, jwks, certificates, text, embedded }) {
  // Proofs hold their keys.
  if (embedded) return {};
  if (text === undefined) return { keys: jwks ?? certificates };
  const url = `${issuer}/jwks.json`;
  const fetch = async (asked) => {
    if (String(asked?.url ?? asked) !== url) throw new Error("another address was asked");
    return new Response(new TextEncoder().encode(text), {
      headers: { "content-type": "application/json" },
    });
  };
  return { keys: url, fetch };
}

function faultOf(vector, outcome) {
  const { expect } = vector;
  if (outcome.fault !== undefined) return outcome.fault;
  if (outcome.leak !== undefined) return `the error repeats input: ${outcome.leak}`;
  const got = [outcome.verdict, outcome.stage, outcome.code, outcome.claim ?? ""].join(" ");
  const wanted =
    expect.verdict === "accept"
      ? "accept admitted OK "
      : [expect.verdict, expect.stage, expect.code, expect.claim ?? ""].join(" ");
  if (got !== wanted) return `${got} instead of ${wanted}`;
  if (expect.verdict === "accept" && !equal(outcome.claims, expect.claims)) return "other claims";
  if (expect.stage === "policy" && outcome.path !== camelName(expect.path)) {
    return `path ${outcome.path} instead of ${camelName(expect.path)}`;
  }
  const record = outcome.decision;
  if (record !== undefined && (record.code !== expect.code || record.stage !== expect.stage)) {
    return `the record says ${record.stage} ${record.code}`;
  }
  return undefined;
}

/** No run of eight characters of a token in a message, nor in a record but for a held key's kid. */
function leakOf(error, token, source) {
  const { kid } = error.decision ?? {};
  const held =
    source.jwks?.keys.some((key) => key.kid === kid) ??
    (source.text?.includes(kid) || Object.hasOwn(source.certificates ?? {}, kid));
  const texts = [error.message, error.decision?.fingerprint ?? "", held ? "" : (kid ?? "")];
  const sources = [token, ...token.split(".").map(decoded)];
  for (const text of texts) {
    for (let at = 0; at + 8 <= text.length; at += 1) {
      const run = text.slice(at, at + 8);
      if (sources.some((whole) => whole.includes(run))) return run;
    }
  }
  return undefined;
}

const ERROR = ["code", "stage", "claim", "clause", "status", "decision", "retryAfter"];
const RECORD = [
  ...["verdict", "code", "stage", "step", "claim", "clause", "status"],
  ...["kid", "alg", "fingerprint", "policy", "at"],
];

/** What each code has said so far: the same every time, whatever the token was. */
const said = new Map();

/** A member that nobody knows, a text that is not always the same, or another record than was told. */
function strangeIn(error, record) {
  const members = [...Object.keys(error), ...Object.keys(record ?? {})];
  const unknown = members.find((member) => !ERROR.includes(member) && !RECORD.includes(member));
  if (unknown !== undefined) return `the member ${unknown}`;
  const { code, message, stage, clause, status, cause, retryAfter } = error;
  // How long nobody asks is left to chance, in part.
  const waits = retryAfter > 0 && retryAfter <= 60 && stage === "keys";
  if (retryAfter !== undefined && !waits) return "a time to wait";
  const parts = [message, stage, clause, status, cause, record?.step];
  const words = [`${error}`, ...parts].join("\n");
  if (record !== undefined && !equal(record, error.decision)) return "another record";
  if (!said.has(code)) said.set(code, words);
  return said.get(code) === words ? undefined : `${code} says something else`;
}

function decoded(segment) {
  try {
    return atob(segment.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return "";
  }
}

/** A policy or presentation in the package's spelling. */
function camelCase(document) {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      camelName(name),
      name === "preset" ? deepCamelCase(value) : value,
    ]),
  );
}

/** A preset, whose options have names of their own. */
function deepCamelCase(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [camelName(name), deepCamelCase(member)]),
  );
}

function camelName(name) {
  return name?.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

function equal(one, other) {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equal(one[name], other[name]))
  );
}

async function sha256(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
