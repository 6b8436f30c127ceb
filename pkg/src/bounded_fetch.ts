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

/** The body, or undefined once it grows past the limit; the rest is not waited for. */
async function readBytes(response: Response, size: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return joined(chunks, length);
    length += chunk.value.length;
    if (length > size) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(chunk.value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Strict UTF-8; a byte order mark stays in, for the core's reader to refuse (RFC 8259 §8.1). */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
