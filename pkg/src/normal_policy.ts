/** A policy with every default filled in. */
export interface NormalPolicy {
  readonly id: string;
  /** The index of what it was read from; an entry with a preset can stand for several issuers. */
  readonly entry: number;
  readonly policy: {
    readonly issuer: string;
    readonly kind: string;
    readonly jwks_uri?: string;
    readonly key_document?: string;
    readonly leeway: number;
    readonly max_token_age?: number;
    readonly max_auth_age?: number;
    readonly limits: { readonly token: number; readonly jwks: number };
  };
}
