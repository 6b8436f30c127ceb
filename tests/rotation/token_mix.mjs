// The tokens that clients of a gate send: good ones, forged ones, and ones of withdrawn keys.

import { accessClaims, mint } from "../../pkg/test/issuer.mjs";
import { FORGERIES, UNKNOWN } from "./forgeries.mjs";

const FRESH = "fresh";
const HELD = "held";
const SIGNED = "signed";
const WITHDRAWN = "withdrawn key";

/** How many tokens of a hundred are of which class. */
const SHARES = {
  [FRESH]: 8,
  [HELD]: 15,
  [SIGNED]: 41,
  [WITHDRAWN]: 6,
  ...Object.fromEntries(Object.keys(FORGERIES).map((name) => [name, 6])),
};
export const CLASSES = Object.keys(SHARES);

/** Whether a token of this class is bad whatever its key is. */
export function isForgery(name) {
  return Object.hasOwn(FORGERIES, name);
}

/** Good tokens that are kept to be sent again. */
const KEPT = 500;
/** Withdrawn keys that are still tried. */
const TRIED = 3;

export class TokenMix {
  /** Whether tokens name keys that nobody has. */
  hasUnknown = true;
  #provider;
  #lifetime;
  #held = [];
  #withdrawn = [];

  /** @param lifetime Of tokens, in seconds. */
  constructor(provider, lifetime) {
    this.#provider = provider;
    this.#lifetime = lifetime;
  }

  /** From now on somebody signs tokens with this key who should not. */
  withdraw(key) {
    this.#withdrawn = [...this.#withdrawn, key].slice(-TRIED);
  }

  /** The next token: `{ name, token, kid }`, with its class and the key that it names or is forged after. */
  async next() {
    const name = pickClass();
    const { signer } = this.#provider;
    if (isForgery(name) && (name !== UNKNOWN || this.hasUnknown)) {
      return { name, token: FORGERIES[name](signer, this.#claims()), kid: signer.kid };
    }
    if (name === WITHDRAWN && this.#withdrawn.length > 0) {
      const key = pick(this.#withdrawn);
      return { name, token: mint(key, this.#claims()), kid: key.kid };
    }
    if (name === HELD) this.#held = this.#held.filter(isStillGood);
    if (name === HELD && this.#held.length > 0) return { ...pick(this.#held), name };
    if (name === FRESH) return this.#hold(name, await this.#provider.issue());
    return this.#hold(SIGNED, mint(signer, this.#claims()));
  }

  #claims() {
    const now = Math.floor(Date.now() / 1000);
    return accessClaims({ iss: this.#provider.issuer, iat: now, exp: now + this.#lifetime });
  }

  /** Keeps a good token, to be sent again later. */
  #hold(name, token) {
    const [{ kid }, { exp }] = token.split(".", 2).map((part) => JSON.parse(decode(part)));
    const held = { name, token, kid, exp };
    this.#held = [...this.#held, held].slice(-KEPT);
    return held;
  }
}

/** Good until it has been answered, and a while longer. */
function isStillGood({ exp }) {
  return exp > Date.now() / 1000 + 0.5;
}

function pickClass() {
  let left = Math.random() * 100;
  return CLASSES.find((name) => {
    left -= SHARES[name];
    return left < 0;
  });
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}

function decode(part) {
  return Buffer.from(part, "base64url").toString();
}
