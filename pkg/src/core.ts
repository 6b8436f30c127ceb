// The one WebAssembly instance: loading it, calling it, and building it anew after a trap.

import { TokenError } from "./errors.js";
import * as glue from "./glue.js";
import type { Glue } from "./native.js";
import { isPolicyFault } from "./policy_fault.js";

/** A module, or what one is made of. */
export type WasmSource = WebAssembly.Module | BufferSource | Response;

/** How a runtime finds the module. */
export interface Loader {
  /** The module at once; absent where the runtime can only wait for it. */
  readonly now?: () => WebAssembly.Module;
  /** The module, waited for. */
  readonly load?: () => Promise<WebAssembly.Module>;
}

// The glue holds one instance; every entry that is loaded beside another one shares it.
const bindings: Glue = glue;
let exports: glue.InitOutput | undefined;
let generation = 0;
let poisoned = false;

/** The instance, as one entry of the package loads it. */
export class Core {
  readonly #loader: Loader;
  #loading: Promise<WebAssembly.Module> | undefined;

  constructor(loader: Loader) {
    this.#loader = loader;
  }

  /** Counts instances: what was made in an older one is gone. */
  get generation(): number {
    return generation;
  }

  /** The memory of the instance; another one after a trap. */
  get memory(): WebAssembly.Memory {
    return this.#start().memory;
  }

  /**
   * Loads and starts the module, from `source` or from where the entry knows it to be.
   *
   * @throws {@link TokenError} `ERR_ENGINE_LOAD`
   */
  async ready(source?: WasmSource | PromiseLike<WasmSource>): Promise<void> {
    if (exports !== undefined) return;
    if (source !== undefined) start(await compile(source));
    else if (this.#loader.now !== undefined) this.#start();
    else start(await this.#load());
  }

  /**
   * Starts the module from `source`, or from where the entry knows it to be.
   *
   * @throws {@link TokenError} `ERR_ENGINE_LOAD`, or `ERR_ENGINE_NOT_READY` where the entry cannot
   * load it without waiting.
   */
  initSync(source?: WebAssembly.Module | BufferSource): void {
    if (exports !== undefined) return;
    if (source === undefined) this.#start();
    else start(compiling(() => compileNow(source)));
  }

  /**
   * Calls the module. What it throws on purpose, a number or a `PolicyFault`, goes through;
   * anything else has left the instance in no known state, so a fresh one takes its place.
   *
   * @throws {@link TokenError} `ERR_ENGINE_FAULT` after a trap; `ERR_ENGINE_NOT_READY`,
   * `ERR_ENGINE_LOAD` when there is no instance.
   */
  call<T>(work: (glue: Glue) => T): T {
    this.#start();
    try {
      return work(bindings);
    } catch (thrown) {
      if (typeof thrown === "number" || isPolicyFault(thrown)) throw thrown;
      poisoned = true;
      generation += 1;
      throw new TokenError("ERR_ENGINE_FAULT");
    }
  }

  #start(): glue.InitOutput {
    if (poisoned) compiling(restart);
    if (exports !== undefined) return exports;
    const { now } = this.#loader;
    if (now === undefined) throw new TokenError("ERR_ENGINE_NOT_READY");
    return start(compiling(now));
  }

  /**
   * The module, fetched once for everyone who waits for it. A runtime that ties I/O to requests
   * (Workers) has a loader that need not wait, and never comes here.
   */
  async #load(): Promise<WebAssembly.Module> {
    const { load } = this.#loader;
    if (load === undefined) throw new TokenError("ERR_ENGINE_NOT_READY");
    this.#loading ??= load();
    try {
      return await this.#loading;
    } catch {
      this.#loading = undefined;
      throw new TokenError("ERR_ENGINE_LOAD");
    }
  }
}

function start(module: WebAssembly.Module): glue.InitOutput {
  // While this one was waited for, another caller may have started it.
  exports ??= compiling(() => glue.initSync({ module }));
  return exports;
}

/** A fresh instance of the same module. What is left of the old one is let go. */
function restart(): void {
  glue.__wbg_reset_state();
  // With an instance at hand this starts nothing and hands back its exports.
  exports = glue.initSync({ module: new Uint8Array() });
  poisoned = false;
}

async function compile(source: WasmSource | PromiseLike<WasmSource>): Promise<WebAssembly.Module> {
  try {
    const given = await source;
    if (given instanceof WebAssembly.Module) return given;
    return await WebAssembly.compile(given instanceof Response ? await given.arrayBuffer() : given);
  } catch {
    throw new TokenError("ERR_ENGINE_LOAD");
  }
}

function compileNow(source: WebAssembly.Module | BufferSource): WebAssembly.Module {
  return source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
}

/** The reason, such as a Content-Security-Policy without `'wasm-unsafe-eval'`, is in the code's advice. */
function compiling<T>(work: () => T): T {
  try {
    return work();
  } catch {
    throw new TokenError("ERR_ENGINE_LOAD");
  }
}
