import { LoginError } from "../errors.js";
import { isSecureUrl, parseUrl } from "./origin.js";

/**
 * What `createLogin` takes. Every other member is refused, `clientSecret` first of all: a browser
 * keeps no secret.
 */
export interface LoginOptions {
  /**
   * The issuer, exactly as its metadata spells it (RFC 8414 §2): https, or with `development` http on
   * a loopback address.
   */
  readonly issuer: string;
  /** The public client's identifier (RFC 6749 §2.2). */
  readonly clientId: string;
  /**
   * The page that handles the callback, exactly as registered (RFC 9700 §4.1.3). It must be of the
   * page's own origin.
   */
  readonly redirectUri: string;
  /**
   * Requested scopes, separated by spaces (RFC 6749 §3.3). Default `openid`; without `openid` there
   * is no ID token and no `user`.
   */
  readonly scope?: string;
  /** The API or APIs the access token is for (RFC 8707 §2); sent at both endpoints. */
  readonly resource?: string | readonly string[];
  /** The origins `fetch` may send the token to, such as `https://api.example`. Default none. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Where the issuer sends the browser after `signOut`, exactly as registered. Default
   * `redirectUri`.
   */
  readonly postLogoutRedirectUri?: string;
  /**
   * More parameters for the authorization request, such as `{ prompt: "login" }`; none of the
   * protocol's own.
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Accepts an issuer whose metadata does not list S256, as Microsoft Entra's does not (RFC 9700
   * §2.1.1). S256 is used anyway. Default false.
   */
  readonly allowUnlistedS256?: boolean;
  /** Takes an issuer that is plain http on a loopback address, for work on one machine. Default false. */
  readonly development?: boolean;
  /** How long one answer of the issuer may take, in seconds. Default 10, at most 120. */
  readonly timeout?: number;
  /** Seconds since 1970. Default: the browser's clock. */
  readonly clock?: () => number;
  /** The function every request goes through. Default: the browser's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The options with every default filled in. */
export interface LoginSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scope: string;
  readonly openid: boolean;
  readonly resource: readonly string[];
  readonly allowedOrigins: ReadonlySet<string>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly allowUnlistedS256: boolean;
  readonly development: boolean;
  readonly timeout: number;
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

const NAMES: ReadonlySet<string> = new Set<keyof LoginOptions>([
  "issuer",
  "clientId",
  "redirectUri",
  "scope",
  "resource",
  "allowedOrigins",
  "postLogoutRedirectUri",
  "parameters",
  "allowUnlistedS256",
  "development",
  "timeout",
  "clock",
  "fetch",
]);

/** Parameters that the login itself sets, or that would change the flow. */
const PROTOCOL_PARAMETERS: ReadonlySet<string> = new Set([
  "client_assertion",
  "client_id",
  "client_secret",
  "code_challenge",
  "code_challenge_method",
  "nonce",
  "redirect_uri",
  "request",
  "request_uri",
  "resource",
  "response_mode",
  "response_type",
  "scope",
  "state",
]);

const DEFAULT_TIMEOUT = 10;
const MAX_TIMEOUT = 120;
/** RFC 6749 §3.3: scope-token *( SP scope-token ). */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;
/** RFC 6749 appendix A.1: a client identifier is of printable ASCII. */
const CLIENT_ID = /^[\x20-\x7E]+$/;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {@link LoginError} `ERR_LOGIN_OPTION`, with the option's name in `path`.
 */
export function readOptions(options: LoginOptions): LoginSettings {
  if (typeof options !== "object" || options === null) refuse("options");
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) refuse(name);
  }
  const development = readFlag(options.development ?? false, "development");
  const scope = readText(options.scope ?? "openid", "scope", SCOPE);
  return Object.freeze({
    issuer: readIssuer(options.issuer, development),
    clientId: readText(options.clientId, "clientId", CLIENT_ID),
    redirectUri: readRedirectUri(options.redirectUri, "redirectUri"),
    postLogoutRedirectUri: readRedirectUri(
      options.postLogoutRedirectUri ?? options.redirectUri,
      "postLogoutRedirectUri",
    ),
    scope,
    openid: scope.split(" ").includes("openid"),
    resource: readResource(options.resource),
    allowedOrigins: readOrigins(options.allowedOrigins ?? []),
    parameters: readParameters(options.parameters ?? {}, "parameters"),
    allowUnlistedS256: readFlag(options.allowUnlistedS256 ?? false, "allowUnlistedS256"),
    development,
    timeout: readTimeout(options.timeout ?? DEFAULT_TIMEOUT),
    clock: readFunction(options.clock ?? (() => Date.now() / 1000), "clock"),
    // Looked up on each call, so that what replaces the browser's `fetch` later is used as well.
    fetch: readFunction(options.fetch ?? ((input, init) => globalThis.fetch(input, init)), "fetch"),
  });
}

/**
 * More parameters for an authorization request.
 *
 * @throws {@link LoginError} `ERR_LOGIN_OPTION` for one that the protocol owns, or that is not
 * text.
 */
export function readParameters(
  parameters: Readonly<Record<string, string>>,
  path: string,
): Readonly<Record<string, string>> {
  if (typeof parameters !== "object" || parameters === null) refuse(path);
  for (const [name, value] of Object.entries(parameters)) {
    if (PROTOCOL_PARAMETERS.has(name) || typeof value !== "string") refuse(path);
  }
  return Object.freeze({ ...parameters });
}

/**
 * RFC 8414 §2: https, no query, no fragment. Kept as it is written: issuers are compared character
 * by character.
 */
function readIssuer(issuer: string, development: boolean): string {
  const url = readUrl(issuer, "issuer");
  if (url.protocol === "http:" && !development) refuse("issuer");
  if (!isSecureUrl(url) || issuer.includes("?") || issuer.includes("#")) refuse("issuer");
  return issuer;
}

/** RFC 6749 §3.1.2: absolute, no fragment. */
function readRedirectUri(uri: string, path: string): string {
  const url = readUrl(uri, path);
  if (!isSecureUrl(url) || uri.includes("#")) refuse(path);
  return uri;
}

/** RFC 8707 §2: absolute URIs without a fragment. */
function readResource(resource: LoginOptions["resource"]): readonly string[] {
  if (resource === undefined) return [];
  const list = typeof resource === "string" ? [resource] : resource;
  if (!Array.isArray(list) || list.length === 0) refuse("resource");
  for (const uri of list) {
    readUrl(uri, "resource");
    if (uri.includes("#")) refuse("resource");
  }
  return Object.freeze([...list]);
}

function readOrigins(origins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(origins)) refuse("allowedOrigins");
  origins.forEach((origin, index) => {
    const path = `allowedOrigins[${index}]`;
    const url = readUrl(origin, path);
    if (url.origin !== origin || !isSecureUrl(url)) refuse(path);
  });
  return new Set(origins);
}

function readUrl(text: string, path: string): URL {
  const url = typeof text === "string" ? parseUrl(text) : undefined;
  return url ?? refuse(path);
}

function readText(text: string, path: string, grammar: RegExp): string {
  return typeof text === "string" && grammar.test(text) ? text : refuse(path);
}

function readFlag(flag: boolean, path: string): boolean {
  return typeof flag === "boolean" ? flag : refuse(path);
}

function readTimeout(seconds: number): number {
  return typeof seconds === "number" && seconds > 0 && seconds <= MAX_TIMEOUT
    ? seconds
    : refuse("timeout");
}

function readFunction<F extends (...args: never[]) => unknown>(value: F, path: string): F {
  return typeof value === "function" ? value : refuse(path);
}

function refuse(path: string): never {
  throw new LoginError("ERR_LOGIN_OPTION", { path });
}
