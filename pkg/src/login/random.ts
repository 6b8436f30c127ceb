const BYTES = 32;

/** 32 bytes of the browser's random source: what a PKCE verifier is made of (RFC 7636 §7.1). */
export function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(BYTES));
}

/**
 * 32 random bytes as 43 base64url characters: a `state` or a `nonce` (RFC 6749 §10.10, OIDC Core
 * §15.5.2).
 */
export function randomText(): string {
  const binary = String.fromCharCode(...randomBytes());
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
