import type { LoginSettings } from "./options.js";
import type { Page } from "./page.js";
import { randomText } from "./random.js";
import type { Session } from "./session.js";

const KEY = "portcullis.login.sign-out";

/**
 * Where to end the session at the issuer (OpenID Connect RP-Initiated Logout §2), or undefined when
 * the issuer has no such place. The ID token in it is expired or will be, and opens nothing: it
 * says who signs out.
 */
export function signOutRequest(
  page: Page,
  settings: LoginSettings,
  session: Session,
): URL | undefined {
  const endpoint = session.endpoints.end_session_endpoint;
  if (endpoint === undefined) return undefined;
  const state = randomText();
  remember(page, state);
  const url = new URL(endpoint);
  if (session.identity !== undefined) {
    url.searchParams.set("id_token_hint", session.identity.idToken);
  }
  url.searchParams.set("client_id", settings.clientId);
  url.searchParams.set("post_logout_redirect_uri", settings.postLogoutRedirectUri);
  url.searchParams.set("state", state);
  return url;
}

/**
 * Whether the page was opened by the issuer's answer to a sign-out. If so, the answer is used up
 * and taken out of the address.
 */
export function takeSignOutAnswer(page: Page, settings: LoginSettings): boolean {
  const address = page.address();
  const expected = new URL(settings.postLogoutRedirectUri);
  if (address.origin !== expected.origin || address.pathname !== expected.pathname) return false;
  const states = address.searchParams.getAll("state");
  if (states.length !== 1 || states[0] !== recall(page)) return false;
  forget(page);
  page.replaceAddress(expected);
  return true;
}

// Without storage a sign-out still works; only its answer is not known again.

function remember(page: Page, state: string): void {
  try {
    page.storage().setItem(KEY, state);
  } catch {}
}

function recall(page: Page): string | null {
  try {
    return page.storage().getItem(KEY);
  } catch {
    return null;
  }
}

function forget(page: Page): void {
  try {
    page.storage().removeItem(KEY);
  } catch {}
}
