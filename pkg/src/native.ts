// What is used of the WebAssembly bindings. Written out here so that the package's declarations
// stand on their own; `full_instance.ts` and `login_instance.ts` hold the generated glue against it.

/** A verifier in the instance; gone with it. */
export interface NativeVerifier {
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
  /** What a decision record has beyond the catalogue's row; not in the login's module. */
  evidence?(jwt: string, wire: number, now: number): unknown;
  /** Who a token that was admitted stands for, as JSON; not in the login's module. */
  identity?(jwt: string): string | undefined;
}

/** A verifier with all that the login's module has not: options, and signatures left to the host. */
export interface DetachingVerifier extends NativeVerifier {
  /** Every policy with its defaults: JSON `[[{ "id", "policy" }]]`, a list for each entry. */
  policies(): string;
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
}

/** An issuer's key ring in the instance; gone with it. What it says is JSON text. */
export interface NativeKeyRing {
  /** What is to be done: `{ step, seconds?, fetch?, etag? }`. */
  ask(another: boolean, now: number): string;
  /** What has happened: `{ type, … }`; undefined for a fetch that is not known. */
  settle(
    fetch: number,
    wire: number,
    text: string,
    jwksUri: string,
    headers: string,
    retryAfter: number,
    now: number,
    chance: number,
  ): string | undefined;
  giveBack(fetch: number): void;
  /** `{ jwks_uri, dated, refresh_at, expires }`; undefined without keys. */
  held(): string | undefined;
  document(): string | undefined;
  snapshot(): string | undefined;
  /** What has happened, if anything. */
  restore(snapshot: string, now: number): string | undefined;
}

/** A gate in the instance; gone with it. */
export interface NativeGate {
  document(): string;
  /** The index of a route, or -1 minus the number of the refusal. */
  route(method: string, path: string): number;
  isPublic(route: number): boolean;
  allow(path: string): string[];
  challenge(wire: number, description: string, route: number): string | undefined;
  verifier(): NativeVerifier;
}

/** What a login needs of the bindings. What refuses throws the refusal's number. */
export interface LoginGlue {
  readonly Verifier: { forIdTokens(issuer: string, clientId: string): NativeVerifier };
  /** Not in the login's module, to which no certificate comes. */
  certificateHash?(der: Uint8Array): Uint8Array;
  pkceFromEntropy(entropy: Uint8Array): string;
  metadataUrl(issuer: string, kind: string): string | undefined;
  readMetadata(text: string, issuer: string): string;
  readCallback(query: string, state: string, issuer: string, issParameter: boolean): string;
  callbackError(query: string): string | undefined;
  readTokenResponse(text: string, requestedScope: string): string;
  readTokenError(text: string): string;
}

/** All of the bindings. */
export interface Glue extends LoginGlue {
  readonly Verifier: LoginGlue["Verifier"] & (new (options: string) => DetachingVerifier);
  readonly Gate: new (document: string) => NativeGate;
  readonly KeyRing: new (
    policy: string,
    floor: number,
    ceiling: number,
    hardAge: number,
    cooldown: number,
    timeout: number,
  ) => NativeKeyRing;
  entropy(length: number): Uint8Array;
  pkceVerify(verifier: string, challenge: string): boolean;
  thumbprint(jwk: string): string;
  peek(jwt: string): string;
  readJwksUri(text: string, issuer: string): string;
}
