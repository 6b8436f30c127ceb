import { LoginError, type TokenError } from "../errors.js";
import type { IdTokenClaims } from "./id_token.js";

/** Why a session ended. */
export type SignedOutReason =
  /** `signOut` was called. */
  | "sign-out"
  /**
   * The issuer no longer accepts the refresh token: expired, revoked or used twice (RFC 6749 §5.2).
   */
  | "invalid-grant"
  /** The access token ran out and there is nothing to refresh it with. */
  | "expired"
  /** A refreshed ID token is for someone else, or does not verify (OpenID Connect Core §12.2). */
  | "id-token-changed";

/** What a listener is told, by event. No event carries a token, a code or a state. */
export interface LoginEvents {
  /** A login was completed; `user` is null when `openid` was not asked for. */
  "signed-in": { readonly user: IdTokenClaims | null };
  /** The session is gone from memory. */
  "signed-out": { readonly reason: SignedOutReason };
  /** A new access token is in memory. */
  refreshed: { readonly user: IdTokenClaims | null };
  /** A login, a callback or a refresh failed; the same error rejects the call that caused it. */
  error: { readonly error: LoginError | TokenError };
}

/** A listener of one event. */
export type LoginListener<Name extends keyof LoginEvents> = (detail: LoginEvents[Name]) => void;

type Listeners = { [Name in keyof LoginEvents]: Set<LoginListener<Name>> };

/** The listeners of one login. */
export class Announcer {
  readonly #listeners: Listeners = {
    "signed-in": new Set(),
    "signed-out": new Set(),
    refreshed: new Set(),
    error: new Set(),
  };

  /** Adds a listener; the returned function removes it. */
  on<Name extends keyof LoginEvents>(name: Name, listener: LoginListener<Name>): () => void {
    if (!Object.hasOwn(this.#listeners, name)) {
      throw new LoginError("ERR_LOGIN_OPTION", { path: "event" });
    }
    // A wrapper of its own lets the same function be registered twice and removed once.
    const registered: LoginListener<Name> = (detail) => listener(detail);
    this.#listeners[name].add(registered);
    return () => this.#listeners[name].delete(registered);
  }

  /**
   * Tells every listener. One that throws stops neither the others nor the login; the page hears of
   * it as usual.
   */
  announce<Name extends keyof LoginEvents>(name: Name, detail: LoginEvents[Name]): void {
    for (const listener of [...this.#listeners[name]]) {
      try {
        listener(detail);
      } catch (error) {
        report(error);
      }
    }
  }
}

/** As the browser reports an exception that nobody caught. */
function report(error: unknown): void {
  if (typeof reportError === "function") {
    reportError(error);
    return;
  }
  queueMicrotask(() => {
    throw error;
  });
}
