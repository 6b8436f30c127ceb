import type { Decision } from "./decision.js";
import { PolicyError } from "./errors.js";
import type { PolicyCode } from "./generated/errors.js";
import type { EngineOption } from "./host_engine.js";
import type { KeyEvent } from "./key_event.js";
import type { KeyRingBounds } from "./key_ring.js";
import type { KeyStore } from "./key_store.js";
import type { Background } from "./keys.js";
import type { CacheOptions, HostOptions, KeyRingOptions, VerifierOptions } from "./options.js";
import { runtimeName } from "./runtime_name.js";
import type { CacheBounds } from "./verified_tokens.js";

/** The host's side, with every default filled in. */
export interface Host {
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly onDecision: ((decision: Decision) => void) | undefined;
  /** Undefined when no token is to be kept. */
  readonly cache: CacheBounds | undefined;
  readonly engine: EngineOption;
  readonly keyRing: KeyRingBounds;
  readonly keyStore: KeyStore | undefined;
  readonly onKeyEvent: ((event: KeyEvent) => void) | undefined;
  /** Undefined where what a request has begun ends with its answer. */
  readonly background: Background | undefined;
}

/** The part of it that concerns verdicts. */
export type JudgeHost = Omit<Host, "fetch" | "keyRing" | "keyStore" | "onKeyEvent">;

/** The policies in the options, and the keys that are not in them. */
export interface Policies {
  /** The document in its own spelling, as JSON text for the core's reader. */
  readonly document: string;
  /** For each issuer a key set as JSON text; undefined when it is to be fetched. */
  readonly keys: readonly (string | undefined)[];
  /** Whether the options are a list of issuers. */
  readonly isList: boolean;
}

type Members = Readonly<Record<string, unknown>>;

const HOST: readonly string[] = [
  "clock",
  "fetch",
  "onDecision",
  "cache",
  "engine",
  "keyRing",
  "keyStore",
  "onKeyEvent",
] satisfies (keyof HostOptions)[];

const ENGINES: readonly unknown[] = ["wasm", "host", "auto"] satisfies EngineOption[];

/** Default, least and greatest value of each bound of a cache. */
const CACHE: { readonly [name in keyof CacheBounds]: readonly [number, number, number] } = {
  maxEntries: [1000, 1, 1_000_000],
  maxBytes: [8 * 2 ** 20, 1, 2 ** 30],
  ttl: [300, 1, 3600],
};

/** The core's defaults, but for the time that this package waits itself. */
const KEY_RING: KeyRingBounds = {
  floor: Number.NaN,
  ceiling: Number.NaN,
  hardAge: Number.NaN,
  cooldown: Number.NaN,
  timeout: 5,
};

/**
 * Takes out what the host provides.
 *
 * @throws {@link PolicyError} `ERR_POLICY_TYPE` for what is no function, and for a faulty cache;
 * `ERR_POLICY_VALUE` for another engine. What a key ring takes is for the core to say.
 */
export function readHost(options: HostOptions): Host {
  const { clock, fetch, onDecision, cache, engine, keyRing, keyStore, onKeyEvent } = options;
  for (const [name, given] of Object.entries({ clock, fetch, onDecision, onKeyEvent })) {
    if (given !== undefined && typeof given !== "function") refuse("ERR_POLICY_TYPE", name);
  }
  return {
    clock: clock === undefined ? () => Date.now() / 1000 : () => readTime(clock()),
    // Looked up on each call, so that a `fetch` that was replaced later is the one that is used.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onDecision,
    cache: cache === undefined ? undefined : readCache(cache),
    engine: engine === undefined ? "wasm" : readEngine(engine),
    keyRing: readKeyRing(keyRing ?? {}),
    keyStore: keyStore === undefined ? undefined : readKeyStore(keyStore),
    onKeyEvent,
    background: runtimeName() === "workerd" ? undefined : (work) => void work,
  };
}

/** Which seconds make sense is for the core to say. */
function readKeyRing(bounds: KeyRingOptions): KeyRingBounds {
  if (!isPlain(bounds)) refuse("ERR_POLICY_TYPE", "keyRing");
  const other = Object.keys(bounds).find((name) => !Object.hasOwn(KEY_RING, name));
  if (other !== undefined) refuse("ERR_POLICY_UNKNOWN_MEMBER", join("keyRing", other));
  const read: Record<string, number> = { ...KEY_RING };
  for (const [name, given] of Object.entries(bounds)) {
    if (given === undefined) continue;
    if (typeof given !== "number") refuse("ERR_POLICY_TYPE", `keyRing.${name}`);
    read[name] = Number.isFinite(given) ? given : refuse("ERR_POLICY_VALUE", `keyRing.${name}`);
  }
  return read as KeyRingBounds;
}

function readKeyStore(store: KeyStore): KeyStore {
  const fits = typeof store === "object" && store !== null;
  if (!fits || typeof store.get !== "function" || typeof store.put !== "function") {
    refuse("ERR_POLICY_TYPE", "keyStore");
  }
  return store;
}

function readEngine(engine: EngineOption): EngineOption {
  if (typeof engine !== "string") refuse("ERR_POLICY_TYPE", "engine");
  return ENGINES.includes(engine) ? engine : refuse("ERR_POLICY_VALUE", "engine");
}

function readCache(cache: CacheOptions): CacheBounds {
  if (!isPlain(cache)) refuse("ERR_POLICY_TYPE", "cache");
  const other = Object.keys(cache).find((name) => !Object.hasOwn(CACHE, name));
  if (other !== undefined) refuse("ERR_POLICY_UNKNOWN_MEMBER", join("cache", other));
  const read = (name: keyof CacheBounds): number => {
    const given: unknown = cache[name];
    const [byDefault, least, greatest] = CACHE[name];
    if (given === undefined) return byDefault;
    if (typeof given !== "number") refuse("ERR_POLICY_TYPE", `cache.${name}`);
    const fits = Number.isInteger(given) && given >= least && given <= greatest;
    return fits ? given : refuse("ERR_POLICY_VALUE", `cache.${name}`);
  };
  return { maxEntries: read("maxEntries"), maxBytes: read("maxBytes"), ttl: read("ttl") };
}

/** Seconds since 1970; a clock that says anything else verifies nothing. */
function readTime(time: unknown): number {
  return typeof time === "number" && Number.isFinite(time)
    ? time
    : refuse("ERR_POLICY_VALUE", "clock");
}

/**
 * As {@link readHost}, where the host's side is all there is.
 *
 * @throws {@link PolicyError} also for any other member.
 */
export function readHostOnly(options: HostOptions): Host {
  if (!isPlain(options)) refuse("ERR_POLICY_TYPE", "");
  const other = Object.keys(options).find((name) => !HOST.includes(name));
  if (other !== undefined) refuse("ERR_POLICY_UNKNOWN_MEMBER", join("", other));
  return readHost(options);
}

/**
 * The policies in the options. What they may hold is for the core to say.
 *
 * @throws {@link PolicyError} for a value that no JSON text can carry, or a name with `_` in it.
 */
export function readPolicies(options: VerifierOptions): Policies {
  if (!isPlain(options)) refuse("ERR_POLICY_TYPE", "");
  const members = Object.entries(options).filter(([name]) => !HOST.includes(name));
  const { issuers, ...policy }: Members = Object.fromEntries(members);
  if (issuers === undefined) {
    const { document, keys } = readIssuer(policy, "");
    return { document: JSON.stringify(document), keys: [keys], isList: false };
  }
  if (!Array.isArray(issuers)) refuse("ERR_POLICY_TYPE", "issuers");
  const read = Array.from(issuers, (issuer: unknown, i) => readIssuer(issuer, `issuers[${i}]`));
  const documents = read.map(({ document }) => document);
  return {
    document: JSON.stringify({ ...toDocument(policy, ""), issuers: documents }),
    keys: read.map(({ keys }) => keys),
    isList: true,
  };
}

function readIssuer(
  options: unknown,
  path: string,
): { readonly document: Members; readonly keys: string | undefined } {
  if (!isPlain(options)) refuse("ERR_POLICY_TYPE", path);
  const { keys, ...policy } = options;
  // The policy's own name for a URL in `keys`: one option has one name.
  if ("jwksUri" in policy) refuse("ERR_POLICY_UNKNOWN_MEMBER", join(path, "jwksUri"));
  const document = toDocument(policy, path);
  if (keys === undefined) return { document, keys };
  if (typeof keys === "string" || keys instanceof URL) {
    return { document: { ...document, jwks_uri: String(keys) }, keys: undefined };
  }
  return { document, keys: readKeys(keys, join(path, "keys")) };
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
    if (member === undefined) continue;
    const isOfClaims = NAMED_BY_ISSUERS.includes(name) && isPlain(member);
    document.push([snakeCase(name), isOfClaims ? toClaims(member, at) : toJson(member, at)]);
  }
  return Object.fromEntries(document);
}

/** Members whose own members are claims, which issuers name. */
const NAMED_BY_ISSUERS: readonly string[] = ["claims", "refusedClaims"];

function toClaims(members: Members, path: string): Members {
  const claims = Object.entries(members).filter(([, values]) => values !== undefined);
  return Object.fromEntries(
    claims.map(([name, values]) => [name, toJson(values, join(path, name))]),
  );
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
