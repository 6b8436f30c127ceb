import { LoginError } from "../errors.js";
import type { LoginSettings } from "./options.js";

/**
 * A `fetch` that sends the access token, to the allowed origins only (RFC 6750 §5.3). The origin is
 * looked at before a token is asked for. No redirect is followed unless the caller asks for it.
 *
 * @throws {@link LoginError} `ERR_ORIGIN_NOT_ALLOWED`, `ERR_AUTHORIZATION_PRESENT`, or what
 * `getToken` throws; `TypeError` as `fetch` does.
 */
export async function fetchWithToken(
  settings: Pick<LoginSettings, "allowedOrigins" | "fetch">,
  getToken: () => Promise<string>,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(input, { ...init, redirect: redirectOf(input, init) });
  if (!settings.allowedOrigins.has(new URL(request.url).origin)) {
    throw new LoginError("ERR_ORIGIN_NOT_ALLOWED");
  }
  if (request.headers.has("authorization")) throw new LoginError("ERR_AUTHORIZATION_PRESENT");
  request.headers.set("authorization", `Bearer ${await getToken()}`);
  const { fetch } = settings;
  return fetch(request);
}

/** A `Request` that says "follow" may only be one that says nothing. */
function redirectOf(input: RequestInfo | URL, init: RequestInit): RequestRedirect {
  if (init.redirect !== undefined) return init.redirect;
  return input instanceof Request && input.redirect === "manual" ? "manual" : "error";
}
