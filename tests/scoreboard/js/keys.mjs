// What an application does for a peer that knows no key sets: it finds the key, and what it is for.

/** The key that a header names, or the only one where it names none. */
export function find({ keys: { keys } }, { kid }) {
  const found = kid === undefined ? keys : keys.filter((jwk) => jwk.kid === kid);
  if (found.length === 0 || (kid === undefined && found.length > 1)) throw new Error("no key");
  return found[0];
}

const FAMILIES = {
  "P-256": ["ES256"],
  "P-384": ["ES384"],
  Ed25519: ["EdDSA"],
};
const RSA = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

/** The algorithms that a key serves under a policy. */
export function algorithmsOf(jwk, { algorithms }) {
  if (jwk.alg !== undefined) return [jwk.alg];
  const family = jwk.kty === "RSA" ? RSA : (FAMILIES[jwk.crv] ?? []);
  return algorithms.filter((alg) => family.includes(alg));
}
