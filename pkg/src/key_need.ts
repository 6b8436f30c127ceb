import { readHeader } from "./claims.js";
import type { KeyNeed } from "./keys.js";
import { wireOf } from "./wire.js";

const NOT_READY = wireOf("ERR_KEYS_NOT_READY");
const UNKNOWN = wireOf("ERR_KEY_UNKNOWN");
const BAD_SIGNATURE = wireOf("ERR_SIGNATURE");

/** Which keys a token waits for, after a verdict that is given as its number. */
export function needOf(jwt: string, wire: number): KeyNeed | undefined {
  if (wire === NOT_READY) return "missing";
  if (wire === UNKNOWN) return "another";
  // A key that it does not name may be one that is not held (RFC 7515 §6).
  return wire === BAD_SIGNATURE && !namesKey(jwt) ? "another" : undefined;
}

/** Whether the header has a `kid`. The token was well-formed enough for its signature to be looked at. */
function namesKey(jwt: string): boolean {
  return Object.hasOwn(readHeader(jwt), "kid");
}
