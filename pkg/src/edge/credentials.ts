import type { ErrorCode } from "../generated/errors.js";

/** The token of a request, or why there is none to look at. */
export type Credentials = { readonly token: string } | { readonly refused: ErrorCode };

/** RFC 9110 §11.4: `auth-scheme [ 1*SP … ]`. */
const SCHEME = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +(.*))?$/s;

/**
 * Takes the token out of the Authorization header, and from nowhere else: a token in a URL ends up
 * in logs and histories (OAuth 2.1 §5.1, RFC 6750 §2.3).
 */
export function readCredentials(headers: Headers, url: URL): Credentials {
  const header = headers.get("authorization");
  if (header === null) return { refused: "ERR_CREDENTIALS_MISSING" };
  // A request has one way of sending its token (RFC 6750 §2, §3.1).
  if (url.searchParams.has("access_token")) return { refused: "ERR_CREDENTIALS_MULTIPLE" };
  const [, scheme, credentials] = SCHEME.exec(header) ?? [];
  if (scheme === undefined) return { refused: "ERR_CREDENTIALS_MALFORMED" };
  // Another scheme brings nothing that this gate could look at (RFC 9110 §11.6.2).
  if (scheme.toLowerCase() !== "bearer") return { refused: "ERR_CREDENTIALS_MISSING" };
  // Two headers arrive as one, with a comma in it (RFC 9110 §5.3).
  if (credentials?.includes(",")) return { refused: "ERR_CREDENTIALS_MULTIPLE" };
  if (!credentials || /\s/.test(credentials)) return { refused: "ERR_CREDENTIALS_MALFORMED" };
  return { token: credentials };
}
