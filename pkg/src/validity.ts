import type { Claims } from "./claims.js";
import type { NormalPolicy } from "./normal_policy.js";

/**
 * What the verdict on an admitted token owes to the time: the dates among its claims, and what its
 * policy asks of them. All else about it is the same at any time.
 */
export class Validity {
  readonly #exp: number;
  readonly #nbf: number;
  readonly #iat: number;
  readonly #authTime: number;
  readonly #policy: NormalPolicy["policy"];

  /** @param claims Those of a token that the core has admitted: each date is a number or absent. */
  constructor(claims: Claims, policy: NormalPolicy["policy"]) {
    // A date that is absent never refuses; the core has asked for those that must be there.
    this.#exp = claims.exp ?? Number.POSITIVE_INFINITY;
    this.#nbf = claims.nbf ?? Number.NEGATIVE_INFINITY;
    this.#iat = claims.iat ?? Number.NEGATIVE_INFINITY;
    this.#authTime = claims.auth_time ?? Number.NEGATIVE_INFINITY;
    this.#policy = policy;
  }

  /**
   * Whether the core would find no fault with the dates at `now` (RFC 7519 §4.1.4–§4.1.6, RFC 9470
   * §5). The expressions are the core's own, in the same doubles, so that they are rounded alike;
   * but `exp` has no leeway here: a token within it is judged afresh each time.
   */
  holdsAt(now: number): boolean {
    const { leeway, max_token_age: age, max_auth_age: authAge } = this.#policy;
    if (now >= this.#exp || now < this.#nbf - leeway || this.#iat > now + leeway) return false;
    if (age !== undefined && now - this.#iat > age + leeway) return false;
    if (authAge === undefined) return true;
    const elapsed = now - this.#authTime;
    return elapsed <= authAge + leeway && elapsed >= -leeway;
  }
}
