import type { Identity } from "../identity.js";
import { removeCors } from "./cors.js";
import { removeHopByHop } from "./hop_by_hop.js";
import { addIdentity, removeIdentity } from "./identity.js";
import type { NormalGatePolicy } from "./policy.js";

/** What the runtime's `fetch` does to bodies. */
export interface Runtime {
  /**
   * Whether it takes content codings off a body and leaves `Content-Encoding` in place. Then the
   * origin is asked for bodies without any.
   */
  readonly decodesBodies: boolean;
}

/**
 * The request for the origin: same method, headers and body; path and query as they were matched.
 * Undefined when the path would not arrive as it was matched.
 *
 * @param identity Who the verified token stands for, asked when it is forwarded; undefined on a
 * public route.
 */
export function originRequest(
  request: Request,
  url: URL,
  policy: NormalGatePolicy,
  runtime: Runtime,
  identity: (() => Identity) | undefined,
): Request | undefined {
  const target = originUrl(url, policy.origin);
  if (target === undefined) return undefined;
  const headers = new Headers(request.headers);
  removeHopByHop(headers);
  // It follows from the URL.
  headers.delete("host");
  if (!policy.forward_authorization) headers.delete("authorization");
  if (runtime.decodesBodies) headers.set("accept-encoding", "identity");
  removeIdentity(headers, policy.forward);
  if (identity !== undefined) addIdentity(headers, policy.forward, identity);
  const init: RequestInit & { readonly duplex: "half" } = {
    method: request.method,
    headers,
    body: hasBody(request) ? request.body : null,
    // A redirect is the caller's to follow.
    redirect: "manual",
    signal: request.signal,
    // Node wants to be told that a streaming body is not answered before it has ended.
    duplex: "half",
  };
  return new Request(target, init);
}

/** The origin's answer: its status, its streaming body, its headers but those that are the gate's. */
export function originAnswer(
  response: Response,
  { hasCors, isProtected }: { readonly hasCors: boolean; readonly isProtected: boolean },
): Response {
  const headers = new Headers(response.headers);
  removeHopByHop(headers);
  headers.delete("portcullis-decision");
  if (hasCors) removeCors(headers);
  // RFC 6750 §5.2, RFC 9111 §3.5: what a token opened is not for a shared cache.
  if (isProtected) headers.set("cache-control", "private, no-store");
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

/** A clone with path and query set: `new URL("//host/…", origin)` would leave the origin. */
function originUrl(url: URL, origin: string): URL | undefined {
  const target = new URL(origin);
  const { host } = target;
  target.pathname = url.pathname;
  target.search = url.search;
  return target.host === host && target.pathname === url.pathname ? target : undefined;
}

/** Fetch §5.4: GET and HEAD have none. */
function hasBody({ method }: Request): boolean {
  return method !== "GET" && method !== "HEAD";
}
