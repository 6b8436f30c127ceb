import type { Claims } from "../claims.js";

/** Which claim goes to the origin in which header. */
export type ForwardedClaims = Readonly<Record<string, string>>;

/**
 * Takes every header out that an origin might mistake for one of ours: servers that turn names into
 * variables (CGI, WSGI) read `X_Auth_Sub` and `x-auth-sub` as one.
 */
export function removeIdentity(headers: Headers, forward: ForwardedClaims): void {
  const ours = new Set(Object.values(forward).map(normalised));
  for (const name of [...headers.keys()]) {
    if (ours.has(normalised(name))) headers.delete(name);
  }
}

/** Adds the claims of a verified token. A claim that is absent leaves its header absent. */
export function addIdentity(headers: Headers, forward: ForwardedClaims, claims: Claims): void {
  for (const [claim, header] of Object.entries(forward)) {
    const value = claim === "scope" ? scopeOf(claims) : claims[claim];
    if (typeof value === "string") headers.set(header, encoded(value, claim === "scope"));
  }
}

/** `scope`, or `scp` where a provider sends that instead, as one or as a list. */
function scopeOf({ scope, scp }: Claims): unknown {
  if (scope !== undefined) return scope;
  return Array.isArray(scp) ? scp.join(" ") : scp;
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "-");
}

/**
 * A claim as a header can carry it: UTF-8, percent-encoded outside `%x21-7E`. The percent sign is
 * encoded too, so that two subjects never become one; the spaces of a scope stay.
 */
function encoded(value: string, keepsSpaces: boolean): string {
  let text = "";
  for (const byte of new TextEncoder().encode(value)) {
    const plain = byte >= 0x21 && byte <= 0x7e && byte !== PERCENT;
    text += plain || (keepsSpaces && byte === SPACE) ? String.fromCharCode(byte) : percent(byte);
  }
  return text;
}

const PERCENT = 0x25;
const SPACE = 0x20;

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
