// What the login needs of the package around it. The names are those of the WASM bindings.

/**
 * The core's readers of OAuth messages. Refusals are thrown as numbers: index and claim of the
 * error catalogue.
 */
export interface LoginCore {
  /**
   * A PKCE pair from 32 random bytes: JSON of `{ code_verifier, code_challenge }` (RFC 7636 §4.1,
   * §4.2).
   */
  pkceFromEntropy(entropy: Uint8Array): string;
  /**
   * Where an issuer's metadata is; nothing when the issuer is no such URL (OpenID Connect Discovery
   * §4, RFC 8414 §3.1).
   */
  metadataUrl(issuer: string, kind: MetadataKind): string | undefined;
  /** Reads metadata for a login: JSON (RFC 8414 §3.3). */
  readMetadata(text: string, issuer: string): string;
  /** Reads the query of a callback: the code (RFC 6749 §4.1.2, RFC 9207 §2.4). */
  readCallback(query: string, state: string, issuer: string, issParameter: boolean): string;
  /** The registered error code of an error response (RFC 6749 §4.1.2.1). */
  callbackError(query: string): string | undefined;
  /** Reads a token response: JSON (RFC 6749 §5.1). */
  readTokenResponse(text: string, requestedScope: string): string;
  /**
   * Reads an error answer of the token endpoint: a registered code, or `invalid_response` (RFC 6749
   * §5.2).
   */
  readTokenError(text: string): string;
}

/** Which document describes the issuer: OpenID Connect Discovery's or RFC 8414's. */
export type MetadataKind = "openid" | "oauth";

/** A verifier of one issuer's ID tokens for one client. */
export interface IdTokenVerifier {
  verify(
    jwt: string,
    presentation: { readonly nonce?: string; readonly accessToken?: string },
  ): Promise<{ readonly claims: Readonly<Record<string, unknown>> }>;
}

/** Whose ID tokens are verified, for which client, and with what. */
export interface IdTokenPolicy {
  readonly issuer: string;
  readonly clientId: string;
  /** The URL of the issuer's keys. */
  readonly keys: string;
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

/** The package's side of a login, bound to one runtime's way of loading the WASM. */
export interface LoginParts {
  /** Loads the WASM on the first call. */
  readonly load: () => Promise<LoginCore>;
  /** Loads the WASM on the first call; fetches keys when a token asks for them. */
  readonly createVerifier: (policy: IdTokenPolicy) => Promise<IdTokenVerifier>;
}
