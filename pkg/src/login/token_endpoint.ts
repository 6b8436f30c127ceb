import { LoginError } from "../errors.js";
import { ask } from "./ask.js";
import { fetchText } from "./bounded_fetch.js";
import type { LoginCore } from "./core.js";
import type { LoginSettings } from "./options.js";

/** A token response, read and checked by the core (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly id_token?: string;
  /** The granted scope; the requested one where the issuer does not say (RFC 6749 §5.1). */
  readonly scope: string;
}

const RESPONSE_LIMIT = 128 * 1024;

/** Exchanges a code (RFC 6749 §4.1.3, RFC 7636 §4.5). Fails as {@link requestTokens} does. */
export function exchangeCode(
  core: LoginCore,
  settings: LoginSettings,
  endpoint: string,
  grant: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
): Promise<TokenResponse> {
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code: grant.code,
    redirect_uri: grant.redirectUri,
    code_verifier: grant.verifier,
  });
  return requestTokens(core, settings, endpoint, form, settings.scope);
}

/**
 * Uses a refresh token (RFC 6749 §6); the scope stays what it is. Fails as {@link requestTokens}
 * does.
 */
export function useRefreshToken(
  core: LoginCore,
  settings: LoginSettings,
  endpoint: string,
  refreshToken: string,
  scope: string,
): Promise<TokenResponse> {
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
  return requestTokens(core, settings, endpoint, form, scope);
}

/**
 * A token request of a public client: a POST of a form, with the client's identifier and the
 * resources in it (RFC 6749 §3.2.1, RFC 8707 §2.2).
 *
 * @throws {@link LoginError} `ERR_TOKEN_ENDPOINT_UNREACHABLE` when it may work later,
 * `ERR_TOKEN_REFUSED` with the issuer's code in `oauthError`, `ERR_TOKEN_RESPONSE_MALFORMED` or
 * `ERR_TOKEN_TYPE`.
 */
async function requestTokens(
  core: LoginCore,
  settings: LoginSettings,
  endpoint: string,
  form: URLSearchParams,
  scope: string,
): Promise<TokenResponse> {
  form.set("client_id", settings.clientId);
  for (const resource of settings.resource) form.append("resource", resource);
  const request: RequestInit = {
    method: "POST",
    headers: { accept: "application/json" },
    body: form,
  };
  const fetched = await fetchText(settings, endpoint, request, RESPONSE_LIMIT);
  if ("fault" in fetched) {
    throw new LoginError(
      fetched.fault === "malformed"
        ? "ERR_TOKEN_RESPONSE_MALFORMED"
        : "ERR_TOKEN_ENDPOINT_UNREACHABLE",
    );
  }
  const { status, text } = fetched.answer;
  if (status === 200) return ask(() => core.readTokenResponse(text, scope));
  throw refusal(core, status, text);
}

/**
 * RFC 6749 §5.2 refuses with 400 or 401. 408, 425 and 429 say "later", as every 5xx does (RFC 9110
 * §15, RFC 6585 §4).
 */
function refusal(core: LoginCore, status: number, text: string): LoginError {
  const later = status >= 500 || status === 408 || status === 425 || status === 429;
  if (later || status < 400) return new LoginError("ERR_TOKEN_ENDPOINT_UNREACHABLE");
  const oauthError = core.readTokenError(text);
  return oauthError === "invalid_response"
    ? new LoginError("ERR_TOKEN_RESPONSE_MALFORMED")
    : new LoginError("ERR_TOKEN_REFUSED", { oauthError });
}
