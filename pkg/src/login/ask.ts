import { LoginError } from "../errors.js";

/**
 * Asks the core and reads its JSON answer. A refusal, which the core throws as a number, becomes a
 * {@link LoginError}; anything else that is thrown goes on as it is.
 */
export function ask<T>(question: () => string): T {
  return JSON.parse(refusing(question)) as T;
}

/** As {@link ask}, for answers that are not JSON. */
export function refusing<T>(question: () => T): T {
  try {
    return question();
  } catch (refusal) {
    throw typeof refusal === "number" ? LoginError.fromWire(refusal) : refusal;
  }
}
