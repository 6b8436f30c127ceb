// The one WebAssembly instance of a module, and a fresh one in its place after a trap.

import { TokenError } from "./errors.js";

/** What is used of an instance's exports by name. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
}

/** What every generated glue has beside the bindings. */
interface Starter {
  initSync(source: { readonly module: WebAssembly.Module | BufferSource }): Exports;
  __wbg_reset_state(): void;
}

/**
 * The instance behind one generated glue, which holds exactly one; entries that are loaded beside
 * each other share it.
 */
export class Instance<G> {
  readonly glue: G;
  readonly #starter: Starter;
  #exports: Exports | undefined;
  #poisoned = false;
  #generation = 0;

  constructor(glue: G & Starter) {
    this.glue = glue;
    this.#starter = glue;
  }

  /** Counts instances: what was made in an older one is gone. */
  get generation(): number {
    return this.#generation;
  }

  get isStarted(): boolean {
    return this.#exports !== undefined;
  }

  /** @throws {@link TokenError} `ERR_ENGINE_LOAD` */
  start(module: WebAssembly.Module): Exports {
    // While this one was waited for, another caller may have started it.
    this.#exports ??= compiling(() => this.#starter.initSync({ module }));
    return this.#exports;
  }

  /** The exports of an instance in a known state; undefined before the first one. */
  running(): Exports | undefined {
    if (this.#poisoned) compiling(() => this.#restart());
    return this.#exports;
  }

  /** Takes note that a trap has left the instance in no known state. */
  poison(): void {
    this.#poisoned = true;
    this.#generation += 1;
  }

  /** A fresh instance of the same module. What is left of the old one is let go. */
  #restart(): void {
    this.#starter.__wbg_reset_state();
    // With an instance at hand this starts nothing and hands back its exports.
    this.#exports = this.#starter.initSync({ module: new Uint8Array() });
    this.#poisoned = false;
  }
}

/** The reason, such as a Content-Security-Policy without `'wasm-unsafe-eval'`, is in the code's advice. */
export function compiling<T>(work: () => T): T {
  try {
    return work();
  } catch {
    throw new TokenError("ERR_ENGINE_LOAD");
  }
}
