// Every entry's types, as a user's compiler sees them.

import {
  createVerifier,
  PolicyError,
  TokenError,
  type VerifiedToken,
  type Verifier,
} from "portcullis";
import { createGate } from "portcullis/edge";
import { createVerifier as inline } from "portcullis/inline";
import { createLogin } from "portcullis/login";
import { createVerifier as slim, initSync } from "portcullis/slim";

const verifier: Verifier = await createVerifier({
  issuer: "https://issuer.example",
  audience: ["https://api.example"],
  algorithms: ["ES256"],
  requiredClaims: ["sub"],
  clock: () => 1_760_000_000,
});

export async function subjectOf(jwt: string): Promise<string> {
  try {
    const token: VerifiedToken = await verifier.verify(jwt, { nonce: "n" });
    return String(token.claims.sub);
  } catch (error) {
    if (error instanceof TokenError) return `${error.stage} ${error.code} ${error.claim ?? ""}`;
    if (error instanceof PolicyError) return error.path;
    throw error;
  }
}

// @ts-expect-error: an audience is not optional.
await createVerifier({ issuer: "https://issuer.example" });

export const others = [createGate, createLogin, inline, slim, initSync] as const;
