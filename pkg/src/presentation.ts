import type { Core } from "./core.js";
import { PolicyError } from "./errors.js";
import type { LoginGlue } from "./native.js";
import { isPlain, toDocument } from "./read_options.js";

/** What came along with one token. A token that is bound to something needs that something here. */
export interface Presentation {
  /** The nonce that was sent with the login; an ID token must have it (OIDC Core §3.1.3.7). */
  readonly nonce?: string | undefined;
  /** The access token beside an ID token, for `at_hash` (OIDC Core §3.1.3.6). */
  readonly accessToken?: string | undefined;
  /** The authorization code beside an ID token, for `c_hash` (OIDC Core §3.3.2.11). */
  readonly code?: string | undefined;
  /**
   * The client's TLS certificate, which a bound token names in `cnf` (RFC 8705 §3): its DER bytes,
   * or the base64url form of their SHA-256.
   */
  readonly clientCertificate?: Uint8Array | string | undefined;
  /**
   * The proof beside an access token (RFC 9449 §7.1), and the request that both came with: its method,
   * and its URL as the client sees it. That a proof comes only once is for the caller to see to.
   */
  readonly dpop?: DpopPresentation | undefined;
  /** The request that a token of kind `dpop` has to be for (RFC 9449 §4.3). */
  readonly request?: RequestTarget | undefined;
}

/** The request that a proof is for. */
export interface RequestTarget {
  readonly method: string;
  readonly url: string;
}

/** A proof of possession as it came with an access token. */
export interface DpopPresentation extends RequestTarget {
  /** The value of the request's one `DPoP` header. */
  readonly proof: string;
  /** The nonce that the server gave out, where it did (RFC 9449 §9). */
  readonly nonce?: string | undefined;
}

/**
 * A presentation as text for the core's reader, which refuses members that it does not know;
 * undefined when a token came alone.
 *
 * @throws {@link PolicyError} for a value that no JSON text can carry.
 */
export function readPresentation(
  core: Core<LoginGlue>,
  presentation: Presentation | undefined,
): string | undefined {
  if (presentation === undefined) return undefined;
  if (!isPlain(presentation)) throw new PolicyError("ERR_POLICY_TYPE", "");
  const { clientCertificate: certificate, ...others } = presentation;
  const hash = certificate instanceof Uint8Array ? hashOf(core, certificate) : certificate;
  const document = toDocument({ ...others, clientCertificate: hash }, "");
  return Object.keys(document).length === 0 ? undefined : JSON.stringify(document);
}

function hashOf(core: Core<LoginGlue>, der: Uint8Array): string {
  const hash = core.call((glue) => glue.certificateHash?.(der));
  if (hash === undefined) throw new PolicyError("ERR_POLICY_UNKNOWN_MEMBER", "clientCertificate");
  const binary = String.fromCharCode(...hash);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
