import { ask } from "./ask.js";
import type { LoginCore } from "./core.js";
import type { Endpoints } from "./discovery.js";
import type { LoginSettings } from "./options.js";
import { randomBytes, randomText } from "./random.js";
import type { Transaction } from "./transaction.js";

interface Pkce {
  readonly code_verifier: string;
  readonly code_challenge: string;
}

/**
 * A new attempt: fresh verifier, state and nonce, also after one that failed (OAuth 2.1 §4.1.1, RFC
 * 9700 §2.1.1).
 */
export function beginTransaction(
  core: LoginCore,
  settings: LoginSettings,
  endpoints: Endpoints,
  returnTo: string,
  parameters: Readonly<Record<string, string>>,
): { readonly transaction: Transaction; readonly request: URL } {
  const pkce = ask<Pkce>(() => core.pkceFromEntropy(randomBytes()));
  const transaction: Transaction = {
    state: randomText(),
    nonce: randomText(),
    verifier: pkce.code_verifier,
    issuer: settings.issuer,
    endpoints,
    redirect_uri: settings.redirectUri,
    return_to: returnTo,
    created: settings.clock(),
  };
  return {
    transaction,
    request: authorizationRequest(settings, transaction, pkce.code_challenge, parameters),
  };
}

/**
 * The authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, OpenID Connect Core
 * §3.1.2.1).
 */
function authorizationRequest(
  settings: LoginSettings,
  transaction: Transaction,
  codeChallenge: string,
  parameters: Readonly<Record<string, string>>,
): URL {
  const url = new URL(transaction.endpoints.authorization_endpoint);
  const query = url.searchParams;
  for (const [name, value] of Object.entries({ ...settings.parameters, ...parameters })) {
    query.set(name, value);
  }
  query.set("response_type", "code");
  query.set("client_id", settings.clientId);
  query.set("redirect_uri", settings.redirectUri);
  query.set("scope", settings.scope);
  query.set("state", transaction.state);
  if (settings.openid) query.set("nonce", transaction.nonce);
  query.set("code_challenge", codeChallenge);
  query.set("code_challenge_method", "S256");
  for (const resource of settings.resource) query.append("resource", resource);
  return url;
}
