import type { Loader } from "../core.js";

/** Browsers fetch the file; bundlers know this form and bring the file along. */
export const loader: Loader = {
  load: async () => {
    const response = await fetch(new URL("../login.wasm", import.meta.url));
    if (!response.ok) throw new Error("login.wasm is not there");
    // Not `compileStreaming`: it insists on a media type that many static servers do not send.
    return WebAssembly.compile(await response.arrayBuffer());
  },
};
