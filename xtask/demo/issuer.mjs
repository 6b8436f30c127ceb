// Which hosts the page must be able to reach at a visitor's own issuer.

const ENDPOINTS = ["token_endpoint", "jwks_uri", "authorization_endpoint", "end_session_endpoint"];
const PATIENCE = 10_000;

/**
 * The origins of the issuer and of the endpoints in its metadata (OpenID Connect Discovery §4): real
 * issuers spread over several hosts, and the page's policy names each of them.
 */
export async function issuerOrigins(issuer) {
  const metadata = await readMetadata(issuer);
  const addresses = [issuer, ...ENDPOINTS.map((name) => metadata[name])];
  return [
    ...new Set(addresses.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)),
  ];
}

async function readMetadata(issuer) {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, {
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const metadata = await response.json();
    if (metadata.issuer === issuer) return metadata;
  } catch (cause) {
    throw new Error(`no metadata at ${address}: check --issuer and the network`, { cause });
  }
  throw new Error(
    `the metadata at ${address} names another issuer: write --issuer exactly as it does`,
  );
}
