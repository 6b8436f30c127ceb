import type { Core } from "./core.js";
import { TokenError } from "./errors.js";
import type { Glue } from "./native.js";

/**
 * Asks the core for a value.
 *
 * @throws {@link TokenError} for what the core refuses.
 */
export function ask<T>(core: Core, question: (glue: Glue) => T): T {
  try {
    return core.call(question);
  } catch (thrown) {
    throw typeof thrown === "number" ? TokenError.fromWire(thrown) : thrown;
  }
}

/** What is no text is the empty text, which every reader refuses in its own words. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
