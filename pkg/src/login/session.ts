import { LoginError, TokenError } from "../errors.js";
import type { IdTokenVerifier, LoginCore, LoginParts } from "./core.js";
import type { Endpoints } from "./discovery.js";
import type { Announcer, SignedOutReason } from "./events.js";
import { type IdTokenClaims, verifyRefreshedIdToken } from "./id_token.js";
import type { LoginSettings } from "./options.js";
import { type TokenResponse, useRefreshToken } from "./token_endpoint.js";

/**
 * Someone who is signed in. It lives in memory only, and each change is a new value put in its
 * place at once.
 */
export interface Session {
  readonly accessToken: string;
  /** Seconds since 1970; undefined when the issuer does not say. */
  readonly expires: number | undefined;
  /** When to get the next token: seconds since 1970. */
  readonly refreshFrom: number | undefined;
  readonly refreshToken: string | undefined;
  readonly scope: string;
  readonly endpoints: Endpoints;
  /** The ID token and what it says; undefined without `openid`. */
  readonly identity: Identity | undefined;
}

/** A verified ID token. */
export interface Identity {
  readonly idToken: string;
  readonly claims: IdTokenClaims;
  /** The nonce of the login, which every later ID token is held against. */
  readonly nonce: string;
  readonly verifier: IdTokenVerifier;
}

/**
 * Seconds before its end at which a token is replaced; for short-lived ones a tenth of their life.
 */
const LEAD = 60;
/** Seconds to leave the token endpoint alone after it failed, while the old token still serves. */
const PAUSE = 5;
/**
 * Refusals that may pass; any other will not, so that refresh token is not sent again (RFC 6749
 * §5.2).
 */
const PASSING: ReadonlySet<string | undefined> = new Set([
  "server_error",
  "temporarily_unavailable",
]);

/** The token members of a session, from a token response that arrived at `now`. */
export function tokensOf(response: TokenResponse, now: number) {
  const life = response.expires_in;
  return {
    accessToken: response.access_token,
    expires: life === undefined ? undefined : now + life,
    refreshFrom: life === undefined ? undefined : now + life - Math.min(LEAD, life / 10),
    scope: response.scope,
  };
}

/** Holds the session of one login and keeps its access token fresh. */
export class SessionKeeper {
  readonly #parts: LoginParts;
  readonly #settings: LoginSettings;
  readonly #announcer: Announcer;
  #session: Session | undefined;
  /**
   * The refresh under way. A refresh token must not be used twice (RFC 9700 §4.14.2), so every
   * caller waits for this one.
   */
  #refreshing: Promise<Session> | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /**
   * Counts sign-ins and sign-outs: what was begun before one must not touch what comes after it.
   */
  #epoch = 0;

  constructor(parts: LoginParts, settings: LoginSettings, announcer: Announcer) {
    this.#parts = parts;
    this.#settings = settings;
    this.#announcer = announcer;
  }

  /** The session, if anybody is signed in. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Starts a session, in place of the one there may be. */
  begin(session: Session): void {
    this.#reset(session);
    this.#announcer.announce("signed-in", { user: session.identity?.claims ?? null });
  }

  /** Forgets the session. */
  end(reason: SignedOutReason): void {
    if (this.#session === undefined) return;
    this.#reset(undefined);
    this.#announcer.announce("signed-out", { reason });
  }

  /**
   * An access token that is good for a while.
   *
   * @throws {@link LoginError} `ERR_LOGIN_REQUIRED`, or why the refresh failed; {@link TokenError}
   * when the refreshed ID token does not verify.
   */
  async accessToken(): Promise<string> {
    const session = this.#session;
    if (session === undefined) throw new LoginError("ERR_LOGIN_REQUIRED");
    const now = this.#settings.clock();
    const expired = isPast(session.expires, now);
    const due = isPast(session.refreshFrom, now) && (expired || now >= this.#pausedUntil);
    if (!due) return session.accessToken;
    if (session.refreshToken === undefined) {
      if (!expired) return session.accessToken;
      this.end("expired");
      throw new LoginError("ERR_LOGIN_REQUIRED");
    }
    try {
      return (await this.#refresh(session, session.refreshToken)).accessToken;
    } catch (error) {
      // The token in hand outlives a passing failure, but not the session.
      if (this.#session !== undefined && !expired) return session.accessToken;
      throw error;
    }
  }

  /** One refresh at a time. */
  #refresh(session: Session, refreshToken: string): Promise<Session> {
    this.#refreshing ??= this.#renew(session, refreshToken, this.#epoch);
    return this.#refreshing;
  }

  async #renew(session: Session, refreshToken: string, epoch: number): Promise<Session> {
    try {
      const renewed = await this.#exchange(session, refreshToken, epoch);
      this.#replace(renewed, epoch);
      this.#announcer.announce("refreshed", { user: renewed.identity?.claims ?? null });
      return renewed;
    } catch (error) {
      if (epoch === this.#epoch) this.#fail(error);
      throw error;
    } finally {
      if (epoch === this.#epoch) this.#refreshing = undefined;
    }
  }

  async #exchange(session: Session, refreshToken: string, epoch: number): Promise<Session> {
    const settings = this.#settings;
    const core: LoginCore = await this.#parts.load();
    const { endpoints, scope } = session;
    const response = await useRefreshToken(
      core,
      settings,
      endpoints.token_endpoint,
      refreshToken,
      scope,
    );
    // The issuer has retired the old refresh token by now: whatever goes wrong from here on, the
    // new one is kept.
    const rotated = { ...session, refreshToken: response.refresh_token ?? refreshToken };
    this.#replace(rotated, epoch);
    return {
      ...rotated,
      ...tokensOf(response, settings.clock()),
      identity: await renewIdentity(session.identity, response),
    };
  }

  #fail(error: unknown): void {
    this.#pausedUntil = this.#settings.clock() + PAUSE;
    if (!(error instanceof LoginError || error instanceof TokenError)) return;
    if (error instanceof LoginError && error.code === "ERR_TOKEN_REFUSED") {
      if (error.oauthError === "invalid_grant") this.end("invalid-grant");
      else if (!PASSING.has(error.oauthError)) this.#dropRefreshToken();
    } else if (isWrongIdToken(error)) {
      this.end("id-token-changed");
    }
    this.#announcer.announce("error", { error });
  }

  /** The access token serves until its end; then the session is over. */
  #dropRefreshToken(): void {
    if (this.#session !== undefined) this.#session = { ...this.#session, refreshToken: undefined };
  }

  #replace(session: Session, epoch: number): void {
    if (epoch !== this.#epoch) throw new LoginError("ERR_LOGIN_REQUIRED");
    this.#session = session;
  }

  #reset(session: Session | undefined): void {
    this.#epoch += 1;
    this.#session = session;
    this.#refreshing = undefined;
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
  }
}

/** A refresh may bring a new ID token, or none (OpenID Connect Core §12.2). */
async function renewIdentity(
  identity: Identity | undefined,
  response: TokenResponse,
): Promise<Identity | undefined> {
  const { id_token: idToken, access_token: accessToken } = response;
  if (identity === undefined || idToken === undefined) return identity;
  const arrival = { idToken, accessToken, nonce: identity.nonce };
  const claims = await verifyRefreshedIdToken(identity.verifier, arrival, identity.claims);
  return { ...identity, idToken, claims };
}

/** Keys that are out of reach say nothing about the token. */
function isWrongIdToken(error: LoginError | TokenError): boolean {
  return error instanceof TokenError
    ? error.stage !== "keys"
    : error.code === "ERR_ID_TOKEN_CHANGED";
}

function isPast(moment: number | undefined, now: number): boolean {
  return moment !== undefined && now >= moment;
}
