import type { ClaimValues, LimitOptions, ScopeOptions } from "../options.js";

// Optional members take `undefined` and names are plain strings, so that an imported JSON file fits.
// The core reads every document anew, and strictly.

/** One issuer's policy within a gate's document, in snake case. */
export interface GateIssuer {
  /** The issuer, code point by code point (RFC 7519 §4.1.1); not beside a preset. */
  readonly issuer?: string | undefined;
  /** A provider that is known, by name, with its options; see `docs/providers`. */
  readonly preset?:
    Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> | undefined;
  /** Audiences that are ours (RFC 7519 §4.1.3). */
  readonly audience?: string | readonly string[] | undefined;
  /** `access` (the default) or `access-plain`. */
  readonly kind?: string | undefined;
  /** Where the keys are; without it, the issuer's metadata says. */
  readonly jwks_uri?: string | undefined;
  /** What is there: `jwks` (the default), or `certificates`, in PEM by `kid`. */
  readonly key_document?: string | undefined;
  /** Takes plain http on a loopback address for issuer and keys. */
  readonly development?: boolean | undefined;
  /** Allowed algorithms (RFC 8725 §3.1). */
  readonly algorithms?: readonly string[] | undefined;
  /** The one `typ` that is taken, instead of the kind's own. */
  readonly typ?: string | undefined;
  /** Seconds by which clocks may differ: 0 to 300. */
  readonly leeway?: number | undefined;
  /** The greatest age in seconds, counted from `iat`. */
  readonly max_token_age?: number | undefined;
  /** Scopes that every token needs. */
  readonly scopes?: ScopeOptions | undefined;
  /** Claims that must be there, beyond those of the kind. */
  readonly required_claims?: readonly string[] | undefined;
  /** Claims that must each be one of these strings. */
  readonly claims?: ClaimValues | undefined;
  /** Claims that must be none of these strings. */
  readonly refused_claims?: ClaimValues | undefined;
  /** Claims of which one shows an access token, instead of the usual. */
  readonly access_signs?: readonly string[] | undefined;
  /** The claim that names the client, for `forward`. */
  readonly client_claim?: string | undefined;
  /** Where the roles are, for `forward`: a claim, and names of members within it. */
  readonly roles_claim?: string | readonly string[] | undefined;
  /** How the issuer tells of a second factor: `amr`, `aal`, `fva` or `firebase`. */
  readonly second_factor?: string | undefined;
  /** Authentication context classes of which `acr` must be one. */
  readonly acr?: readonly string[] | undefined;
  /** Authentication methods that `amr` must all hold. */
  readonly amr?: readonly string[] | undefined;
  /** The greatest age of the sign-in in seconds. */
  readonly max_auth_age?: number | undefined;
  /** Takes tokens for any audience or none; with `access-plain` only. */
  readonly any_audience?: boolean | undefined;
  /** Takes tokens without `exp`; with `access-plain` only. */
  readonly any_lifetime?: boolean | undefined;
  /** Bounds on what is read. */
  readonly limits?: LimitOptions | undefined;
}

/** What a path and its methods ask for; any valid token when it says nothing. */
export interface GateRoute {
  /** Literal segments, `:name` for one, a final `*` for the rest. */
  readonly path: string;
  /** Every method when absent; GET implies HEAD. */
  readonly methods?: readonly string[] | undefined;
  /** Needs no token. */
  readonly public?: boolean | undefined;
  /** Scopes that a token needs here, beyond those of its issuer's policy. */
  readonly scopes?: ScopeOptions | undefined;
}

/** A gate's document. */
export interface GatePolicy {
  /** Whose tokens are taken. */
  readonly issuers: readonly GateIssuer[];
  /** Scheme and host that requests go to. */
  readonly origin: string;
  /** The most specific path wins, then the method. */
  readonly routes: readonly GateRoute[];
  /** What goes to the origin in which header, wherever the provider's tokens have it. */
  readonly forward?:
    | {
        readonly sub?: string | undefined;
        readonly scope?: string | undefined;
        readonly client_id?: string | undefined;
        readonly roles?: string | undefined;
      }
    | undefined;
  /** Pages that may call the API from a browser. */
  readonly cors?: { readonly origins: readonly string[] } | undefined;
  /** Sends `Authorization` on to the origin. Default false. */
  readonly forward_authorization?: boolean | undefined;
  /** Sends the decision record with every answer, for demonstrations. Default false. */
  readonly expose_decision?: boolean | undefined;
}

/** A gate's document with every default filled in, as the core writes it. */
export interface NormalGatePolicy {
  readonly origin: string;
  readonly forward: Readonly<Record<string, string>>;
  readonly cors: { readonly origins: readonly string[] };
  readonly forward_authorization: boolean;
  readonly expose_decision: boolean;
}
