import { decode, readBytes } from "./bounded_body.js";
import type { ErrorCode } from "./generated/errors.js";

/** What an answer says of its age, and how long it is good. */
export interface AnswerHeaders {
  readonly cacheControl: string | undefined;
  readonly age: string | undefined;
  readonly etag: string | undefined;
}

/** A text, undefined when it has not changed; or the code of the reason why there is none. */
export type Fetched =
  | { readonly text: string | undefined; readonly headers: AnswerHeaders }
  | {
      readonly fault: ErrorCode;
      /** With `ERR_KEYS_STATUS`. */
      readonly status?: number;
      /** The seconds of `Retry-After`. */
      readonly retryAfter?: number | undefined;
    };

/** How much of a document is waited for and read. */
export interface FetchBounds {
  /** Bytes. */
  readonly size: number;
  /** Ends the whole exchange, body included. */
  readonly signal: AbortSignal;
}

/** What a document may be. */
export interface Expected {
  /** The code for what is no such document. */
  readonly malformed: ErrorCode;
  /** Of the document that is at hand. */
  readonly etag?: string | undefined;
}

/**
 * Fetches a JSON text. No redirect is followed: it could lead inside the network or to another
 * owner's keys (RFC 8725 §3.10). No cookies go out.
 */
export async function fetchJson(
  fetch: typeof globalThis.fetch,
  url: string,
  bounds: FetchBounds,
  { malformed, etag }: Expected,
): Promise<Fetched> {
  const { size, signal } = bounds;
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", ...(etag && { "if-none-match": etag }) },
      // "error" does the same but is refused by workerd.
      redirect: "manual",
      signal,
      ...discreet(),
    });
    const headers = readHeaders(response);
    if (response.status === 304 && etag !== undefined) return { text: undefined, headers };
    const fault = faultOf(response, size, malformed);
    if (fault !== undefined) {
      await response.body?.cancel();
      return fault;
    }
    const bytes = await readBytes(response, size);
    if (bytes === undefined) return { fault: "ERR_KEYS_TOO_LARGE" };
    const text = decode(bytes);
    return text === undefined ? { fault: malformed } : { text, headers };
  } catch {
    return { fault: signal.aborted ? "ERR_KEYS_TIMEOUT" : "ERR_KEYS_UNREACHABLE" };
  }
}

/** Where requests have credentials and referrers at all; workerd refuses the options. */
function discreet(): RequestInit {
  const has = "credentials" in Request.prototype;
  return has ? { credentials: "omit", referrerPolicy: "no-referrer" } : {};
}

function readHeaders({ headers }: Response): AnswerHeaders {
  const text = (name: string): string | undefined => headers.get(name) ?? undefined;
  return { cacheControl: text("cache-control"), age: text("age"), etag: text("etag") };
}

function faultOf(
  response: Response,
  size: number,
  malformed: ErrorCode,
): Exclude<Fetched, { readonly text: unknown }> | undefined {
  const { status, headers } = response;
  // An answer to a question that was not asked is no document either.
  const redirected = status === 0 || (status >= 300 && status < 400 && status !== 304);
  // A browser hides where a redirect leads, its status too.
  if (redirected || response.redirected) return { fault: "ERR_KEYS_REDIRECTED" };
  if (status !== 200) {
    return { fault: "ERR_KEYS_STATUS", status, retryAfter: retryAfter(headers) };
  }
  // `application/jwk-set+json` too; the strict reader is to follow.
  if (!/json/i.test(headers.get("content-type") ?? "")) return { fault: malformed };
  if (Number(headers.get("content-length") ?? 0) > size) {
    return { fault: "ERR_KEYS_TOO_LARGE" };
  }
  return undefined;
}

/** A delay in seconds; a date says nothing to a clock that differs (RFC 9110 §10.2.3). */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
