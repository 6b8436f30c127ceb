// Verifies tokens of one or more issuers: the part that every public way of verifying shares.

import { asText } from "./ask.js";
import { type Claims, readClaims } from "./claims.js";
import type { Core } from "./core.js";
import {
  type Decision,
  decisionOf,
  decisionWithoutToken,
  type Evidence,
  noEvidence,
} from "./decision.js";
import { policyError, TokenError } from "./errors.js";
import type { ErrorCode } from "./generated/errors.js";
import { type Identity, readIdentity } from "./identity.js";
import { canDetach, type HostCheck, type HostEngine, hostEngineFor } from "./host_engine.js";
import { needOf } from "./key_need.js";
import type { Background, KeyNeed, KeySource, Renewal } from "./keys.js";
import type { DetachingVerifier, Glue, LoginGlue, NativeVerifier } from "./native.js";
import type { NormalPolicy } from "./normal_policy.js";
import { isPolicyFault } from "./policy_fault.js";
import { readPresentation, type Presentation } from "./presentation.js";
import type { JudgeHost } from "./read_options.js";
import { TokenBuffer } from "./token_buffer.js";
import { type KeptToken, VerifiedTokens } from "./verified_tokens.js";
import { entryOfWire, OK, wireOf } from "./wire.js";

/** What came of one token. */
export interface Verdict {
  readonly jwt: string;
  /** The claims, frozen; undefined when the token was refused. */
  readonly claims: Claims | undefined;
  /** The refusal as the core's number; {@link OK} when the token was accepted. */
  readonly wire: number;
  /** When: seconds since 1970. */
  readonly at: number;
  /** Seconds after which it is worth while to try again, where keys are out of reach. */
  readonly retryAfter?: number | undefined;
  /** The token, when it is kept. */
  readonly kept?: KeptToken | undefined;
}

/** A token that is to be judged. */
interface Asked {
  readonly jwt: string;
  /** What came along with it, as text for the core. */
  readonly presentation: string | undefined;
  /** The index of a gate's route, or {@link NO_RULE}. */
  readonly rule: number;
}

/** A token whose signature is with the host. */
interface Detached {
  readonly check: HostCheck;
  readonly native: DetachingVerifier;
  /** Counts the changes of keys up to then. */
  readonly changes: number;
}

/** The index of no issuer. */
const NOBODY = -1;

/** No scopes beyond the policy's. */
const NO_RULE = -1;

/** A verifier in the instance, and what it takes to make it again in the next one. */
export class Verification<G extends LoginGlue = Glue> {
  readonly policies: readonly NormalPolicy[];
  readonly #core: Core<G>;
  readonly #make: (glue: G) => NativeVerifier;
  readonly #host: JudgeHost;
  readonly #sources: readonly KeySource[];
  readonly #longest: number;
  /** Tokens that need not be judged again; undefined unless the options ask for it. */
  readonly #verified: VerifiedTokens | undefined;
  /** Undefined when the core verifies every signature itself. */
  readonly #hostEngine: HostEngine | undefined;
  #native: NativeVerifier;
  #generation: number;
  #buffer: TokenBuffer;
  /** The key texts that the native verifier holds. */
  #loaded: (string | undefined)[] = [];
  /** Counts how often they became others. */
  #changes = 0;

  /**
   * @param make Makes the native verifier. It is called again after a trap.
   * @param sourceOf The keys of each policy.
   * @param policies What the native verifier was made of, where it cannot say so itself.
   */
  constructor(
    core: Core<G>,
    host: JudgeHost,
    make: (glue: G) => NativeVerifier,
    sourceOf: (policy: NormalPolicy, index: number) => KeySource,
    policies?: readonly NormalPolicy[],
  ) {
    this.#core = core;
    this.#host = host;
    this.#make = make;
    this.#hostEngine = hostEngineFor(host.engine);
    this.#native = core.call((glue) => this.#build(glue));
    this.#generation = core.generation;
    this.#buffer = new TokenBuffer(core, this.#native);
    this.policies = policies ?? readPolicies(this.#core, this.#native);
    this.#sources = this.policies.map(sourceOf);
    this.#longest = Math.max(...this.policies.map(({ policy }) => policy.limits.token));
    this.#verified = host.cache && new VerifiedTokens(host.cache, this.policies, this.#sources);
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
    const asked = this.#asked(jwt, presentation, rule);
    const { background, clock } = this.#host;
    const now = clock();
    if (background !== undefined) this.#refresh(asked.jwt, now, background);
    return this.#judge(asked, now);
  }

  /**
   * As {@link judgeNow}; fetches keys that are missing.
   *
   * @param background Takes what may go on after the verdict; without it that is waited for.
   */
  async judge(
    jwt: string,
    presentation: Presentation | undefined,
    rule = NO_RULE,
    background: Background | undefined = this.#host.background,
  ): Promise<Verdict> {
    const asked = this.#asked(jwt, presentation, rule);
    let now = this.#host.clock();
    const refreshing = this.#refresh(asked.jwt, now, background);
    if (refreshing !== undefined) {
      await refreshing;
      now = this.#host.clock();
    }
    const host = this.#hostEngine;
    const tried = new Set<KeyNeed>();
    for (;;) {
      const verdict =
        host === undefined ? this.#judge(asked, now) : await this.#judgeWith(host, asked, now);
      const need = needOf(asked.jwt, verdict.wire);
      // Each need is good for one fetch a token.
      if (need === undefined || tried.has(need)) return verdict;
      const renewal = await this.#renew(asked.jwt, need, background);
      if (!renewal.renewed) {
        const { fault, retryAfter } = renewal;
        if (fault === undefined) return verdict;
        return { ...verdict, wire: wireOf(fault), at: this.#host.clock(), retryAfter };
      }
      if (!renewal.stored) tried.add(need);
      now = this.#host.clock();
    }
  }

  /** The record of a verdict. */
  decision({ jwt, wire, at, kept }: Verdict): Decision {
    if (kept?.record !== undefined) return Object.freeze({ ...kept.record, at });
    // What has just brought an instance down is not shown to the next one.
    if (wire === FAULT) return this.decisionWithoutToken({ refused: "ERR_ENGINE_FAULT" }, at);
    try {
      const evidence = this.#core.call((glue) => this.#fresh(glue).evidence?.(jwt, wire, at));
      const decision = decisionOf(wire, (evidence as Evidence | undefined) ?? this.#nothing(at));
      if (kept !== undefined) kept.record = decision;
      return decision;
    } catch (error) {
      if (wire === OK) throw error;
      return this.decisionWithoutToken({ refused: entryOfWire(wire).code }, at);
    }
  }

  /**
   * Who the token of a good verdict stands for.
   *
   * @throws {@link TokenError} `ERR_ENGINE_FAULT` after a trap.
   */
  identity({ jwt, kept }: Verdict): Identity {
    if (kept?.identity !== undefined) return kept.identity;
    const text = this.#core.call((glue) => this.#fresh(glue).identity?.(jwt));
    if (text === undefined) throw new TokenError("ERR_ENGINE_FAULT");
    const identity = readIdentity(text);
    this.#verified?.identify(jwt, identity);
    return identity;
  }

  /** The record of a verdict for which no token was looked at. */
  decisionWithoutToken(verdict: Parameters<typeof decisionWithoutToken>[0], at: number): Decision {
    return decisionWithoutToken(verdict, this.#nothing(at));
  }

  #nothing(at: number): Evidence {
    return noEvidence(this.policies[0]?.id ?? "", at);
  }

  /** Hands a record to whoever asked for all of them. */
  announce(decision: () => Decision): void {
    const { onDecision } = this.#host;
    if (onDecision === undefined) return;
    try {
      onDecision(decision());
    } catch {}
  }

  #asked(jwt: string, presentation: Presentation | undefined, rule: number): Asked {
    return { jwt: asText(jwt), presentation: readPresentation(this.#core, presentation), rule };
  }

  #judge(asked: Asked, at: number): Verdict {
    const known = this.#known(asked, at);
    if (known !== undefined) return known;
    const judged = this.#ask(at, (native) => {
      const length = this.#buffer.write(asked.jwt);
      return native.verify(length, asked.presentation, at, asked.rule) ?? native.lastError();
    });
    return this.#conclude(asked, at, judged);
  }

  /** As {@link #judge}; where the signature is left to the host, the token waits in the core. */
  async #judgeWith(host: HostEngine, asked: Asked, at: number): Promise<Verdict> {
    const known = this.#known(asked, at);
    if (known !== undefined) return known;
    const judged = this.#ask<string | number | Detached>(at, (native) => {
      const length = this.#buffer.write(asked.jwt);
      if (!canDetach(native)) {
        return native.verify(length, asked.presentation, at, asked.rule) ?? native.lastError();
      }
      const claims = native.verifyOrDetach(length, asked.presentation, at, asked.rule);
      if (claims !== undefined) return claims;
      const check = host.detached(native);
      return check === undefined ? native.lastError() : { check, native, changes: this.#changes };
    });
    if (typeof judged !== "object") return this.#conclude(asked, at, judged);
    const good = await host.verify(judged.check);
    return this.#finish(asked, judged, good) ?? this.#judge(asked, this.#host.clock());
  }

  /** The verdict with the host's answer; undefined when there is none, or it came too late. */
  #finish(asked: Asked, detached: Detached, good: boolean | undefined): Verdict | undefined {
    const { native, changes } = detached;
    const { ticket } = detached.check;
    const at = this.#host.clock();
    const judged = this.#ask(at, (current) => {
      // A ticket is of one instance, and of no other that came after a trap.
      if (current !== native) return FAULT;
      // The key that the host was given may have been withdrawn.
      if (good === undefined || changes !== this.#changes) {
        native.forgetPending(ticket);
        return FAULT;
      }
      return native.dangerouslyAccept(ticket, good, at) ?? native.lastError();
    });
    return judged === FAULT ? undefined : this.#conclude(asked, at, judged);
  }

  /** A verdict that needs no call of the core. */
  #known({ jwt, presentation, rule }: Asked, at: number): Verdict | undefined {
    // No copy of what is too long in any encoding.
    if (jwt.length > this.#longest) return { jwt, claims: undefined, wire: TOO_LARGE, at };
    // Whatever came along with a token may speak against it.
    if (presentation !== undefined || !this.#isCurrent()) return undefined;
    const kept = this.#verified?.find(jwt, rule, at);
    return kept && { jwt, claims: kept.claims, wire: OK, at, kept };
  }

  /** Calls the native verifier, its keys up to date; the number of why there was no answer. */
  #ask<T>(now: number, work: (native: NativeVerifier) => T): T | number {
    try {
      return this.#core.call((glue) => {
        const native = this.#fresh(glue);
        this.#load(native, now);
        return work(native);
      });
    } catch (thrown) {
      if (isPolicyFault(thrown)) throw policyError(thrown);
      if (!(thrown instanceof TokenError)) throw thrown;
      return wireOf(thrown.code);
    }
  }

  /** The verdict from what the core said: the claims as text, or the number of the refusal. */
  #conclude(asked: Asked, at: number, judged: string | number): Verdict {
    const { jwt, presentation, rule } = asked;
    if (typeof judged === "number") return { jwt, claims: undefined, wire: judged, at };
    const claims = readClaims(judged);
    const verified = presentation === undefined ? this.#verified : undefined;
    const kept = verified?.keep({ jwt, claims, rule, at }, this.#loaded);
    return { jwt, claims, wire: OK, at, kept };
  }

  /** The native verifier, made anew when the instance is another one. */
  #fresh(glue: G): NativeVerifier {
    if (!this.#isCurrent()) {
      this.#native = this.#build(glue);
      this.#buffer = new TokenBuffer(this.#core, this.#native);
      this.#loaded = [];
      // Nothing that an instance said which has trapped since is taken for granted.
      this.#verified?.clear();
      this.#generation = this.#core.generation;
    }
    return this.#native;
  }

  #build(glue: G): NativeVerifier {
    const native = this.#make(glue);
    if (this.#hostEngine !== undefined && canDetach(native)) {
      native.leaveToHost(this.#hostEngine.algorithms);
    }
    return native;
  }

  #isCurrent(): boolean {
    return this.#generation === this.#core.generation;
  }

  /** Brings the native verifier's keys up to date with the sources. */
  #load(native: NativeVerifier, now: number): void {
    for (let index = 0; index < this.#sources.length; index += 1) {
      const jwks = this.#sources[index]?.held(now);
      if (jwks === this.#loaded[index]) continue;
      if (jwks === undefined) native.dropKeys(index);
      else native.setKeys(index, jwks);
      this.#hold(index, jwks);
    }
  }

  #accept(index: number, jwks: string): ErrorCode | undefined {
    const wire = this.#core.call((glue) => this.#fresh(glue).setKeys(index, jwks));
    if (wire !== OK) return entryOfWire(wire).code;
    this.#hold(index, jwks);
    return undefined;
  }

  #hold(index: number, jwks: string | undefined): void {
    // Which key of a set verified a token is not asked: with another set every token is judged anew.
    if (jwks !== this.#loaded[index]) {
      this.#verified?.forget(index);
      this.#hostEngine?.forgetKeys();
      this.#changes += 1;
    }
    this.#loaded[index] = jwks;
  }

  /** Begins to fetch the keys of a token's issuer that are due; undefined when there is nothing to do. */
  #refresh(
    jwt: string,
    now: number,
    background: Background | undefined,
  ): Promise<void> | undefined {
    if (!this.#sources.some((source) => source.isDue(now))) return undefined;
    const source = this.#sources[this.#issuerOf(jwt)];
    if (!source?.isDue(now)) return undefined;
    const refreshing = source.refresh(background);
    if (background === undefined) return refreshing;
    background(refreshing);
    return undefined;
  }

  /** Fetches keys for a token. */
  async #renew(jwt: string, need: KeyNeed, background: Background | undefined): Promise<Renewal> {
    const index = this.#issuerOf(jwt);
    const source = this.#sources[index];
    if (source === undefined) return { renewed: false, fault: undefined };
    try {
      return await source.renew(need, (jwks) => this.#accept(index, jwks), background);
    } catch (thrown) {
      if (thrown instanceof TokenError) return { renewed: false, fault: thrown.code };
      throw thrown;
    }
  }

  /** The index of the issuer that a token names; of none when it is not one of ours, or nobody can say. */
  #issuerOf(jwt: string): number {
    try {
      return this.#core.call((glue) => this.#fresh(glue).issuerOf(this.#buffer.write(jwt)));
    } catch (thrown) {
      if (thrown instanceof TokenError) return NOBODY;
      throw thrown;
    }
  }
}

function readPolicies(core: Core<LoginGlue>, native: NativeVerifier): NormalPolicy[] {
  if (!canDetach(native)) return [];
  const entries = JSON.parse(core.call(() => native.policies())) as Omit<NormalPolicy, "entry">[][];
  return entries.flatMap((list, entry) => list.map((policy) => ({ ...policy, entry })));
}

const FAULT = wireOf("ERR_ENGINE_FAULT");
const TOO_LARGE = wireOf("ERR_TOKEN_TOO_LARGE");
