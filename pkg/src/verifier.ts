import { type Claims, type Header, readHeader } from "./claims.js";
import type { Core } from "./core.js";
import type { Decision } from "./decision.js";
import { fetchKeysAt, fetchKeysOf } from "./discovery.js";
import { type PolicyError, policyError, TokenError } from "./errors.js";
import type { Identity } from "./identity.js";
import { KeyRing } from "./key_ring.js";
import { type Background, GivenKeys, type KeySource } from "./keys.js";
import type { VerifierOptions } from "./options.js";
import { isPolicyFault, type PolicyFault } from "./policy_fault.js";
import type { Presentation } from "./presentation.js";
import { type Host, readHost, readPolicies } from "./read_options.js";
import type { NormalPolicy } from "./normal_policy.js";
import { type Verdict, Verification } from "./verification.js";
import { OK } from "./wire.js";

/** Verifies tokens under one policy, or under one per issuer. */
export interface Verifier {
  /**
   * Verifies a token; fetches the issuer's keys when it must.
   *
   * @param jwt A compact JWS (RFC 7515 §3.1), without a scheme or quotes around it.
   * @param presentation What came along with it.
   * @param context Where the runtime ends what a request has begun together with its answer (Workers):
   * what has `waitUntil` there. Keys that are to be refreshed are then fetched after the verdict; there,
   * and without it, before.
   * @throws {@link TokenError} the first fault in the order that the policy documents; stage `keys`
   * (status 503) when the issuer's keys are out of reach. {@link PolicyError} for a presentation
   * with a member that is unknown or has the wrong type.
   */
  verify(
    jwt: string,
    presentation?: Presentation,
    context?: VerifierContext,
  ): Promise<VerifiedToken>;

  /**
   * Verifies a token with the keys at hand.
   *
   * @throws As {@link verify} does; {@link TokenError} `ERR_KEYS_NOT_READY` when keys would have to
   * be fetched first.
   */
  verifySync(jwt: string, presentation?: Presentation): VerifiedToken;
}

/** What keeps work alive beyond the answer to a request, as the third argument of a worker's `fetch`. */
export interface VerifierContext {
  waitUntil(work: Promise<unknown>): void;
}

/** A token that passed every check of its policy. */
export interface VerifiedToken {
  /** The claims, as they were signed; read-only. */
  readonly claims: Claims;
  /** The header, as it was signed; read-only. */
  readonly header: Header;
  /** Who the token stands for, whichever claims its issuer says that with; read when it is asked for. */
  readonly identity: Identity;
  /** The record of the verdict, made when it is asked for. */
  readonly decision: Decision;
}

/** What is used of a verification, whichever module it is on. */
type Judge = Pick<Verification, "judge" | "judgeNow" | "decision" | "identity" | "announce">;

/** The type of `createVerifier`. */
export interface CreateVerifier {
  /**
   * Makes a verifier; checks its policies and the keys that are given. Nothing is fetched yet.
   *
   * ```ts
   * const verifier = await createVerifier({
   *   issuer: "https://issuer.example",
   *   audience: "https://api.example",
   * });
   * const { claims } = await verifier.verify(jwt);
   * ```
   *
   * @throws {@link PolicyError} with the path of what is wrong: an unknown option, a missing issuer
   * or audience, a wrong type or value. {@link TokenError} when the given keys are unusable or the
   * WebAssembly module cannot be loaded.
   */
  (options: VerifierOptions): Promise<Verifier>;
}

/** `createVerifier` on one way of loading. */
export function bindCreateVerifier(core: Core): CreateVerifier {
  return async (options) => {
    const { document, keys, isList } = readPolicies(options);
    const host = readHost(options);
    await core.ready();
    try {
      const verification = new Verification(
        core,
        host,
        (glue) => new glue.Verifier(document),
        (policy) => {
          const { entry } = policy;
          return sourceOf(core, host, policy, isList ? `issuers[${entry}].` : "", keys[entry]);
        },
      );
      verification.checkHeldKeys();
      return bindVerifier(verification);
    } catch (thrown) {
      throw isPolicyFault(thrown) ? policyError(thrown) : thrown;
    }
  };
}

/**
 * Where the keys of a policy come from: those that were given, the URL it names, or discovery.
 *
 * @param below What leads to the policy in the options or document, such as `issuers[1].`.
 * @throws `PolicyFault` when no address can be made of the issuer's name either, or what discovery
 * finds would be of another form.
 */
export function sourceOf(
  core: Core,
  host: Host,
  { policy }: NormalPolicy,
  below: string,
  given?: string,
): KeySource {
  if (given !== undefined) return new GivenKeys(given);
  // A proof holds its key, and no issuer has one for it.
  if (policy.kind === "dpop") return new GivenKeys(undefined);
  const { issuer, jwks_uri: url, key_document: form = "jwks" } = policy;
  const isFound = () =>
    form === "jwks" && core.call((glue) => glue.metadataUrl(issuer, "openid")) !== undefined;
  if (url === undefined && !isFound()) {
    const fault: PolicyFault = { code: "ERR_POLICY_MISSING_MEMBER", path: `${below}jwks_uri` };
    throw fault;
  }
  const { fetch, clock, keyRing: bounds, keyStore: store, onKeyEvent } = host;
  const fetchKeys = url === undefined ? fetchKeysOf(core, fetch, issuer) : fetchKeysAt(fetch, url);
  return new KeyRing(core, { policy, fetchKeys, clock, bounds, store, onKeyEvent });
}

/** What the verifiers that the package makes have in common. */
export function bindVerifier(verification: Judge): Verifier {
  return Object.freeze<Verifier>({
    verify: async (jwt, presentation, context) => {
      const background = context && backgroundOf(context);
      const verdict = await verification.judge(jwt, presentation, undefined, background);
      return settle(verification, verdict);
    },
    verifySync: (jwt, presentation) =>
      settle(verification, verification.judgeNow(jwt, presentation)),
  });
}

/** A context's `waitUntil`, which is called as the context's own. */
export function backgroundOf(context: VerifierContext): Background {
  return (work) => context.waitUntil(work);
}

/** A verdict as the value or the error that the caller gets. */
function settle(verification: Judge, verdict: Verdict): VerifiedToken {
  const { claims, wire, retryAfter } = verdict;
  if (wire === OK && claims !== undefined) {
    const token = new Verified(verification, verdict, claims);
    verification.announce(() => token.decision);
    return token;
  }
  const decision = verification.decision(verdict);
  verification.announce(() => decision);
  throw TokenError.fromWire(wire, decision, retryAfter);
}

class Verified implements VerifiedToken {
  readonly claims: Claims;
  readonly #verification: Judge;
  readonly #verdict: Verdict;
  #header: Header | undefined;
  #identity: Identity | undefined;
  #decision: Decision | undefined;

  constructor(verification: Judge, verdict: Verdict, claims: Claims) {
    this.claims = claims;
    this.#verification = verification;
    this.#verdict = verdict;
  }

  get header(): Header {
    this.#header ??= readHeader(this.#verdict.jwt);
    return this.#header;
  }

  get identity(): Identity {
    this.#identity ??= this.#verification.identity(this.#verdict);
    return this.#identity;
  }

  get decision(): Decision {
    this.#decision ??= this.#verification.decision(this.#verdict);
    return this.#decision;
  }
}
