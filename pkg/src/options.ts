import type { Decision } from "./decision.js";
import type { KeyEvent } from "./key_event.js";
import type { KeyStore } from "./key_store.js";

/** A JSON Web Key Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  readonly [name: string]: unknown;
}

/** X.509 certificates in PEM (RFC 7468 §5.1) by `kid`, as Google and Firebase publish them. */
export type CertificateMap = Readonly<Record<string, string>>;

/** Scopes that a token needs: every one of `all`, and one of `any` at least (RFC 6749 §3.3). */
export interface ScopeOptions {
  readonly all?: readonly string[] | undefined;
  readonly any?: readonly string[] | undefined;
}

/** Upper bounds on what is read; lengths are in bytes. */
export interface LimitOptions {
  /** Length of a token. Default 16384. */
  readonly token?: number | undefined;
  /** Length of a decoded header. Default 4096. */
  readonly header?: number | undefined;
  /** How deep arrays and objects may nest. Default 32. */
  readonly depth?: number | undefined;
  /** Members of one object. Default 256. */
  readonly members?: number | undefined;
  /** Keys of one set. Default 64. */
  readonly keys?: number | undefined;
  /** Length of a key set or metadata document. Default 262144. */
  readonly jwks?: number | undefined;
}

/** Claims, each with one string or several. */
export type ClaimValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * A provider that is known, with what tells its tenants apart. It says issuer, keys, algorithms and
 * kinds, and where client, roles and second factor are; options beside it may narrow that and never
 * widen it. See `docs/providers`.
 */
export type PresetOptions =
  | { readonly auth0: { readonly domain: string } }
  | { readonly okta: { readonly domain: string; readonly authorizationServer: string } }
  | { readonly firebase: { readonly project: string } }
  | { readonly google: Readonly<Record<string, never>> }
  | { readonly entra: { readonly tenants: string | readonly string[] } }
  | { readonly entraV1: { readonly tenants: string | readonly string[] } }
  | {
      readonly cognito: {
        readonly region: string;
        readonly userPool: string;
        readonly clientIds: string | readonly string[];
      };
    }
  | { readonly keycloak: { readonly baseUrl: string; readonly realm: string } }
  | { readonly supabase: { readonly project: string } }
  | {
      readonly clerk: {
        readonly domain: string;
        readonly authorizedParties: string | readonly string[];
      };
    }
  | { readonly githubActions: { readonly ownerIds: string | readonly string[] } }
  | {
      readonly githubActionsEnterprise: {
        readonly enterprise: string;
        readonly ownerIds: string | readonly string[];
      };
    }
  | { readonly cloudflareAccess: { readonly team: string } };

/** What is demanded of every token of one issuer: the policy, in camel case. */
export type PolicyOptions = {
  /**
   * What kind of token is taken (RFC 8725 §3.12). `access`, the default, is an access token after
   * RFC 9068; `access-plain` one of an issuer that does not follow it; `id` an ID token, at the
   * client it was issued to (OpenID Connect Core §2); `logout` a logout token, at that client too
   * (OpenID Connect Back-Channel Logout §2.4); `client-assertion` what a client authenticates with at
   * an authorization server, where the client is the issuer (RFC 7523 §3). Proofs of possession have
   * options of their own: {@link ProofPolicyOptions}.
   */
  readonly kind?: "access" | "access-plain" | "id" | "logout" | "client-assertion" | undefined;
  /**
   * The issuer's keys: a set, or the URL of one. When it is absent, the issuer's metadata names the
   * URL: OpenID Connect Discovery first, RFC 8414 where that is not found.
   */
  readonly keys?: JwkSet | CertificateMap | string | URL | undefined;
  /**
   * What `keys` is, or what its URL answers with: a JWK set (`jwks`, the default), or `certificates`,
   * of which the public key is taken and nothing else. Discovery finds JWK sets only.
   */
  readonly keyDocument?: "jwks" | "certificates" | undefined;
  /**
   * Takes an issuer and a URL in `keys` that are plain http on a loopback address, for work on one
   * machine. Default false.
   */
  readonly development?: boolean | undefined;
  /** Allowed algorithms (RFC 8725 §3.1). Default ES256, ES384, EdDSA, RS256, PS256. */
  readonly algorithms?: readonly string[] | undefined;
  /** The one `typ` that is taken, instead of the kind's own (RFC 8725 §3.11). */
  readonly typ?: string | undefined;
  /** Seconds by which clocks may differ: 0 to 300. Default 30. */
  readonly leeway?: number | undefined;
  /** The greatest age in seconds, counted from `iat`. */
  readonly maxTokenAge?: number | undefined;
  /** Scopes that every token needs. */
  readonly scopes?: ScopeOptions | undefined;
  /** Claims that must be there, beyond those of the kind. */
  readonly requiredClaims?: readonly string[] | undefined;
  /** Claims that must each be one of these strings, such as a tenant. */
  readonly claims?: ClaimValues | undefined;
  /** Claims that must be none of these strings, if they are there. */
  readonly refusedClaims?: ClaimValues | undefined;
  /** Claims of which one shows an access token, instead of the usual; with `access-plain` only. */
  readonly accessSigns?: readonly string[] | undefined;
  /** The claim that names the client in `identity`. Default `client_id`. */
  readonly clientClaim?: string | undefined;
  /** Where the roles in `identity` are: a claim, and names of members within it. */
  readonly rolesClaim?: string | readonly string[] | undefined;
  /** How the issuer tells that there was a second factor, which `amr` calls `mfa`. Default `amr`. */
  readonly secondFactor?: "amr" | "aal" | "fva" | "firebase" | undefined;
  /** Authentication context classes of which `acr` must be one (OpenID Connect Core §2). */
  readonly acr?: readonly string[] | undefined;
  /** Authentication methods that `amr` must all hold (RFC 8176 §2). */
  readonly amr?: readonly string[] | undefined;
  /** The greatest age of the sign-in in seconds, counted from `auth_time` (RFC 9470 §5). */
  readonly maxAuthAge?: number | undefined;
  /** Bounds on what is read. */
  readonly limits?: LimitOptions | undefined;
  /** Takes tokens without `exp`; with `access-plain` only. They stay good for ever. */
  readonly anyLifetime?: boolean | undefined;
} & (NamedIssuer | KnownProvider);

/** An issuer by its name. */
export type NamedIssuer = {
  /** The issuer; `iss` must equal it, code point by code point (RFC 7519 §4.1.1). */
  readonly issuer: string;
  readonly preset?: undefined;
} & (
  | {
      /** Audiences that are ours; a token must name one (RFC 7519 §4.1.3). */
      readonly audience: string | readonly string[];
      readonly anyAudience?: undefined;
    }
  | {
      readonly audience?: undefined;
      /** Takes tokens for any audience or none; with `access-plain` only. */
      readonly anyAudience: true;
    }
);

/** An issuer, or several, by what is known of a provider. */
export interface KnownProvider {
  readonly issuer?: undefined;
  /** The provider. */
  readonly preset: PresetOptions;
  /** Audiences that are ours; where the provider's tokens have one of their own, none is said here. */
  readonly audience?: string | readonly string[] | undefined;
  readonly anyAudience?: undefined;
}

/**
 * What is demanded of proofs of possession (RFC 9449 §4.3) where they are verified alone: each holds
 * the key that signed it. The request that a proof is for goes into the presentation. A proof beside
 * an access token is looked at with the token; see `dpop` there.
 */
export interface ProofPolicyOptions {
  readonly kind: "dpop";
  /** Allowed algorithms. Default ES256, ES384, EdDSA, RS256, PS256. */
  readonly algorithms?: readonly string[] | undefined;
  /** Seconds by which clocks may differ: 0 to 300. Default 30. */
  readonly leeway?: number | undefined;
  /** Seconds for which a proof is good, counted from `iat`. Default 60. */
  readonly maxTokenAge?: number | undefined;
  /** Claims that must be there, beyond `jti`, `htm`, `htu` and `iat`. */
  readonly requiredClaims?: readonly string[] | undefined;
  /** Bounds on what is read. */
  readonly limits?: LimitOptions | undefined;
}

/**
 * How much a cache of verified tokens holds, and for how long. A token is kept no longer than its
 * `exp`, and goes when its issuer's keys are others, or older than they may be.
 */
export interface CacheOptions {
  /** Tokens: 1 to 1000000. Default 1000. The one that was not used for longest goes first. */
  readonly maxEntries?: number | undefined;
  /** Bytes that they take together, by estimate: up to 2^30. Default 8388608. */
  readonly maxBytes?: number | undefined;
  /** Seconds after which a token is judged afresh: 1 to 3600. Default 300. */
  readonly ttl?: number | undefined;
}

/** What the host provides; no part of any policy. */
export interface HostOptions {
  /**
   * What checks signatures: the core (`wasm`, the default), the runtime's WebCrypto (`host`), or
   * whichever was faster for the algorithm in this runtime when it was measured (`auto`). Verdicts
   * are the same: the core checks the bytes of key and signature first, and what the runtime cannot
   * do the core does. `verifySync` always takes the core.
   */
  readonly engine?: "wasm" | "host" | "auto" | undefined;
  /**
   * Keeps access tokens that were accepted, so that one that comes again costs a look-up; off unless
   * given. Verdicts are those of a verifier without it: dates, keys and a route's scopes are looked
   * at each time, and a token that is bound (`cnf`) or comes along with anything is judged afresh.
   */
  readonly cache?: CacheOptions | undefined;
  /** Seconds since 1970. Default: the system's clock. */
  readonly clock?: (() => number) | undefined;
  /** What keys are fetched with. Default: the system's `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Is given the record of every verdict. What it throws is ignored: a verdict stands. */
  readonly onDecision?: ((decision: Decision) => void) | undefined;
  /** How old fetched keys may be, and how often they are fetched. */
  readonly keyRing?: KeyRingOptions | undefined;
  /**
   * Where fetched keys are kept beside memory, so that an instance that has just started need not fetch
   * them: `kvKeyStore`, `cacheKeyStore`, or one's own. Nobody else may write to it.
   */
  readonly keyStore?: KeyStore | undefined;
  /** Is told what happens to the keys of each issuer. What it throws is ignored. */
  readonly onKeyEvent?: ((event: KeyEvent) => void) | undefined;
}

/**
 * How old the keys of an issuer may be, and how often they are fetched; all in seconds. They are used up
 * to a soft age, which the issuer's `Cache-Control` names within `floor` and `ceiling`; from then on while
 * newer ones are fetched, also when that fails, but never beyond `hardAge`. A key that was withdrawn
 * verifies nothing once `hardAge` and `timeout` have gone by, wherever it was kept.
 */
export interface KeyRingOptions {
  /** The least soft age, 1 or more. Default 60. */
  readonly floor?: number | undefined;
  /** The greatest soft age. Default 3600; where the issuer names none, it is 600. */
  readonly ceiling?: number | undefined;
  /** More than `ceiling`, up to a week. Default 14400. */
  readonly hardAge?: number | undefined;
  /** So often a token with an unknown key may cause a fetch, and two at once: 1 to 3600. Default 30. */
  readonly cooldown?: number | undefined;
  /** What a fetch may take, all of it: 0.1 to 60. Default 5. */
  readonly timeout?: number | undefined;
}

/** What `createVerifier` takes: one policy, or several issuers with a policy each. */
export type VerifierOptions = (
  PolicyOptions | ProofPolicyOptions | { readonly issuers: readonly PolicyOptions[] }
) &
  HostOptions;
