import { LoginError, TokenError } from "../errors.js";
import type { IdTokenVerifier, LoginParts } from "./core.js";
import type { LoginSettings } from "./options.js";

/** The claims of a verified ID token (OpenID Connect Core §2). Deeply frozen. */
export interface IdTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
  /** Seconds since 1970. */
  readonly iat: number;
  /** The party the token was issued to. */
  readonly azp?: string;
  /** When the user signed in: seconds since 1970. */
  readonly auth_time?: number;
  readonly [name: string]: unknown;
}

/**
 * What an ID token arrived with; all of it is checked against the token (OpenID Connect Core
 * §3.1.3.7).
 */
export interface IdTokenArrival {
  readonly idToken: string;
  readonly accessToken: string;
  readonly nonce: string;
}

/** A verifier of this issuer's ID tokens for this client. */
export function createIdTokenVerifier(
  parts: LoginParts,
  settings: LoginSettings,
  jwksUri: string,
): Promise<IdTokenVerifier> {
  const { issuer, clientId, clock, fetch } = settings;
  return parts.createVerifier({ issuer, clientId, keys: jwksUri, clock, fetch });
}

/**
 * Verifies the ID token of a login.
 *
 * @throws {@link TokenError} whatever is wrong with the token or its keys.
 */
export async function verifyIdToken(
  verifier: IdTokenVerifier,
  { idToken, accessToken, nonce }: IdTokenArrival,
): Promise<IdTokenClaims> {
  const { claims } = await verifier.verify(idToken, { nonce, accessToken });
  return freeze(claims as IdTokenClaims);
}

/**
 * Verifies the ID token of a refresh against the one before (OpenID Connect Core §12.2).
 *
 * @throws {@link TokenError} whatever is wrong with the token or its keys; {@link LoginError}
 * `ERR_ID_TOKEN_CHANGED` when it is for another user, issuer, client or sign-in.
 */
export async function verifyRefreshedIdToken(
  verifier: IdTokenVerifier,
  arrival: IdTokenArrival,
  before: IdTokenClaims,
): Promise<IdTokenClaims> {
  const claims = await verifyWithOptionalNonce(verifier, arrival);
  if (!isSameIdentity(before, claims)) throw new LoginError("ERR_ID_TOKEN_CHANGED");
  return claims;
}

/** A refreshed ID token should have no nonce; one that it has must be the first one's. */
async function verifyWithOptionalNonce(
  verifier: IdTokenVerifier,
  arrival: IdTokenArrival,
): Promise<IdTokenClaims> {
  try {
    return await verifyIdToken(verifier, arrival);
  } catch (error) {
    const { idToken, accessToken } = arrival;
    if (!isMissingNonce(error)) throw error;
    // Without a nonce to compare, the core refuses a token that has one.
    const { claims } = await verifier.verify(idToken, { accessToken });
    return freeze(claims as IdTokenClaims);
  }
}

function isMissingNonce(error: unknown): boolean {
  return (
    error instanceof TokenError && error.code === "ERR_CLAIM_MISSING" && error.claim === "nonce"
  );
}

function isSameIdentity(before: IdTokenClaims, after: IdTokenClaims): boolean {
  return (
    before.iss === after.iss &&
    before.sub === after.sub &&
    audience(before) === audience(after) &&
    before.azp === after.azp &&
    isSameWhereGiven(before.auth_time, after.auth_time)
  );
}

/**
 * `auth_time` is optional in each of the two tokens; in both it is the time of the first sign-in.
 */
function isSameWhereGiven(before: unknown, after: unknown): boolean {
  return before === undefined || after === undefined || before === after;
}

/** RFC 7519 §4.1.3: one string stands for a list of one; the order says nothing. */
function audience({ aud }: IdTokenClaims): string {
  return JSON.stringify([...new Set([aud].flat())].sort());
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
