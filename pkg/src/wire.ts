// How a verdict crosses from WebAssembly: one number, with the catalogue's index in the low half
// and the claim in the high one.

import { CATALOGUE, type CatalogueEntry, CLAIMS, type ErrorCode } from "./generated/errors.js";

/** Success. */
export const OK = 0xffff_ffff;

const INDEX = 0xffff;
const CLAIM_SHIFT = 16;
/** From here on a claim is one of the policy's own `required_claims`. */
const FIRST_REQUIRED = 0x100;

/** The catalogue's row that a number names. */
export function entryOfWire(wire: number): CatalogueEntry {
  const entry = CATALOGUE[wire & INDEX];
  if (entry === undefined) throw new TypeError("no such refusal");
  return entry;
}

/** The catalogue's row of a code. */
export function entryOf(code: ErrorCode): CatalogueEntry {
  return entryOfWire(wireOf(code));
}

/** The number of a refusal that no claim belongs to. */
export function wireOf(code: ErrorCode): number {
  return CATALOGUE.findIndex((entry) => entry.code === code);
}

/** The claim that a number points at. */
export function claimOfWire(wire: number, requiredClaims: readonly string[]): string | undefined {
  const claim = wire >>> CLAIM_SHIFT;
  return claim >= FIRST_REQUIRED ? requiredClaims[claim - FIRST_REQUIRED] : CLAIMS[claim - 1];
}
