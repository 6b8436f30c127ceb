import { ask, asText } from "./ask.js";
import type { Core } from "./core.js";

/** The type of `thumbprint`. */
export interface Thumbprint {
  /**
   * The thumbprint of a JSON Web Key: base64url of the SHA-256 of its required members (RFC 7638 §3).
   *
   * @param jwk An EC, RSA, OKP or oct key, public or private; private members do not count.
   * @throws `TokenError` with an `ERR_JWK_…` code when it is no such key.
   */
  (jwk: object): Promise<string>;
}

/** The type of `thumbprintSync`. */
export interface ThumbprintSync {
  /** As `thumbprint`, for after `ready()`. */
  (jwk: object): string;
}

/** `thumbprintSync` on one way of loading. */
export function bindThumbprintSync(core: Core): ThumbprintSync {
  return (jwk) => ask(core, (glue) => glue.thumbprint(toJson(jwk)));
}

/** `thumbprint` on one way of loading. */
export function bindThumbprint(core: Core): Thumbprint {
  const thumbprintSync = bindThumbprintSync(core);
  return async (jwk) => {
    await core.ready();
    return thumbprintSync(jwk);
  };
}

/** What JSON cannot say is no key, and the core says so. */
function toJson(jwk: object): string {
  try {
    return asText(JSON.stringify(jwk));
  } catch {
    return "";
  }
}
