import type { Decision } from "../decision.js";
import { entryOf } from "../wire.js";
import type { ErrorCode } from "../generated/errors.js";

/** Seconds after which a client may try again where nobody knows better. */
const RETRY_AFTER = 5;

/** A refusal and what goes with it. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The value of `WWW-Authenticate` (RFC 6750 §3). */
  readonly challenge?: string | undefined;
  /** The value of `Allow` (RFC 9110 §10.2.1). */
  readonly allow?: readonly string[];
  /** Seconds after which a client may try again, when keys are out of reach. */
  readonly retryAfter?: number | undefined;
}

/** The answer to a request that does not pass. Nothing of the request is repeated in it. */
export function refuse(
  request: Request,
  { code, challenge, allow, retryAfter }: Refusal,
): Response {
  const { status, message } = entryOf(code);
  const headers = new Headers({
    // RFC 6750 §5.2 for the challenge, and a refusal is never another caller's answer.
    "cache-control": "no-store",
    "content-type": "application/json",
  });
  if (challenge !== undefined) headers.set("www-authenticate", challenge);
  if (allow !== undefined) headers.set("allow", allow.join(", "));
  if (status === 503) headers.set("retry-after", `${Math.ceil(retryAfter ?? RETRY_AFTER)}`);
  const body = request.method === "HEAD" ? null : JSON.stringify({ code, message });
  return new Response(body, { status, headers });
}

/** A decision record as a header: JSON in ASCII (RFC 9110 §5.5). */
export function decisionHeader(decision: Decision): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(decision).replace(/[^\x20-\x7e]/g, escaped);
}
