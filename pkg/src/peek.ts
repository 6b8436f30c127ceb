import { ask, asText } from "./ask.js";
import type { Core } from "./core.js";

/** What a token says of itself. Nobody has verified a word of it. */
export interface Peeked {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The type of `dangerouslyPeek`. */
export interface DangerouslyPeek {
  /**
   * Looks into a token without verifying it: for showing it to its owner, never for deciding.
   *
   * @throws `TokenError` of stage `malformed` or `claims`: form, header and claims are read as
   * strictly as ever.
   */
  (jwt: string): Promise<Peeked>;
}

/** The type of `dangerouslyPeekSync`. */
export interface DangerouslyPeekSync {
  /** As `dangerouslyPeek`, for after `ready()`. */
  (jwt: string): Peeked;
}

/** `dangerouslyPeekSync` on one way of loading. */
export function bindDangerouslyPeekSync(core: Core): DangerouslyPeekSync {
  return (jwt) => JSON.parse(ask(core, (glue) => glue.peek(asText(jwt)))) as Peeked;
}

/** `dangerouslyPeek` on one way of loading. */
export function bindDangerouslyPeek(core: Core): DangerouslyPeek {
  const dangerouslyPeekSync = bindDangerouslyPeekSync(core);
  return async (jwt) => {
    await core.ready();
    return dangerouslyPeekSync(jwt);
  };
}
