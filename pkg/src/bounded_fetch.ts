import { decode, readBytes } from "./bounded_body.js";
import type { ErrorCode } from "./generated/errors.js";

/** A text, or the code of the reason why there is none; `ERR_KEYS_STATUS` comes with the status. */
export type Fetched =
  { readonly text: string } | { readonly fault: ErrorCode; readonly status?: number };

/** How much of a document is waited for and read. */
export interface FetchBounds {
  /** Bytes. */
  readonly size: number;
  /** Seconds, for the whole exchange, body included. */
  readonly timeout: number;
}

/**
 * Fetches a JSON text. No redirect is followed: it could lead inside the network or to another
 * owner's keys (RFC 8725 §3.10). No cookies go out.
 */
export async function fetchJson(
  fetch: typeof globalThis.fetch,
  url: string,
  bounds: FetchBounds,
  malformed: ErrorCode,
): Promise<Fetched> {
  const signal = AbortSignal.timeout(bounds.timeout * 1000);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      // "error" does the same but is refused by workerd.
      redirect: "manual",
      signal,
      ...discreet(),
    });
    const fault = faultOf(response, bounds.size, malformed);
    if (fault !== undefined) {
      await response.body?.cancel();
      return fault;
    }
    const bytes = await readBytes(response, bounds.size);
    if (bytes === undefined) return { fault: "ERR_KEYS_TOO_LARGE" };
    const text = decode(bytes);
    return text === undefined ? { fault: malformed } : { text };
  } catch {
    return { fault: signal.aborted ? "ERR_KEYS_TIMEOUT" : "ERR_KEYS_UNREACHABLE" };
  }
}

/** Where requests have credentials and referrers at all; workerd refuses the options. */
function discreet(): RequestInit {
  const has = "credentials" in Request.prototype;
  return has ? { credentials: "omit", referrerPolicy: "no-referrer" } : {};
}

function faultOf(
  response: Response,
  size: number,
  malformed: ErrorCode,
): { readonly fault: ErrorCode; readonly status?: number } | undefined {
  const { status } = response;
  // A browser hides where a redirect leads, its status too.
  const redirected = status === 0 || (status >= 300 && status < 400);
  if (redirected || response.redirected) return { fault: "ERR_KEYS_REDIRECTED" };
  if (status !== 200) return { fault: "ERR_KEYS_STATUS", status };
  // `application/jwk-set+json` too; the strict reader is to follow.
  if (!/json/i.test(response.headers.get("content-type") ?? "")) return { fault: malformed };
  if (Number(response.headers.get("content-length") ?? 0) > size) {
    return { fault: "ERR_KEYS_TOO_LARGE" };
  }
  return undefined;
}
