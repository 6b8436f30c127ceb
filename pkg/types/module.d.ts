/**
 * What workerd makes of `import wasm from "portcullis/core.wasm"`: a compiled module, to be handed
 * to `ready` or `initSync` of `portcullis/slim`; `login.wasm` to those of `portcullis/login`.
 */
declare const wasm: WebAssembly.Module;
export default wasm;
