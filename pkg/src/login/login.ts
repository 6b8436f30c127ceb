import { LoginError, TokenError } from "../errors.js";
import { beginTransaction } from "./authorize.js";
import { type AcceptedArrival, type Arrival, judgeArrival, takeArrival } from "./callback.js";
import type { LoginCore, LoginParts } from "./core.js";
import { discover } from "./discovery.js";
import { Announcer, type LoginEvents, type LoginListener } from "./events.js";
import { fetchWithToken } from "./fetch.js";
import { createIdTokenVerifier, type IdTokenClaims, verifyIdToken } from "./id_token.js";
import { type LoginOptions, type LoginSettings, readOptions, readParameters } from "./options.js";
import { currentPage as page } from "./page.js";
import { readReturnTo } from "./return_to.js";
import { type Identity, type Session, SessionKeeper, tokensOf } from "./session.js";
import { signOutRequest, takeSignOutAnswer } from "./sign_out.js";
import { storeTransaction } from "./transaction.js";
import { exchangeCode, type TokenResponse } from "./token_endpoint.js";

/** What `signIn` takes. */
export interface SignInOptions {
  /**
   * An address of this origin to go to afterwards, such as `/notes?id=7`. Default: the current one.
   */
  readonly returnTo?: string;
  /**
   * More parameters for this authorization request, such as `{ prompt: "login" }`; they win over
   * the login's own.
   */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A login that was completed. */
export interface SignedIn {
  /** The claims of the ID token; null when `openid` was not asked for. */
  readonly user: IdTokenClaims | null;
  /**
   * Where the visitor wanted to go: path, query and fragment of this origin, safe to hand to
   * `location` or a router.
   */
  readonly returnTo: string;
}

/**
 * A login with one issuer. Tokens stay in memory: a reload of the page ends the session on this
 * side.
 */
export interface Login {
  /**
   * Leaves the page for the issuer: authorization code with PKCE S256 (OAuth 2.1 §4.1).
   *
   * @throws {@link LoginError} `ERR_RETURN_TO`, `ERR_LOGIN_OPTION`, `ERR_STORAGE_UNAVAILABLE`, or
   * why the issuer's metadata cannot be used (`ERR_METADATA_…`, `ERR_ENDPOINT_INSECURE`).
   */
  signIn(options?: SignInOptions): Promise<void>;

  /**
   * Completes a login when the page was opened by the issuer's answer; null when it was not. Call
   * it on every load, before any other script of the page: the answer is out of the address before
   * this call returns its promise.
   *
   * @throws {@link LoginError} why the answer or the token response was refused; {@link TokenError}
   * why the ID token was. Nobody is signed in then.
   */
  handleCallback(): Promise<SignedIn | null>;

  /**
   * The access token, a fresh one when it is about to expire.
   *
   * @throws {@link LoginError} `ERR_LOGIN_REQUIRED` when nobody is signed in;
   * `ERR_TOKEN_ENDPOINT_UNREACHABLE` when the token has expired and the network is down, with the
   * session kept; `ERR_TOKEN_REFUSED` when the issuer refused.
   */
  getToken(): Promise<string>;

  /**
   * `fetch` with the access token, to the origins of `allowedOrigins` only (RFC 6750 §5.3). Follows
   * no redirect unless `init.redirect` says so.
   *
   * @throws {@link LoginError} `ERR_ORIGIN_NOT_ALLOWED`, `ERR_AUTHORIZATION_PRESENT`, or what
   * `getToken` throws; `TypeError` as `fetch` does.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;

  /** The verified claims of the ID token, or null. */
  user(): IdTokenClaims | null;

  /**
   * Forgets every token, then leaves for the issuer to end the session there too, if it offers that
   * (OpenID Connect RP-Initiated Logout §2).
   */
  signOut(): Promise<void>;

  /**
   * Adds a listener for `signed-in`, `signed-out`, `refreshed` or `error`; the returned function
   * removes it.
   *
   * @throws {@link LoginError} `ERR_LOGIN_OPTION` for any other event.
   */
  on<Name extends keyof LoginEvents>(event: Name, listener: LoginListener<Name>): () => void;
}

/**
 * Makes a login with `options`, on one runtime's WASM. Touches neither window nor network, so it
 * can run on a server.
 *
 * @throws {@link LoginError} `ERR_LOGIN_OPTION`, with the option in `path`.
 */
export function createLogin(parts: LoginParts, options: LoginOptions): Login {
  const settings = readOptions(options);
  const announcer = new Announcer();
  const keeper = new SessionKeeper(parts, settings, announcer);
  let completing: Promise<SignedIn | null> | undefined;

  async function leaveForIssuer({ returnTo, parameters }: SignInOptions): Promise<void> {
    const address = page.address();
    const target = readReturnTo(returnTo ?? address.href, address);
    const more = readParameters(parameters ?? {}, "parameters");
    // Another origin's session storage is another one: the callback would not find what is stored
    // here.
    if (new URL(settings.redirectUri).origin !== address.origin) {
      throw new LoginError("ERR_LOGIN_OPTION", { path: "redirectUri" });
    }
    const core = await parts.load();
    const endpoints = await discover(core, settings);
    const { transaction, request } = beginTransaction(core, settings, endpoints, target, more);
    storeTransaction(page.storage, transaction);
    page.leaveTo(request);
  }

  /** Not async: what it does, it has done when it returns. */
  function completeCallback(): Promise<SignedIn | null> {
    if (takeSignOutAnswer(page, settings)) return Promise.resolve(null);
    const arrival = takeArrival(page, settings);
    return arrival === undefined ? Promise.resolve(null) : signInWith(arrival);
  }

  async function signInWith(arrival: Arrival): Promise<SignedIn> {
    const core = await parts.load();
    const accepted = judgeArrival(core, settings, arrival);
    const session = await openSession(parts, core, settings, accepted);
    keeper.begin(session);
    return { user: session.identity?.claims ?? null, returnTo: accepted.returnTo };
  }

  /** Tells the listeners of a failure and passes it on. */
  async function announcing<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof LoginError || error instanceof TokenError) {
        announcer.announce("error", { error });
      }
      throw error;
    }
  }

  const getToken = () => keeper.accessToken();

  return Object.freeze<Login>({
    signIn: (options = {}) => announcing(() => leaveForIssuer(options)),
    handleCallback: () => {
      completing ??= announcing(completeCallback).finally(() => {
        completing = undefined;
      });
      return completing;
    },
    getToken,
    fetch: (input, init) => fetchWithToken(settings, getToken, input, init),
    user: () => keeper.session?.identity?.claims ?? null,
    signOut: async () => {
      const { session } = keeper;
      keeper.end("sign-out");
      const request = session && signOutRequest(page, settings, session);
      if (request !== undefined) page.leaveTo(request);
    },
    on: (event, listener) => announcer.on(event, listener),
  });
}

/** Exchanges the code at the endpoint of the transaction, and nowhere else (RFC 9700 §4.4.2). */
async function openSession(
  parts: LoginParts,
  core: LoginCore,
  settings: LoginSettings,
  { code, transaction }: AcceptedArrival,
): Promise<Session> {
  const { endpoints, verifier, nonce, redirect_uri: redirectUri } = transaction;
  const response = await exchangeCode(core, settings, endpoints.token_endpoint, {
    code,
    verifier,
    redirectUri,
  });
  return {
    ...tokensOf(response, settings.clock()),
    refreshToken: response.refresh_token,
    endpoints,
    identity: settings.openid
      ? await identify(parts, settings, response, nonce, endpoints.jwks_uri)
      : undefined,
  };
}

async function identify(
  parts: LoginParts,
  settings: LoginSettings,
  response: TokenResponse,
  nonce: string,
  jwksUri: string,
): Promise<Identity> {
  const { id_token: idToken, access_token: accessToken } = response;
  if (idToken === undefined) throw new LoginError("ERR_ID_TOKEN_MISSING");
  const verifier = await createIdTokenVerifier(parts, settings, jwksUri);
  const claims = await verifyIdToken(verifier, { idToken, accessToken, nonce });
  return { idToken, claims, nonce, verifier };
}
