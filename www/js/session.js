// The login of this page.

import { createLogin } from "./portcullis.js";

/** @typedef {import("/portcullis/entry/browser_login.js").IdTokenClaims} User */

/**
 * A login with the configured issuer; its `fetch` may send the token to the edge and to nobody
 * else.
 *
 * @param {import("./config.js").Config} config
 */
export function createSession(config) {
  return createLogin({
    issuer: config.issuer,
    // The demo's own provider is on this machine.
    development: config.issuer.startsWith("http:"),
    clientId: config.clientId,
    redirectUri: config.redirectUri,
    scope: config.scope,
    allowedOrigins: [config.edge],
    ...audienceOf(config),
  });
}

/**
 * Which API the access token is for: `resource` (RFC 8707 §2) wants an absolute URI; providers that
 * go by names of their own read `audience`, and the others pass over it (RFC 6749 §3.1).
 *
 * @param {import("./config.js").Config} config
 */
function audienceOf({ resource }) {
  return URL.canParse(resource) ? { resource } : { parameters: { audience: resource } };
}
