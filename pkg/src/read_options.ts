import type { Decision } from "./decision.js";
import { PolicyError } from "./errors.js";
import type { PolicyCode } from "./generated/errors.js";
import type { HostOptions, VerifierOptions } from "./options.js";

/** The host's side, with every default filled in. */
export interface Host {
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly onDecision: ((decision: Decision) => void) | undefined;
}

/** One issuer's options: the policy document, and the keys that are not in it. */
export interface IssuerOptions {
  /** The policy in its own spelling, as JSON text for the core's reader. */
  readonly policy: string;
  /** A key set as JSON text; undefined when it is to be fetched. */
  readonly keys: string | undefined;
  /** Where the issuer stands in the options: `issuers[1]`, or nothing. */
  readonly path: string;
}

type Members = Readonly<Record<string, unknown>>;

const HOST: readonly string[] = ["clock", "fetch", "onDecision"] satisfies (keyof HostOptions)[];

/**
 * Takes out what the host provides.
 *
 * @throws {@link PolicyError} `ERR_POLICY_TYPE` for what is no function.
 */
export function readHost({ clock, fetch, onDecision }: HostOptions): Host {
  for (const [name, given] of Object.entries({ clock, fetch, onDecision })) {
    if (given !== undefined && typeof given !== "function") refuse("ERR_POLICY_TYPE", name);
  }
  return {
    clock: clock ?? (() => Date.now() / 1000),
    // Looked up on each call, so that a `fetch` that was replaced later is the one that is used.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onDecision,
  };
}

/**
 * The policies in the options, one per issuer. What each may hold is for the core to say.
 *
 * @throws {@link PolicyError} for a value that no JSON text can carry, or a name with `_` in it.
 */
export function readIssuers(options: VerifierOptions): readonly IssuerOptions[] {
  if (!isPlain(options)) refuse("ERR_POLICY_TYPE", "");
  const policy = Object.entries(options).filter(([name]) => !HOST.includes(name));
  const { issuers, ...others }: Members = Object.fromEntries(policy);
  if (issuers === undefined) return [readIssuer(others, "")];
  const [other] = Object.keys(others);
  if (other !== undefined) refuse("ERR_POLICY_UNKNOWN_MEMBER", join("", other));
  if (!Array.isArray(issuers)) refuse("ERR_POLICY_TYPE", "issuers");
  if (issuers.length === 0) refuse("ERR_POLICY_VALUE", "issuers");
  return Array.from(issuers, (issuer: unknown, index) => readIssuer(issuer, `issuers[${index}]`));
}

function readIssuer(options: unknown, path: string): IssuerOptions {
  if (!isPlain(options)) refuse("ERR_POLICY_TYPE", path);
  const { keys, ...policy } = options;
  // The policy's own name for a URL in `keys`: one option has one name.
  if ("jwksUri" in policy) refuse("ERR_POLICY_UNKNOWN_MEMBER", join(path, "jwksUri"));
  const isUrl = typeof keys === "string" || keys instanceof URL;
  const jwksUri = isUrl ? { jwks_uri: String(keys) } : {};
  return {
    policy: JSON.stringify({ ...toDocument(policy, path), ...jwksUri }),
    keys: isUrl || keys === undefined ? undefined : readKeys(keys, join(path, "keys")),
    path,
  };
}

function readKeys(keys: unknown, path: string): string {
  if (!isPlain(keys)) refuse("ERR_POLICY_TYPE", path);
  try {
    return JSON.stringify(keys);
  } catch {
    return refuse("ERR_POLICY_TYPE", path);
  }
}

/**
 * Options as a policy document: member names in snake case, and nothing that JSON cannot say.
 * `JSON.stringify` alone would drop a function and turn NaN into null without a word.
 */
export function toDocument(members: Members, path: string): Members {
  const document: [string, unknown][] = [];
  for (const [name, member] of Object.entries(members)) {
    const at = join(path, name);
    if (name.includes("_")) refuse("ERR_POLICY_UNKNOWN_MEMBER", at);
    // An option that is not set is one that is not there.
    if (member !== undefined) document.push([snakeCase(name), toJson(member, at)]);
  }
  return Object.fromEntries(document);
}

function toJson(value: unknown, path: string): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "number") refuse("ERR_POLICY_VALUE", path);
  if (Array.isArray(value)) return Array.from(value, (item, i) => toJson(item, `${path}[${i}]`));
  return isPlain(value) ? toDocument(value, path) : refuse("ERR_POLICY_TYPE", path);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function join(path: string, name: string): string {
  // An unknown name is input: a short plain one helps to find a slip, others are not repeated.
  const shown = /^[A-Za-z0-9_-]{1,40}$/.test(name) ? name : "?";
  return path === "" ? shown : `${path}.${shown}`;
}

/** An object literal, of this realm or of another one, whose `Object.prototype` is another. */
export function isPlain(value: unknown): value is Members {
  if (typeof value !== "object" || value === null) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(code: PolicyCode, path: string): never {
  throw new PolicyError(code, path);
}
