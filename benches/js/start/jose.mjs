import { importJWK, jwtVerify } from "jose";

/** The first token: the key imported, one signature verified. */
export async function firstToken({ alg, issuer, audience, keys, tokens }) {
  const key = await importJWK(keys[0], alg);
  await jwtVerify(tokens[0], key, { issuer, audience, algorithms: [alg] });
}
