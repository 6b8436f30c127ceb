import { ask, asText } from "./ask.js";
import type { Core } from "./core.js";

/** A code verifier and its challenge (RFC 7636 §4). */
export interface Pkce {
  /** 43 characters from 32 random bytes; a secret until the token request. */
  readonly codeVerifier: string;
  /** The base64url form of the verifier's SHA-256, for the authorization request. */
  readonly codeChallenge: string;
  /** The only method there is. */
  readonly method: "S256";
}

/** The type of `createPkce`. */
export interface CreatePkce {
  /**
   * Makes a PKCE pair from fresh entropy (RFC 7636 §4.1, §4.2).
   *
   * ```ts
   * const { codeVerifier, codeChallenge, method } = await createPkce();
   * authorizationUrl.searchParams.set("code_challenge", codeChallenge);
   * authorizationUrl.searchParams.set("code_challenge_method", method);
   * ```
   *
   * @throws `TokenError` `ERR_PKCE_ENTROPY` where the host has no random source.
   */
  (): Promise<Pkce>;
}

/** The type of `createPkceSync`. */
export interface CreatePkceSync {
  /** As `createPkce`, for after `ready()`; before that it throws `ERR_ENGINE_NOT_READY` in browsers. */
  (): Pkce;
}

/** The type of `verifyPkce`. */
export interface VerifyPkce {
  /**
   * Whether a code verifier belongs to an S256 challenge, compared in constant time (RFC 7636 §4.6).
   *
   * @throws `TokenError` `ERR_PKCE_VERIFIER_LENGTH`, `ERR_PKCE_VERIFIER_CHARACTER` or
   * `ERR_PKCE_CHALLENGE` when one of the two is malformed.
   */
  (codeVerifier: string, codeChallenge: string): Promise<boolean>;
}

/** The type of `verifyPkceSync`. */
export interface VerifyPkceSync {
  /** As `verifyPkce`, for after `ready()`. */
  (codeVerifier: string, codeChallenge: string): boolean;
}

/** Bytes in a code verifier (RFC 7636 §7.1). */
const ENTROPY = 32;

/** `createPkceSync` on one way of loading. */
export function bindCreatePkceSync(core: Core): CreatePkceSync {
  return () => {
    const pair = ask(core, (glue) => glue.pkceFromEntropy(glue.entropy(ENTROPY)));
    const { code_verifier: codeVerifier, code_challenge: codeChallenge } = JSON.parse(pair) as {
      readonly code_verifier: string;
      readonly code_challenge: string;
    };
    return { codeVerifier, codeChallenge, method: "S256" };
  };
}

/** `createPkce` on one way of loading. */
export function bindCreatePkce(core: Core): CreatePkce {
  const createPkceSync = bindCreatePkceSync(core);
  return async () => {
    await core.ready();
    return createPkceSync();
  };
}

/** `verifyPkceSync` on one way of loading. */
export function bindVerifyPkceSync(core: Core): VerifyPkceSync {
  return (codeVerifier, codeChallenge) =>
    ask(core, (glue) => glue.pkceVerify(asText(codeVerifier), asText(codeChallenge)));
}

/** `verifyPkce` on one way of loading. */
export function bindVerifyPkce(core: Core): VerifyPkce {
  const verifyPkceSync = bindVerifyPkceSync(core);
  return async (codeVerifier, codeChallenge) => {
    await core.ready();
    return verifyPkceSync(codeVerifier, codeChallenge);
  };
}
