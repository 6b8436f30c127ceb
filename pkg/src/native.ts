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
  decision(jwt: string, wire: number, now: number): unknown;
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
