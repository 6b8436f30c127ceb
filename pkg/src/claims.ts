/** The claims of a verified token (RFC 7519 §4). Times are in seconds since 1970. */
export interface Claims {
  readonly iss: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  /** RFC 8693 §4.3. */
  readonly client_id?: string;
  /** RFC 8693 §4.2: names separated by spaces. */
  readonly scope?: string;
  /** OpenID Connect Core §2. */
  readonly nonce?: string;
  /** OpenID Connect Core §2. */
  readonly azp?: string;
  /** OpenID Connect Core §2. */
  readonly auth_time?: number;
  /** OpenID Connect Core §2. */
  readonly acr?: string;
  readonly [name: string]: unknown;
}

/** The header of a verified token (RFC 7515 §4). */
export interface Header {
  readonly alg: string;
  readonly kid?: string;
  readonly typ?: string;
  readonly [name: string]: unknown;
}
