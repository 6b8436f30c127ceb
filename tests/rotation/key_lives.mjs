// What a gate must make of a key, given when the provider published it and when it withdrew it.

/** Milliseconds between the end of an answer with a key in it and the gate's use of that key. */
const HANDOVER = 500;

/** The lives of the provider's keys, in milliseconds of `performance.now()`. */
export class KeyLives {
  #served;
  #bound;
  #lives = new Map();

  /**
   * @param served The provider's list of answers with keys.
   * @param bound Milliseconds after which a gate knows what was published, and no longer uses what
   * was withdrawn.
   */
  constructor(served, bound) {
    this.#served = served;
    this.#bound = bound;
  }

  publish(kid, at = performance.now()) {
    this.#lives.set(kid, { publishedAt: at, withdrawnAt: Number.POSITIVE_INFINITY });
  }

  withdraw(kid) {
    this.#lives.get(kid).withdrawnAt = performance.now();
  }

  /**
   * What a good token of a key must get that was under way from `sent` to `answered`: `pass`, `refuse`,
   * or `undecided` while gates may know it or not.
   */
  verdict(kid, sent, answered) {
    const [first, last] = [this.#at(kid, sent), this.#at(kid, answered)];
    return first === last ? first : "undecided";
  }

  /** Whether the provider stands by a key. */
  isPublished(kid, now) {
    const { publishedAt, withdrawnAt } = this.#lives.get(kid);
    return now >= publishedAt && now < withdrawnAt;
  }

  #at(kid, now) {
    const { publishedAt, withdrawnAt } = this.#lives.get(kid);
    if (now >= withdrawnAt + this.#bound) return "refuse";
    if (now >= withdrawnAt) return "undecided";
    // One look at the set is enough, however soon after the publication it is.
    const fetched = this.#served.some(({ at, kids }) => kids.has(kid) && at + HANDOVER <= now);
    return fetched || now >= publishedAt + this.#bound ? "pass" : "undecided";
  }
}
