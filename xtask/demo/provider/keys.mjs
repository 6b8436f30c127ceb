// Signing keys of one run: made at start, gone at the end.

import { createPrivateKey, generateKeyPair, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/**
 * By way of PEM: Node 20 can lock up in `export({ format: "jwk" })` of a key that was just made,
 * when the garbage collector runs meanwhile.
 */
const PEM = {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
};

/**
 * Makes an ES256 key (access tokens) and an RS256 key (ID tokens).
 * The private JWKS also goes to a file that only its owner can read, so that `xtask mint` can sign
 * an expired token with the provider's own key.
 */
export async function makeKeys() {
  const [ec, rsa] = await Promise.all([
    generate("ec", { namedCurve: "P-256", ...PEM }),
    generate("rsa", { modulusLength: 2048, ...PEM }),
  ]);
  const jwks = { keys: [jwk(ec, "ES256"), jwk(rsa, "RS256")] };
  const folder = await mkdtemp(join(tmpdir(), "portcullis-demo-keys-"));
  const file = join(folder, "jwks.private.json");
  await writeFile(file, JSON.stringify(jwks), { mode: 0o600 });
  return { jwks, file, remove: () => rm(folder, { recursive: true, force: true }) };
}

function jwk(pair, alg) {
  const kid = `${alg.toLowerCase()}-${randomBytes(6).toString("hex")}`;
  return { ...createPrivateKey(pair.privateKey).export({ format: "jwk" }), kid, alg, use: "sig" };
}
