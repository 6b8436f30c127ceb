// Verifies tokens of one or more issuers: the part that every public way of verifying shares.

import type { Core } from "./core.js";
import { type Decision, decisionWithoutToken } from "./decision.js";
import { policyError, TokenError } from "./errors.js";
import type { ErrorCode } from "./generated/errors.js";
import type { KeySource } from "./keys.js";
import type { Glue, NativeVerifier } from "./native.js";
import { isPolicyFault } from "./policy_fault.js";
import { readPresentation, type Presentation } from "./presentation.js";
import type { Host } from "./read_options.js";
import { TokenBuffer } from "./token_buffer.js";
import { entryOfWire, OK, wireOf } from "./wire.js";

/** What came of one token. */
export interface Verdict {
  readonly jwt: string;
  /** The claims as the JSON text that was signed; undefined when the token was refused. */
  readonly claims: string | undefined;
  /** The refusal as the core's number; {@link OK} when the token was accepted. */
  readonly wire: number;
  /** When: seconds since 1970. */
  readonly at: number;
}

/** A policy with every default filled in. */
export interface NormalPolicy {
  readonly id: string;
  readonly policy: {
    readonly issuer: string;
    readonly jwks_uri?: string;
    readonly limits: { readonly token: number; readonly jwks: number };
  };
}

/** No scopes beyond the policy's. */
const NO_RULE = -1;

/** A verifier in the instance, and what it takes to make it again in the next one. */
export class Verification {
  readonly policies: readonly NormalPolicy[];
  readonly #core: Core;
  readonly #make: (glue: Glue) => NativeVerifier;
  readonly #host: Host;
  readonly #sources: readonly KeySource[];
  readonly #longest: number;
  #native: NativeVerifier;
  #generation: number;
  #buffer: TokenBuffer;
  /** The key texts that the native verifier holds. */
  #loaded: (string | undefined)[] = [];

  /**
   * @param make Makes the native verifier. It is called again after a trap.
   * @param sourceOf The keys of each policy.
   */
  constructor(
    core: Core,
    host: Host,
    make: (glue: Glue) => NativeVerifier,
    sourceOf: (policy: NormalPolicy, index: number) => KeySource,
  ) {
    this.#core = core;
    this.#host = host;
    this.#make = make;
    this.#native = core.call(make);
    this.#generation = core.generation;
    this.#buffer = new TokenBuffer(core, this.#native);
    this.policies = JSON.parse(core.call(() => this.#native.policies())) as NormalPolicy[];
    this.#sources = this.policies.map(sourceOf);
    this.#longest = Math.max(...this.policies.map(({ policy }) => policy.limits.token));
  }

  /** Checks keys that are at hand; for those that were handed over, at creation. */
  checkHeldKeys(): void {
    const now = this.#host.clock();
    this.#sources.forEach((source, index) => {
      const jwks = source.held(now);
      const fault = jwks === undefined ? undefined : this.#accept(index, jwks);
      if (fault !== undefined) throw new TokenError(fault);
    });
  }

  /** Verifies with the keys at hand. Refusals are verdicts; only faulty options throw. */
  judgeNow(jwt: string, presentation: Presentation | undefined, rule = NO_RULE): Verdict {
    return this.#judge(asText(jwt), readPresentation(this.#core, presentation), rule);
  }

  /** As {@link judgeNow}; fetches keys that are missing. */
  async judge(
    jwt: string,
    presentation: Presentation | undefined,
    rule = NO_RULE,
  ): Promise<Verdict> {
    const token = asText(jwt);
    const given = readPresentation(this.#core, presentation);
    const tried = new Set<string>();
    for (;;) {
      const verdict = this.#judge(token, given, rule);
      const reason = reasonToRenew(verdict);
      // Each reason is good for one fetch a token.
      if (reason === undefined || tried.has(reason)) return verdict;
      tried.add(reason);
      const fault = await this.#renew(token, reason);
      if (fault === "as judged") return verdict;
      if (fault !== undefined) {
        return { ...verdict, wire: wireOf(fault), at: this.#host.clock() };
      }
    }
  }

  /** The record of a verdict. */
  decision({ jwt, wire, at }: Verdict): Decision {
    // What has just brought an instance down is not shown to the next one.
    if (wire === FAULT) return this.decisionWithoutToken({ refused: "ERR_ENGINE_FAULT" }, at);
    try {
      const record = this.#core.call((glue) => this.#fresh(glue).decision(jwt, wire, at));
      return Object.freeze(record as Decision);
    } catch (error) {
      if (wire === OK) throw error;
      return this.decisionWithoutToken({ refused: entryOfWire(wire).code }, at);
    }
  }

  /** The record of a verdict for which no token was looked at. */
  decisionWithoutToken(verdict: Parameters<typeof decisionWithoutToken>[0], at: number): Decision {
    return decisionWithoutToken(verdict, this.policies[0]?.id ?? "", at);
  }

  /** Hands a record to whoever asked for all of them. */
  announce(decision: () => Decision): void {
    const { onDecision } = this.#host;
    if (onDecision === undefined) return;
    try {
      onDecision(decision());
    } catch {}
  }

  #judge(jwt: string, presentation: string | undefined, rule: number): Verdict {
    const at = this.#host.clock();
    // No copy of what is too long in any encoding.
    if (jwt.length > this.#longest) return { jwt, claims: undefined, wire: TOO_LARGE, at };
    try {
      return this.#core.call((glue) => {
        const native = this.#fresh(glue);
        this.#load(native, at);
        const length = this.#buffer.write(jwt);
        const claims = native.verify(length, presentation, at, rule);
        return { jwt, claims, wire: claims === undefined ? native.lastError() : OK, at };
      });
    } catch (thrown) {
      if (isPolicyFault(thrown)) throw policyError(thrown);
      if (!(thrown instanceof TokenError)) throw thrown;
      return { jwt, claims: undefined, wire: wireOf(thrown.code), at };
    }
  }

  /** The native verifier, made anew when the instance is another one. */
  #fresh(glue: Glue): NativeVerifier {
    if (this.#generation !== this.#core.generation) {
      this.#native = this.#make(glue);
      this.#buffer = new TokenBuffer(this.#core, this.#native);
      this.#loaded = [];
      this.#generation = this.#core.generation;
    }
    return this.#native;
  }

  /** Brings the native verifier's keys up to date with the sources. */
  #load(native: NativeVerifier, now: number): void {
    for (let index = 0; index < this.#sources.length; index += 1) {
      const jwks = this.#sources[index]?.held(now);
      if (jwks === this.#loaded[index]) continue;
      if (jwks === undefined) native.dropKeys(index);
      else native.setKeys(index, jwks);
      this.#loaded[index] = jwks;
    }
  }

  #accept(index: number, jwks: string): ErrorCode | undefined {
    const wire = this.#core.call((glue) => this.#fresh(glue).setKeys(index, jwks));
    if (wire !== OK) return entryOfWire(wire).code;
    this.#loaded[index] = jwks;
    return undefined;
  }

  /** Fetches keys for a token; the code of why that failed, or that the first verdict stands. */
  async #renew(
    jwt: string,
    reason: "missing" | "unknown",
  ): Promise<ErrorCode | "as judged" | undefined> {
    try {
      const index = this.#core.call((glue) => this.#fresh(glue).issuerOf(this.#buffer.write(jwt)));
      const source = this.#sources[index];
      if (source === undefined) return "as judged";
      const renewal = await source.renew(reason, (jwks) => this.#accept(index, jwks));
      return renewal.renewed ? undefined : (renewal.fault ?? "as judged");
    } catch (thrown) {
      if (thrown instanceof TokenError) return thrown.code;
      throw thrown;
    }
  }
}

const FAULT = wireOf("ERR_ENGINE_FAULT");
const TOO_LARGE = wireOf("ERR_TOKEN_TOO_LARGE");
const NOT_READY = wireOf("ERR_KEYS_NOT_READY");
const UNKNOWN = wireOf("ERR_KEY_UNKNOWN");

function reasonToRenew({ wire }: Verdict): "missing" | "unknown" | undefined {
  if (wire === NOT_READY) return "missing";
  return wire === UNKNOWN ? "unknown" : undefined;
}

/** What is no text is no token. */
function asText(jwt: unknown): string {
  return typeof jwt === "string" ? jwt : "";
}
