// Signing in from a browser. The entries bind `createLogin` to their way of loading the WASM.

import type { LoginParts } from "./core.js";
import { createLogin, type Login } from "./login.js";
import type { LoginOptions } from "./options.js";

export type { IdTokenPolicy, IdTokenVerifier, LoginCore, LoginParts } from "./core.js";
export type { LoginEvents, LoginListener, SignedOutReason } from "./events.js";
export type { IdTokenClaims } from "./id_token.js";
export type { Login, SignedIn, SignInOptions } from "./login.js";
export type { LoginOptions } from "./options.js";

/** `createLogin` for one runtime. */
export function bindLogin(parts: LoginParts): (options: LoginOptions) => Login {
  return (options) => createLogin(parts, options);
}
