import type { Core, WasmSource } from "./core.js";
import type { LoginGlue } from "./native.js";

/** The type of `ready`. */
export interface Ready {
  /**
   * Loads the WebAssembly module now, rather than with the first call that needs it. Once it is
   * there, this does nothing.
   *
   * ```ts
   * import wasm from "portcullis/core.wasm";
   * import { ready } from "portcullis/slim";
   * await ready(wasm);
   * ```
   *
   * @param source The module, its bytes or a response with them; without it, the entry's own way.
   * @throws `TokenError` `ERR_ENGINE_LOAD` when it cannot be had or compiled.
   */
  (source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;
}

/** The type of `initSync`. */
export interface InitSync {
  /**
   * As `ready`, without waiting.
   *
   * @throws `TokenError` `ERR_ENGINE_LOAD`; `ERR_ENGINE_NOT_READY` when there is no source and the
   * entry has to wait for its own.
   */
  (source?: WebAssembly.Module | BufferSource): void;
}

/** `ready` on one way of loading. */
export function bindReady(core: Core<LoginGlue>): Ready {
  return (source) => core.ready(source);
}

/** `initSync` on one way of loading. */
export function bindInitSync(core: Core<LoginGlue>): InitSync {
  return (source) => core.initSync(source);
}
