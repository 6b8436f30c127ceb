// What is used of the WebAssembly bindings. Written out here so that the package's declarations
// stand on their own; `core.ts` holds the generated glue against it.

/** A verifier in the instance; gone with it. */
export interface NativeVerifier {
  /** Every policy with its defaults: JSON `[{ "id", "policy" }]`. */
  policies(): string;
  /** Takes an issuer's keys; the number of the refusal, or of success. */
  setKeys(index: number, jwks: string): number;
  dropKeys(index: number): void;
  /** A pointer to at least that many bytes, which stay until the next call. */
  buffer(length: number): number;
  /** The issuer that the token in the buffer claims; below 0 when it is none of ours. */
  issuerOf(length: number): number;
  /** The claims of the token in the buffer, or undefined with a number in `lastError`. */
  verify(
    length: number,
    presentation: string | undefined,
    now: number,
    rule: number,
  ): string | undefined;
  lastError(): number;
  /** Names the algorithms whose signatures are left to the host, with spaces in between. */
  leaveToHost(algorithms: string): void;
  /** As `verify`; undefined with a ticket in `pending` when the signature is left to the host. */
  verifyOrDetach(
    length: number,
    presentation: string | undefined,
    now: number,
    rule: number,
  ): string | undefined;
  /** The ticket of the token that was detached last; 0 when the last token was not. */
  pending(): number;
  /** The algorithm's name, a space, and the key's thumbprint; undefined for an unknown ticket. */
  pendingKey(ticket: number): string | undefined;
  pendingJwk(ticket: number): string | undefined;
  pendingInput(ticket: number): Uint8Array | undefined;
  pendingSignature(ticket: number): Uint8Array | undefined;
  /** The claims, or undefined with a number in `lastError`; a ticket is good for one answer. */
  dangerouslyAccept(ticket: number, good: boolean, now: number): string | undefined;
  forgetPending(ticket: number): void;
  evidence(jwt: string, wire: number, now: number): unknown;
}

/** A gate in the instance; gone with it. */
export interface NativeGate {
  document(): string;
  /** The index of a route, or -1 minus the number of the refusal. */
  route(method: string, path: string): number;
  isPublic(route: number): boolean;
  allow(path: string): string[];
  challenge(wire: number, route: number): string | undefined;
  verifier(): NativeVerifier;
}

/** The classes and functions of the bindings. Those that refuse throw the refusal's number. */
export interface Glue {
  readonly Verifier: new (options: string) => NativeVerifier;
  readonly Gate: new (document: string) => NativeGate;
  entropy(length: number): Uint8Array;
  pkceFromEntropy(entropy: Uint8Array): string;
  pkceVerify(verifier: string, challenge: string): boolean;
  thumbprint(jwk: string): string;
  peek(jwt: string): string;
  certificateHash(der: Uint8Array): Uint8Array;
  metadataUrl(issuer: string, kind: string): string | undefined;
  readJwksUri(text: string, issuer: string): string;
  readMetadata(text: string, issuer: string): string;
  readCallback(query: string, state: string, issuer: string, issParameter: boolean): string;
  callbackError(query: string): string | undefined;
  readTokenResponse(text: string, requestedScope: string): string;
  readTokenError(text: string): string;
}
