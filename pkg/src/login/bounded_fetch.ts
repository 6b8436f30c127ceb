import { decode, readBytes } from "../bounded_body.js";
import type { LoginSettings } from "./options.js";

/** What came back: the status and the body as text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Why nothing usable came back. */
export type FetchFault =
  /** No answer, none in time, or a redirect. */
  | "unreachable"
  /** An answer that is too long, no UTF-8, or not declared as JSON. */
  | "malformed";

/** An answer, or why there is none. */
export type Fetched = { readonly answer: Answer } | { readonly fault: FetchFault };

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Fetches a JSON text of at most `limit` bytes. No cookies go out, no referrer, no redirect is
 * followed, nothing is cached, and the whole exchange, body included, ends with the timeout (RFC
 * 8414 §6, OAuth 2.1 §4.1.3).
 */
export async function fetchText(
  settings: Pick<LoginSettings, "fetch" | "timeout">,
  url: string,
  init: RequestInit,
  limit: number,
): Promise<Fetched> {
  try {
    const { fetch } = settings;
    const response = await fetch(url, {
      ...init,
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(settings.timeout * 1000),
    });
    if (!JSON_TYPE.test(response.headers.get("content-type") ?? "")) {
      await response.body?.cancel();
      // The status still tells a refusal from an outage.
      return response.ok
        ? { fault: "malformed" }
        : { answer: { status: response.status, text: "" } };
    }
    const bytes = await readBytes(response, limit);
    const text = bytes && decode(bytes);
    return text === undefined
      ? { fault: "malformed" }
      : { answer: { status: response.status, text } };
  } catch {
    return { fault: "unreachable" };
  }
}
