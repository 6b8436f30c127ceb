// How a provider's key follows another one, while its gates are in use.

import { setTimeout as sleep } from "node:timers/promises";

import { QUICK } from "./key_ring.mjs";

/** Of tokens, in seconds. */
export const LIFETIME = 2;
/**
 * Seconds after which gates know what was published, and no longer use what was withdrawn: the set is
 * too old, or a token has named another key, and the answer takes a while to come.
 */
export const BOUND = Math.max(QUICK.floor, QUICK.cooldown) + 2;

/** Kinds of rotations, one after the other; each is told `{ provider, lives, tokens }`. */
export const ROTATIONS = [
  /** With an overlap, and nothing but the set's age makes the gate ask for the last key's end. */
  async function quiet(parts) {
    parts.tokens.hasUnknown = false;
    await overlap(parts);
    await sleep((BOUND + 1) * 1000);
    parts.tokens.hasUnknown = true;
  },
  /**
   * A key was stolen: it is gone at once, and the next one signs. The gate's set would be fresh for
   * long, so a token of the next key is what makes it ask, among those that name keys of nobody.
   */
  async function emergency({ provider, lives, tokens }) {
    const [last, next] = [provider.signer, provider.makeKey()];
    provider.maxAge = QUICK.ceiling;
    await sleep((QUICK.floor + 1) * 1000);
    provider.maxAge = QUICK.floor;
    lives.withdraw(last.kid);
    lives.publish(next.kid);
    await provider.publish([next]);
    tokens.withdraw(last);
    await sleep(BOUND * 1000);
  },
  overlap,
];

/** The next key is known before it signs, and the last one until its tokens have expired. */
async function overlap({ provider, lives, tokens }) {
  const [last, next] = [provider.signer, provider.makeKey()];
  await provider.publish([last, next]);
  lives.publish(next.kid);
  await sleep(BOUND * 1000);
  await provider.publish([next, last]);
  await sleep((LIFETIME + 1) * 1000);
  lives.withdraw(last.kid);
  await provider.publish([next]);
  tokens.withdraw(last);
}
