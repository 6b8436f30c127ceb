// The bad tokens of the story, each made from a good one.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const HOUR = 3600;

/** Another subject under the old signature. */
export function tampered(token) {
  const [header, payload, signature] = token.split(".");
  const claims = { ...decode(payload), sub: "eve" };
  return [header, encode(claims), signature].join(".");
}

/** The same claims, unsigned (RFC 8725 §3.2). */
export function unsigned(token) {
  const [header, payload] = token.split(".");
  return [encode({ ...decode(header), alg: "none" }), payload, "AA"].join(".");
}

/**
 * The same claims, signed again with the provider's own key, but of an hour ago.
 * `xtask mint` signs: its path is in PORTCULLIS_XTASK, the claims go in on standard input, the
 * token comes out.
 */
export async function expired(token, keysFile) {
  const [header, payload] = token.split(".");
  const { kid, typ } = decode(header);
  const claims = decode(payload);
  const past = { ...claims, iat: claims.iat - HOUR, exp: claims.exp - HOUR };
  const xtask = process.env.PORTCULLIS_XTASK;
  if (!xtask)
    throw new Error("PORTCULLIS_XTASK is not set: start the demo with `cargo xtask demo`");
  const run = promisify(execFile)(xtask, ["mint", "--keys", keysFile, "--kid", kid, "--typ", typ]);
  run.child.stdin.end(JSON.stringify(past));
  return (await run).stdout.trim();
}

function decode(segment) {
  return JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
