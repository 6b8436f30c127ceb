import { createVerifier } from "portcullis";

/** The first token: keys read, one signature verified. */
export async function firstToken({ issuer, audience, keys, tokens }) {
  const verifier = await createVerifier({ issuer, audience, keys: { keys } });
  await verifier.verify(tokens[0]);
}
