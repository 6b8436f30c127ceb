/**
 * The claims of a verified token (RFC 7519 §4). Times are in seconds since 1970. The object is frozen,
 * and so is all that is in it: with a cache, one object answers for every use of its token.
 */
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

/** The header of a verified token (RFC 7515 §4). The object is frozen. */
export interface Header {
  readonly alg: string;
  readonly kid?: string;
  readonly typ?: string;
  readonly [name: string]: unknown;
}

/** Claims from the text that was signed. The core has read it: no duplicate members, no `__proto__`. */
export function readClaims(json: string): Claims {
  return freeze(JSON.parse(json)) as Claims;
}

/** The first segment of a token that the core has verified: canonical base64url of strict JSON. */
export function readHeader(jwt: string): Header {
  const segment = jwt.slice(0, jwt.indexOf(".")).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(segment), (character) => character.charCodeAt(0));
  return freeze(JSON.parse(new TextDecoder().decode(bytes))) as Header;
}

/** Freezes a JSON value at every depth; the core has bounded the depth. */
function freeze(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
