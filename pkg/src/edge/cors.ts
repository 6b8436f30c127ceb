/** Headers that a page may read beside the ones that every page may (Fetch §3.2.3). */
const EXPOSED = ["WWW-Authenticate", "DPoP-Nonce", "Retry-After"];
const DECISION = "Portcullis-Decision";

/** Seconds for which a browser may keep the answer to a preflight. */
const MAX_AGE = "600";

/** `#field-name` (RFC 9110 §5.1, §5.6.1). */
const FIELD_NAMES = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: *, *[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;

/** Which pages may call the API from a browser (Fetch §3.2). */
export class Cors {
  readonly #origins: ReadonlySet<string>;
  readonly #exposed: string;

  constructor(origins: readonly string[], exposesDecision: boolean) {
    this.#origins = new Set(origins);
    this.#exposed = (exposesDecision ? [...EXPOSED, DECISION] : EXPOSED).join(", ");
  }

  /** Whether the page that sends the request may. */
  allows(request: Request): boolean {
    return this.#origins.has(request.headers.get("origin") ?? "");
  }

  /** Lets the page that asked read an answer, if it may. */
  mark(headers: Headers, request: Request): void {
    headers.append("vary", "Origin");
    if (!this.allows(request)) return;
    headers.set("access-control-allow-origin", request.headers.get("origin") ?? "");
    headers.set("access-control-expose-headers", this.#exposed);
  }
}

/** Takes out what the origin says on the matter: the gate speaks for the whole API. */
export function removeCors(headers: Headers): void {
  for (const name of [...headers.keys()]) {
    if (name.startsWith("access-control-")) headers.delete(name);
  }
}

/** Whether a request asks what a page may send, rather than for anything (Fetch §3.2.2). */
export function isPreflight({ method, headers }: Request): boolean {
  return (
    method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method")
  );
}

/** The method that a page wants to use. */
export function askedMethod({ headers }: Request): string {
  return headers.get("access-control-request-method") ?? "";
}

/** What a page may send: these methods, and the headers it asked for. */
export function preflightHeaders(request: Request, methods: readonly string[]): Headers {
  const headers = new Headers({
    "access-control-allow-methods": methods.join(", "),
    "access-control-max-age": MAX_AGE,
  });
  const asked = request.headers.get("access-control-request-headers") ?? "";
  // Whatever a page may send, a header that would forge an identity is dropped all the same.
  if (FIELD_NAMES.test(asked)) headers.set("access-control-allow-headers", asked);
  headers.append("vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
  return headers;
}
