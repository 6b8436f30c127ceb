import { fetchJson } from "./bounded_fetch.js";
import type { Core } from "./core.js";
import type { ErrorCode } from "./generated/errors.js";
import type { FetchKeys } from "./key_answer.js";

/** The keys at a URL. */
export function fetchKeysAt(fetch: typeof globalThis.fetch, jwksUri: string): FetchKeys {
  return async (bounds, known) => {
    // The tag is that of one document alone (RFC 9110 §8.8.3).
    const etag = known?.jwksUri === jwksUri ? known.etag : undefined;
    const expected = { malformed: "ERR_JWKS_MALFORMED", etag } as const;
    const fetched = await fetchJson(fetch, jwksUri, bounds, expected);
    return "fault" in fetched ? fetched : { ...fetched, jwksUri };
  };
}

/**
 * The keys that an issuer's metadata points to: OpenID Connect Discovery §4, and RFC 8414 §3 only
 * where the issuer has no such document. The metadata is read each time, since it may move the keys.
 */
export function fetchKeysOf(core: Core, fetch: typeof globalThis.fetch, issuer: string): FetchKeys {
  return async (bounds, known) => {
    for (const kind of ["openid", "oauth"] as const) {
      const url = core.call((glue) => glue.metadataUrl(issuer, kind));
      if (url === undefined) break;
      const fetched = await fetchJson(fetch, url, bounds, { malformed: MALFORMED });
      if ("text" in fetched) {
        const jwksUri = readJwksUri(core, fetched.text ?? "", issuer);
        if (jwksUri === undefined) break;
        return fetchKeysAt(fetch, jwksUri)(bounds, known);
      }
      if (fetched.status !== 404) return fetched;
    }
    return { fault: MALFORMED };
  };
}

const MALFORMED: ErrorCode = "ERR_DISCOVERY_MALFORMED";

/** The URL of the keys; undefined when the core refuses the document, for whatever reason. */
function readJwksUri(core: Core, text: string, issuer: string): string | undefined {
  try {
    return core.call((glue) => glue.readJwksUri(text, issuer));
  } catch (thrown) {
    if (typeof thrown === "number") return undefined;
    throw thrown;
  }
}
