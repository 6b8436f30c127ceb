// Gates by name, each with a time of its own that stands still until it is told: the same in Node and
// in workerd.

/** Where a gate is made or its clock is set; everything else goes to the gate that `x-gate` names. */
export const CONTROL = "/.gates";

/** Answers for every gate that it was told to make. */
export class Gates {
  #createGate;
  #stores;
  #gates = new Map();

  /** @param stores Where keys can be kept, by the name in a gate's options. */
  constructor(createGate, stores = {}) {
    this.#createGate = createGate;
    this.#stores = stores;
  }

  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === CONTROL) return this.#control(await request.json());
    return this.#gates.get(request.headers.get("x-gate")).gate.fetch(request, env, ctx);
  }

  /** With a policy, a new gate; without, another time. A gate without a time has the system's. */
  #control({ name, policy, options: { store, ...given } = {}, now }) {
    if (policy === undefined) {
      this.#gates.get(name).clock.now = now;
    } else {
      const clock = { now };
      const options = { ...given, keyStore: this.#stores[store] };
      const host = now === undefined ? options : { ...options, clock: () => clock.now };
      this.#gates.set(name, { clock, gate: this.#createGate(policy, host) });
    }
    return new Response(null, { status: 204 });
  }
}
