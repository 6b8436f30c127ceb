import { LoginError } from "../errors.js";
import { refusing } from "./ask.js";
import type { LoginCore } from "./core.js";
import type { LoginSettings } from "./options.js";
import type { Page } from "./page.js";
import { randomText } from "./random.js";
import { readReturnTo } from "./return_to.js";
import { isInTime, takeTransaction, type Transaction } from "./transaction.js";

/** An authorization response as it lay in the address, and the transaction it names. */
export interface Arrival {
  /** The query, without the question mark. */
  readonly query: string;
  readonly transaction: Transaction | undefined;
}

const RESPONSE_PARAMETERS = ["code", "error", "state"];

/**
 * Takes the response out of the address and its transaction out of the storage, at once: when this
 * returns, the address is the bare redirect URI and the state is used up. Undefined when the page
 * was not opened by a response.
 *
 * @throws {@link LoginError} `ERR_STORAGE_UNAVAILABLE`; the address is scrubbed all the same.
 */
export function takeArrival(page: Page, settings: LoginSettings): Arrival | undefined {
  const address = page.address();
  if (!isResponse(address, settings)) return undefined;
  page.replaceAddress(new URL(settings.redirectUri));
  return {
    query: address.search.slice(1),
    transaction: takeTransaction(page.storage, address.searchParams.getAll("state")),
  };
}

/** A response that may be exchanged. */
export interface AcceptedArrival {
  readonly code: string;
  readonly transaction: Transaction;
  readonly returnTo: string;
}

/**
 * Judges a response: duplicates, state, issuer, error, code, in the core; then what only this side
 * knows, the age of the transaction and where to go next.
 *
 * @throws {@link LoginError} `ERR_CALLBACK_DUPLICATE_PARAMETER`, `ERR_CALLBACK_MALFORMED`,
 * `ERR_STATE_MISMATCH`, `ERR_CALLBACK_ISSUER_MISSING`, `ERR_CALLBACK_ISSUER_MISMATCH`,
 * `ERR_TRANSACTION_EXPIRED`, `ERR_RETURN_TO`, or `ERR_AUTHORIZATION_REFUSED` with the issuer's own
 * code in `oauthError`.
 */
export function judgeArrival(
  core: LoginCore,
  settings: LoginSettings,
  arrival: Arrival,
): AcceptedArrival {
  const { query, transaction } = arrival;
  const code = readCode(core, query, {
    // Without a transaction nothing may match: a state that nobody was ever given.
    state: transaction?.state ?? randomText(),
    issuer: transaction?.issuer ?? settings.issuer,
    issParameter: transaction?.endpoints.iss_parameter ?? false,
  });
  if (transaction === undefined || !isOurs(transaction, settings)) {
    throw new LoginError("ERR_STATE_MISMATCH");
  }
  if (!isInTime(transaction, settings.clock())) throw new LoginError("ERR_TRANSACTION_EXPIRED");
  const returnTo = readReturnTo(transaction.return_to, new URL(settings.redirectUri));
  return { code, transaction, returnTo };
}

interface Expected {
  readonly state: string;
  readonly issuer: string;
  /** Whether the issuer always sends `iss` (RFC 9207 §3). */
  readonly issParameter: boolean;
}

/** The issuer's error code is repeated only once state and issuer are right (RFC 9207 §2.4). */
function readCode(core: LoginCore, query: string, expected: Expected): string {
  const { state, issuer, issParameter } = expected;
  try {
    return refusing(() => core.readCallback(query, state, issuer, issParameter));
  } catch (error) {
    const refused = error instanceof LoginError && error.code === "ERR_AUTHORIZATION_REFUSED";
    const oauthError = refused ? core.callbackError(query) : undefined;
    throw oauthError === undefined
      ? error
      : new LoginError("ERR_AUTHORIZATION_REFUSED", { oauthError });
  }
}

/** The redirect URI with a response added to it (RFC 6749 §4.1.2). */
function isResponse(address: URL, settings: LoginSettings): boolean {
  const expected = new URL(settings.redirectUri);
  return (
    address.origin === expected.origin &&
    address.pathname === expected.pathname &&
    RESPONSE_PARAMETERS.some((name) => address.searchParams.has(name))
  );
}

/**
 * A transaction of another issuer's login, or of an older configuration of the page, is not this
 * one's.
 */
function isOurs(transaction: Transaction, settings: LoginSettings): boolean {
  return (
    transaction.issuer === settings.issuer && transaction.redirect_uri === settings.redirectUri
  );
}
