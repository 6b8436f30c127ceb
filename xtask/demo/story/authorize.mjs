// A client without a browser: authorization code with PKCE S256, by hand, through the provider's
// own pages.
// The story uses it for a token of another audience; everything else goes through the real page.

import { createHash, randomBytes } from "node:crypto";

const HOPS = 12;

/** Signs `account` in and returns the token response for `resource`. */
export async function authorize({ issuer, clientId, redirectUri, account, resource, scope }) {
  const metadata = await getJson(`${issuer}/.well-known/openid-configuration`);
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const request = new URL(metadata.authorization_endpoint);
  request.search = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    resource,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });

  const callback = await walk(request, redirectUri, account);
  const answer = callback.searchParams;
  if (answer.get("state") !== state) throw new Error("the callback carries another state");
  if (answer.get("iss") !== issuer)
    throw new Error("the callback carries another issuer (RFC 9207 §2.4)");
  if (!answer.has("code")) throw new Error(`the provider answered ${answer.get("error")}`);

  const response = await fetch(metadata.token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: answer.get("code"),
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource,
    }),
    redirect: "error",
  });
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`);
  return response.json();
}

/**
 * Follows redirects with the provider's cookies, presses the login button, and ends at the redirect
 * URI.
 */
async function walk(start, redirectUri, account) {
  const jar = new Map();
  let url = start;
  for (let hop = 0; hop < HOPS; hop += 1) {
    if (url.href.startsWith(redirectUri)) return url;
    const login = url.pathname.startsWith("/interaction/");
    const response = login
      ? await send(new URL(`${url.pathname}/login`, url), jar, new URLSearchParams({ account }))
      : await send(url, jar);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`the provider stopped with ${response.status}`);
    url = new URL(location, url);
  }
  throw new Error("the provider never came back");
}

async function send(url, jar, form) {
  const response = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form,
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
    redirect: "manual",
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [pair] = cookie.split(";", 1);
    const cut = pair.indexOf("=");
    jar.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
  await response.arrayBuffer();
  return response;
}

async function getJson(url) {
  const response = await fetch(url, { redirect: "error" });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  return response.json();
}
