/**
 * Who a token stands for, in one form for every provider; the core reads it off the claims by the
 * policy. The object is frozen, and so is all that is in it.
 */
export interface Identity {
  /** `sub` (RFC 7519 §4.1.2); unique for one issuer only. */
  readonly subject?: string;
  /** The client that the token was issued to: `client_id`, or what the policy names instead. */
  readonly client?: string;
  /** The scopes of `scope` (RFC 8693 §4.2), or of `scp` where a provider sends that instead. */
  readonly scopes: readonly string[];
  /** What stands at the policy's `rolesClaim`; none without one. */
  readonly roles: readonly string[];
  /** How somebody signed in, in the words of RFC 8176: `mfa` for a second factor. */
  readonly methods: readonly string[];
}

/** An identity from the core's text. */
export function readIdentity(json: string): Identity {
  const identity = JSON.parse(json) as Identity;
  for (const list of [identity.scopes, identity.roles, identity.methods]) Object.freeze(list);
  return Object.freeze(identity);
}
