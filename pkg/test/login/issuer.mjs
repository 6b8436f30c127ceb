// An issuer that does as each test tells it: metadata, keys and a token endpoint on a real server,
// real signatures.

import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";

export const CLIENT = "test-client";
export const RESOURCE = "https://api.example";
export const PAGE = "https://app.example/";

/** Starts an issuer on a free port of this machine. */
export async function startIssuer() {
  const { privateKey, publicKey } = makeKeyPair();
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "ES256", use: "sig" };
  const issuer = {
    url: "",
    /** Every request: method, path, headers and form. */
    requests: [],
    /** Replaces members of the metadata; undefined takes one away. */
    metadata: {},
    jwks: { keys: [jwk] },
    /** Answers the token endpoint: `(form) => ({ status, body })`, also as a promise. */
    respond: () => ({ status: 500, body: {} }),
    tokens: (claims, more) => tokens(issuer, privateKey, claims, more),
  };
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await read(request));
    const { method, url: path, headers } = request;
    issuer.requests.push({ method, path, headers, form });
    const { status, body } = await answer(issuer, path, form);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  let port = 0;
  issuer.resume = () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  issuer.pause = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  await issuer.resume();
  port = server.address().port;
  issuer.url = `http://127.0.0.1:${port}`;
  return issuer;
}

/**
 * By way of PEM: Node 20 can lock up in `export({ format: "jwk" })` of a key that was just made,
 * when the garbage collector runs meanwhile.
 */
function makeKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { privateKey, publicKey: createPublicKey(publicKey) };
}

/** The requests that reached the token endpoint. */
export function tokenRequests(issuer) {
  return issuer.requests.filter(({ path }) => path === "/token");
}

async function answer(issuer, path, form) {
  if (path === "/.well-known/openid-configuration") {
    return { status: 200, body: { ...metadata(issuer.url), ...issuer.metadata } };
  }
  if (path === "/jwks") return { status: 200, body: issuer.jwks };
  if (path === "/token") return issuer.respond(form);
  return { status: 404, body: {} };
}

function metadata(url) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize?kept=1`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    end_session_endpoint: `${url}/end`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

/**
 * A token response; `claims` go into its ID token, `more` beside it. Undefined takes a member away.
 */
function tokens(issuer, privateKey, claims, more) {
  const accessToken = secret("access");
  const hash = createHash("sha256").update(accessToken).digest();
  const atHash = hash.subarray(0, 16).toString("base64url");
  return {
    access_token: accessToken,
    token_type: "bearer",
    expires_in: 600,
    refresh_token: secret("refresh"),
    id_token: idToken(issuer, privateKey, { at_hash: atHash, ...claims }),
    ...more,
  };
}

function idToken(issuer, privateKey, claims) {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer.url,
    sub: "ada",
    aud: CLIENT,
    iat: now,
    exp: now + 3600,
    name: "Ada Lovelace",
    ...claims,
  };
  const input = [{ alg: "ES256", kid: "k1" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const key = { key: privateKey, dsaEncoding: "ieee-p1363" };
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}

/** Text that nobody can guess, and that a test can look for where it must not be. */
function secret(name) {
  return `${name}-${randomBytes(16).toString("hex")}`;
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
