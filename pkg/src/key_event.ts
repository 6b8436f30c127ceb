import type { ErrorCode } from "./generated/errors.js";

/** What has happened to the keys at hand; the names in it are those of published keys. */
export type KeyChange =
  | {
      /** A set has taken the place of the one before. */
      readonly type: "replaced";
      /** Keys that are new: the `kid` of each, or its thumbprint. */
      readonly added: readonly string[];
      /** Keys that verify nothing any longer. */
      readonly removed: readonly string[];
      /** How many keys of the set are of no use. */
      readonly ignored: number;
    }
  | {
      /** The issuer says that the set is what it was. */
      readonly type: "confirmed";
    }
  | {
      /** An answer that was older than the set at hand was left alone. */
      readonly type: "outdated";
    }
  | {
      /** No keys came, or none that are of use; what is at hand stays. */
      readonly type: "failed";
      /** The reason. */
      readonly code: ErrorCode;
      /** Seconds until the next try. */
      readonly retryAfter: number;
    }
  | {
      /** A token was judged with keys that are to be refreshed, after a try that failed. */
      readonly type: "stale";
      /** How old they are, in seconds. */
      readonly age: number;
    };

/** What has happened to the keys of an issuer. */
export type KeyEvent = KeyChange & { readonly issuer: string };
