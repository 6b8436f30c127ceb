// What comes of a fetch of keys.

import type { AnswerHeaders, FetchBounds } from "./bounded_fetch.js";
import type { ErrorCode } from "./generated/errors.js";

/** A key document, the word that it has not changed, or the reason why there is neither. */
export type KeyAnswer =
  | {
      /** Undefined when it is the one that is known. */
      readonly text: string | undefined;
      readonly jwksUri: string;
      readonly headers: AnswerHeaders;
    }
  | { readonly fault: ErrorCode; readonly retryAfter?: number | undefined };

/** A document that is at hand. */
export interface KnownDocument {
  readonly jwksUri: string;
  readonly etag: string;
}

/** Fetches an issuer's key document, unless it is the one that is known. */
export type FetchKeys = (
  bounds: FetchBounds,
  known?: KnownDocument | undefined,
) => Promise<KeyAnswer>;
