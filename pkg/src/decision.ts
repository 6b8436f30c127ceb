import type { ErrorCode } from "./generated/errors.js";
import { entryOfWire, OK, wireOf } from "./wire.js";

/**
 * One verdict with its reason: deterministic, fit for a log, without a byte of the token. The
 * members are those of the record that the core writes in every runtime.
 */
export interface Decision {
  readonly verdict: "accept" | "refuse";
  /** `OK`, or the code of the refusal. */
  readonly code: "OK" | ErrorCode;
  /** The stage that decided; `admitted` for a token that passed all of them. */
  readonly stage: string;
  /** The step within the stage. */
  readonly step: string;
  /** The claim at fault. */
  readonly claim: string | null;
  /** The clause that demands the refusal, such as `RFC 7519 §4.1.4`. */
  readonly clause: string | null;
  /** The HTTP status a resource server answers with. */
  readonly status: number;
  /** The `kid` of a key that is held, else `sha256:` and 16 hexadecimal digits of its hash. */
  readonly kid: string | null;
  /** The header's algorithm, when it is one that exists. */
  readonly alg: string | null;
  /** 16 hexadecimal digits of the SHA-256 of what was signed. */
  readonly fingerprint: string | null;
  /** 16 hexadecimal digits of the SHA-256 of the policy. */
  readonly policy: string;
  /** When: seconds since 1970. */
  readonly at: number;
}

/** What the core knows of a verdict on a token beyond the catalogue's row. */
export type Evidence = Pick<Decision, "claim" | "kid" | "alg" | "fingerprint" | "policy" | "at">;

/** The record of a verdict, given as its number. */
export function decisionOf(wire: number, evidence: Evidence): Decision {
  return Object.freeze({ ...reasonOf(wire), ...evidence });
}

/** The record of a verdict that was reached without looking at a token. */
export function decisionWithoutToken(
  verdict: { readonly refused: ErrorCode } | { readonly passed: string },
  nothing: Evidence,
): Decision {
  if ("refused" in verdict) return decisionOf(wireOf(verdict.refused), nothing);
  return Object.freeze({ ...reasonOf(OK), ...nothing, stage: "request", step: verdict.passed });
}

/** What is known where no token was looked at. */
export function noEvidence(policy: string, at: number): Evidence {
  return { claim: null, kid: null, alg: null, fingerprint: null, policy, at };
}

function reasonOf(wire: number): Omit<Decision, keyof Evidence> {
  if (wire === OK) {
    return {
      verdict: "accept",
      code: "OK",
      stage: "admitted",
      step: "",
      clause: null,
      status: 200,
    };
  }
  const { code, stage, step, clause, status } = entryOfWire(wire);
  return { verdict: "refuse", code, stage, step, clause, status };
}
