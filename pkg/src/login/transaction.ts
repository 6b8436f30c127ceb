import { LoginError } from "../errors.js";
import type { Endpoints } from "./discovery.js";

/** One login on its way through the issuer: what the callback is held against (RFC 9700 §4.7). */
export interface Transaction {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE verifier (RFC 7636 §4.1). */
  readonly verifier: string;
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly redirect_uri: string;
  /** Path, query and fragment of this origin. */
  readonly return_to: string;
  /** Seconds since 1970. */
  readonly created: number;
}

const KEY = "portcullis.login.transactions";
/** As many logins as one tab may have under way; a further one evicts the oldest. */
const MOST = 5;
/** Seconds from the redirect to the callback. */
export const TRANSACTION_LIFETIME = 600;

/**
 * Whether the callback came in time. A start in the future means that the clock was moved: not in
 * time either.
 */
export function isInTime(transaction: Transaction, now: number): boolean {
  const age = now - transaction.created;
  return age >= 0 && age <= TRANSACTION_LIFETIME;
}

/** Stores a transaction in the tab's session storage, and drops what is expired or too many. */
export function storeTransaction(storage: () => Storage, added: Transaction): void {
  const kept = readAll(storage).filter((one) => isInTime(one, added.created));
  writeAll(storage, [...kept, added].slice(-MOST));
}

/**
 * Takes the transactions of these states out of the storage: a state that was seen once, in
 * whatever company, is used up (RFC 9700 §4.7.1). Hands back the one of the first state.
 */
export function takeTransaction(
  storage: () => Storage,
  states: readonly string[],
): Transaction | undefined {
  const all = readAll(storage);
  const left = all.filter((one) => !states.includes(one.state));
  if (left.length !== all.length) writeAll(storage, left);
  return all.find((one) => one.state === states[0]);
}

function readAll(storage: () => Storage): readonly Transaction[] {
  const text = access(() => storage().getItem(KEY));
  if (text === null) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isTransaction) : [];
  } catch {
    return [];
  }
}

function writeAll(storage: () => Storage, transactions: readonly Transaction[]): void {
  access(() => {
    if (transactions.length === 0) storage().removeItem(KEY);
    else storage().setItem(KEY, JSON.stringify(transactions));
  });
}

function access<T>(operation: () => T): T {
  try {
    return operation();
  } catch {
    throw new LoginError("ERR_STORAGE_UNAVAILABLE");
  }
}

/** Every script of the origin can write the storage, an older version of the page among them. */
function isTransaction(value: unknown): value is Transaction {
  if (!isRecord<Transaction>(value) || !isRecord<Endpoints>(value.endpoints)) return false;
  const { endpoints } = value;
  return (
    Number.isFinite(value.created) &&
    typeof endpoints.iss_parameter === "boolean" &&
    [
      value.state,
      value.nonce,
      value.verifier,
      value.issuer,
      value.redirect_uri,
      value.return_to,
      endpoints.authorization_endpoint,
      endpoints.token_endpoint,
      endpoints.jwks_uri,
    ].every((member) => typeof member === "string") &&
    ["undefined", "string"].includes(typeof endpoints.end_session_endpoint)
  );
}

/** An object of which nothing more is known. */
function isRecord<T>(value: unknown): value is { readonly [Name in keyof T]?: unknown } {
  return typeof value === "object" && value !== null;
}
