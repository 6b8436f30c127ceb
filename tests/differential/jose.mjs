// The cases that `cargo test --test differential` writes, through the npm package and through jose:
// the package must give the core's own verdicts, jose must accept what is accepted, and where it
// accepts more there is a reason.

import { readFileSync } from "node:fs";

import { createLocalJWKSet, jwtVerify } from "jose";
import { createVerifier } from "portcullis";

const LAST_ONE_COUNTS = "JSON.parse takes the last of two";
const NO_LIMITS = "jose has no such limit";
const NOT_READ = "jose does not read the member";
const LENIENT = "a decoder of bytes or base64 forgives it";
const NO_CHARACTER = "JSON.parse takes half a surrogate pair";

/** What jose accepts and we refuse: our code, its clause, and how the two differ. */
const DIFFERENCES = {
  ERR_B64: ["RFC 7797 §7", NOT_READ],
  ERR_BINDING_UNKNOWN: ["RFC 7800 §3.1", NOT_READ],
  ERR_BINDING_UNPROVEN: ["RFC 7800 §3.1", NOT_READ],
  ERR_CLAIM_TYPE: ["RFC 7519 §4.1", "jose looks at the types of what it compares alone"],
  ERR_HEADER_DUPLICATE_MEMBER: ["RFC 7515 §4", LAST_ONE_COUNTS],
  ERR_HEADER_JSON: ["RFC 7515 §4", NO_CHARACTER],
  ERR_HEADER_LIMITS: ["Limits: depth, members", NO_LIMITS],
  ERR_HEADER_MEMBER: ["RFC 7515 §4.1", NOT_READ],
  ERR_HEADER_TOO_LARGE: ["Limits: header", NO_LIMITS],
  ERR_HEADER_UTF8: ["RFC 7515 §4", LENIENT],
  ERR_JWKS_NO_USABLE_KEY: ["RFC 7517 §5", "the runtime takes the key, or the form it is in"],
  ERR_PAYLOAD_DUPLICATE_MEMBER: ["RFC 7519 §4", LAST_ONE_COUNTS],
  ERR_PAYLOAD_JSON: ["RFC 7519 §7.2", NO_CHARACTER],
  ERR_PAYLOAD_LIMITS: ["Limits: depth, members", NO_LIMITS],
  ERR_PAYLOAD_MEMBER: ["RFC 8259 §4", "jose has no use for the name"],
  ERR_PAYLOAD_NUMBER: ["RFC 7519 §2", "JSON.parse makes Infinity of it"],
  ERR_PAYLOAD_UTF8: ["RFC 8725 §3.7", LENIENT],
  ERR_TOKEN_BASE64: ["RFC 4648 §3.5", LENIENT],
  ERR_TOKEN_CHARACTER: ["RFC 7515 §2", LENIENT],
  ERR_TOKEN_ISSUED_IN_FUTURE: ["RFC 7519 §4.1.6", "jose looks at `iat` for a maximal age alone"],
  ERR_TOKEN_KIND: ["RFC 8725 §3.12", "jose knows no kinds of tokens"],
};

/** What jose refuses and we accept: its code, and why. */
const ITS_OWN = {
  ERR_JWKS_MULTIPLE_MATCHING_KEYS:
    "the same key twice, or beside one that is of no use, is one key",
  ERR_JWKS_NO_MATCHING_KEY: "EdDSA on Ed25519 and Ed25519 are one algorithm (RFC 9864 §2.2)",
};

const [file] = process.argv.slice(2);
const { issuer, audience, now, leeway, sets, cases } = JSON.parse(readFileSync(file, "utf8"));

const verifiers = [];
const keySets = [];
const options = {
  issuer,
  audience,
  typ: "at+jwt",
  algorithms: ["ES256", "ES384", "EdDSA", "Ed25519", "RS256", "RS384", "RS512"].concat([
    "PS256",
    "PS384",
    "PS512",
  ]),
  currentDate: new Date(now * 1000),
  clockTolerance: leeway,
  requiredClaims: ["sub", "client_id", "iat", "exp", "jti"],
};

/** A set may hold no key of use: then there is no verifier. */
async function verifyHere(keys, token) {
  verifiers[keys] ??= createVerifier({
    issuer,
    audience,
    keys: JSON.parse(sets[keys]),
    clock: () => now,
  });
  return (await verifiers[keys]).verify(token);
}

async function verifyThere(keys, token) {
  keySets[keys] ??= createLocalJWKSet(JSON.parse(sets[keys]));
  return jwtVerify(token, keySets[keys], options);
}

const verdictOf = (promise) =>
  promise.then(
    () => ({ code: "OK" }),
    ({ code, clause }) => ({ code, clause }),
  );

/** What is wrong with a case's verdicts, if anything. */
function faultOf(code, ours, theirs) {
  if (ours.code !== code) return `the package says ${ours.code}, the core ${code}`;
  if (code === "OK" && theirs.code !== "OK" && !(theirs.code in ITS_OWN)) {
    return `we accept, jose says ${theirs.code}`;
  }
  if (code === "OK" || theirs.code !== "OK") return undefined;
  if (DIFFERENCES[code]?.[0] !== ours.clause) return `jose accepts, we say ${code}`;
  return undefined;
}

const failures = [];
const unseen = new Set(Object.keys(DIFFERENCES));
let accepted = 0;
for (const { class: name, token, keys, code } of cases) {
  const ours = await verdictOf(verifyHere(keys, token));
  const theirs = await verdictOf(verifyThere(keys, token));
  const fault = faultOf(code, ours, theirs);
  if (fault !== undefined) failures.push(`${name}: ${fault}: ${token} with ${sets[keys]}`);
  if (theirs.code === "OK") unseen.delete(code);
  accepted += theirs.code === "OK" && code === "OK" ? 1 : 0;
}
for (const code of unseen) failures.push(`${code}: jose does not accept such a token any longer`);
if (accepted < cases.length / 5) failures.push(`only ${accepted} are accepted by both`);

for (const failure of failures) console.log(failure);
console.log(JSON.stringify({ passed: cases.length, failed: failures.length }));
process.exitCode = failures.length === 0 ? 0 : 1;
