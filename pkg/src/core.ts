// A WebAssembly instance as one entry of the package loads it: loading, and calling.

import { TokenError } from "./errors.js";
import { compiling, type Exports, type Instance } from "./instance.js";
import type { Glue, LoginGlue } from "./native.js";
import { isPolicyFault, readPolicyFault } from "./policy_fault.js";

/** A module, or what one is made of. */
export type WasmSource = WebAssembly.Module | BufferSource | Response;

/** How a runtime finds the module. */
export interface Loader {
  /** The module at once; absent where the runtime can only wait for it. */
  readonly now?: () => WebAssembly.Module;
  /** The module, waited for. */
  readonly load?: () => Promise<WebAssembly.Module>;
}

/** The instance, as one entry of the package loads it. */
export class Core<G extends LoginGlue = Glue> {
  readonly #loader: Loader;
  readonly #instance: Instance<G>;
  #loading: Promise<WebAssembly.Module> | undefined;

  constructor(loader: Loader, instance: Instance<G>) {
    this.#loader = loader;
    this.#instance = instance;
  }

  /** Counts instances: what was made in an older one is gone. */
  get generation(): number {
    return this.#instance.generation;
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
    if (this.#instance.isStarted) return;
    if (source !== undefined) this.#instance.start(await compile(source));
    else if (this.#loader.now !== undefined) this.#start();
    else this.#instance.start(await this.#load());
  }

  /**
   * Starts the module from `source`, or from where the entry knows it to be.
   *
   * @throws {@link TokenError} `ERR_ENGINE_LOAD`, or `ERR_ENGINE_NOT_READY` where the entry cannot
   * load it without waiting.
   */
  initSync(source?: WebAssembly.Module | BufferSource): void {
    if (this.#instance.isStarted) return;
    if (source === undefined) this.#start();
    else this.#instance.start(compiling(() => compileNow(source)));
  }

  /**
   * Calls the module. What it throws on purpose, a number or a `PolicyFault`, goes through;
   * anything else has left the instance in no known state, so a fresh one takes its place.
   *
   * @throws {@link TokenError} `ERR_ENGINE_FAULT` after a trap; `ERR_ENGINE_NOT_READY`,
   * `ERR_ENGINE_LOAD` when there is no instance.
   */
  call<T>(work: (glue: G) => T): T {
    this.#start();
    try {
      return work(this.#instance.glue);
    } catch (thrown) {
      if (typeof thrown === "number" || isPolicyFault(thrown)) throw thrown;
      if (typeof thrown === "string") throw readPolicyFault(thrown);
      this.#instance.poison();
      throw new TokenError("ERR_ENGINE_FAULT");
    }
  }

  #start(): Exports {
    const running = this.#instance.running();
    if (running !== undefined) return running;
    const { now } = this.#loader;
    if (now === undefined) throw new TokenError("ERR_ENGINE_NOT_READY");
    return this.#instance.start(compiling(now));
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
