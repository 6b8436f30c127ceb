import type { Claims } from "./claims.js";
import type { Decision } from "./decision.js";
import { PolicyError } from "./errors.js";
import type { Identity } from "./identity.js";
import type { KeySource } from "./keys.js";
import { Validity } from "./validity.js";
import type { NormalPolicy } from "./normal_policy.js";
import { weightOf } from "./weight.js";

/** How much a cache holds, and for how long. */
export interface CacheBounds {
  readonly maxEntries: number;
  /** Bytes, by estimate. */
  readonly maxBytes: number;
  /** Seconds since a token was judged. */
  readonly ttl: number;
}

/** A token that was admitted, with what it was judged by. */
export interface AdmittedToken {
  readonly jwt: string;
  readonly claims: Claims;
  /** The route that the token was judged for, or -1. */
  readonly rule: number;
  /** When: seconds since 1970. */
  readonly at: number;
}

/** A token that is kept. */
export interface KeptToken {
  readonly claims: Claims;
  /** The record of a verdict on it, once one was asked for; another verdict differs in `at` only. */
  record: Decision | undefined;
  /** Who it stands for, once that was asked for. */
  readonly identity: Identity | undefined;
}

interface Entry extends KeptToken {
  identity: Identity | undefined;
  /** A copy of its own; the caller's string may be a slice that holds a whole request. */
  readonly jwt: string;
  /** Its end, by which it is looked up. */
  readonly tail: string;
  readonly issuer: number;
  /** The text of the key set that the token was verified with. */
  jwks: string;
  readonly since: number;
  readonly validity: Validity;
  /** The routes whose scopes the token is known to hold. */
  readonly rules: ReadonlySet<number>;
  weight: number;
}

/** Kinds whose tokens come again and again. What is shown once, such as an ID token, is not kept. */
const KINDS: readonly string[] = ["access", "access-plain"];
/**
 * Characters at the end of a token by which it is looked up: 256 bits of its signature. An engine
 * hashes each new string before it can find it, which for a whole token costs more than all the rest.
 */
const TAIL = 43;
/** Bytes of an entry beside its token and its claims, and of one of its routes. */
const ENTRY = 1536;
const RULE = 32;
/** Bytes of a UTF-16 unit. */
const UNIT = 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Access tokens that one verifier has admitted, so that one that comes again costs a look-up. It
 * lives in front of the core and never widens it: a token is found only where the core would admit
 * it at this moment, with these keys, for this route. All others the core judges, every time.
 *
 * It belongs to one list of policies and one instance of the core. Bounded in entries and bytes; the
 * token that was not used for longest goes first.
 */
export class VerifiedTokens {
  readonly #bounds: CacheBounds;
  readonly #policies: readonly NormalPolicy["policy"][];
  readonly #sources: readonly KeySource[];
  /** By the end of the signature; the one that was used last comes last. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #newest: Entry | undefined;

  /**
   * @param sources The keys of each policy.
   * @throws {@link PolicyError} when no policy is of a kind that is kept.
   */
  constructor(
    bounds: CacheBounds,
    policies: readonly NormalPolicy[],
    sources: readonly KeySource[],
  ) {
    this.#bounds = bounds;
    this.#policies = policies.map(({ policy }) => policy);
    if (!this.#policies.some(({ kind }) => KINDS.includes(kind))) {
      throw new PolicyError("ERR_POLICY_CONFLICT", "cache");
    }
    this.#sources = sources;
  }

  /** How many tokens are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** About how many bytes they take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A token that came alone, if the core would admit it now, for this route. */
  find(jwt: string, rule: number, now: number): KeptToken | undefined {
    const entry = this.#entries.get(jwt.slice(-TAIL));
    // The whole text decides; its end is only where to look.
    if (entry?.jwt !== jwt) return undefined;
    const age = now - entry.since;
    // A clock that was set back has lost count of the age.
    if (age < 0 || age >= this.#bounds.ttl || !entry.validity.holdsAt(now)) {
      this.#drop(entry);
      return undefined;
    }
    const jwks = this.#sources[entry.issuer]?.held(now);
    if (jwks !== entry.jwks) {
      this.#drop(entry);
      return undefined;
    }
    // A set that was fetched anew is another string of the same text; the next look is by pointer.
    entry.jwks = jwks;
    if (!entry.rules.has(rule)) return undefined;
    this.#use(entry);
    return entry;
  }

  /**
   * Keeps a token that came alone, and that the core has just admitted; undefined for one that is
   * not to be kept.
   *
   * @param loaded The keys of each policy that the core judged with.
   */
  keep(
    { jwt, claims, rule, at }: AdmittedToken,
    loaded: readonly (string | undefined)[],
  ): KeptToken | undefined {
    const issuer = this.#policies.findIndex((policy) => policy.issuer === claims.iss);
    const policy = this.#policies[issuer];
    const jwks = loaded[issuer];
    if (policy === undefined || jwks === undefined) return undefined;
    if (!KINDS.includes(policy.kind)) return undefined;
    // What binds a token to its bearer is proven anew each time (RFC 7800 §3.1).
    if (Object.hasOwn(claims, "cnf")) return undefined;
    const validity = new Validity(claims, policy);
    if (!validity.holdsAt(at)) return undefined;
    const copy = decoder.decode(encoder.encode(jwt));
    const tail = copy.slice(-TAIL);
    const known = this.#entries.get(tail);
    // Scopes are the token's own: a route that it may take today it may take tomorrow.
    const rules = new Set(known?.jwt === jwt ? known.rules : []).add(rule);
    const weight = ENTRY + rules.size * RULE + jwt.length * UNIT + weightOf(claims);
    if (known !== undefined) this.#drop(known);
    if (weight > this.#bounds.maxBytes) return undefined;
    const judged = { issuer, jwks, since: at, validity, rules };
    const asked = { record: undefined, identity: undefined };
    const entry = { jwt: copy, tail, claims, ...asked, ...judged, weight };
    this.#add(entry);
    return entry;
  }

  /** Keeps with a token who it stands for, as long as the token itself is kept. */
  identify(jwt: string, identity: Identity): void {
    const entry = this.#entries.get(jwt.slice(-TAIL));
    if (entry?.jwt !== jwt || entry.identity !== undefined) return;
    const weight = weightOf(identity);
    entry.identity = identity;
    entry.weight += weight;
    this.#bytes += weight;
    this.#trim();
  }

  /** Forgets the tokens of an issuer whose keys are others now. */
  forget(issuer: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.issuer === issuer) this.#drop(entry);
    }
  }

  /** Forgets every token. */
  clear(): void {
    this.#entries.clear();
    this.#newest = undefined;
    this.#bytes = 0;
  }

  #add(entry: Entry): void {
    this.#entries.set(entry.tail, entry);
    this.#newest = entry;
    this.#bytes += entry.weight;
    this.#trim();
  }

  #trim(): void {
    const { maxEntries, maxBytes } = this.#bounds;
    for (const oldest of this.#entries.values()) {
      if (this.#entries.size <= maxEntries && this.#bytes <= maxBytes) return;
      this.#drop(oldest);
    }
  }

  /** A map gives out its members in the order in which they came: the last one used comes again. */
  #use(entry: Entry): void {
    if (this.#newest === entry) return;
    this.#entries.delete(entry.tail);
    this.#entries.set(entry.tail, entry);
    this.#newest = entry;
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.tail);
    if (this.#newest === entry) this.#newest = undefined;
    this.#bytes -= entry.weight;
  }
}
