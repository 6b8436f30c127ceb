// How oidc-provider is set up for the demo. Its defaults are left where they are strict already.

import { randomBytes } from "node:crypto";

import { RESOURCES } from "../settings.mjs";
import { findAccount, grantFor } from "./accounts.mjs";
import { errorPage, logoutPage, pageHeaders, signedOutPage } from "./pages.mjs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The configuration for one public client that returns to `redirectUri`. */
export function configuration({ clientId, redirectUri, jwks, errors }) {
  const origin = new URL(redirectUri).origin;
  return {
    clients: [
      {
        client_id: clientId,
        client_name: "The Portcullis demo",
        application_type: "web",
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [redirectUri],
        id_token_signed_response_alg: "RS256",
      },
    ],
    jwks,
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    findAccount,
    loadExistingGrant: grantFor,
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    // The access token is for the API, so nothing can ask userinfo with it: the ID token carries
    // the profile.
    conformIdTokenClaims: false,
    scopes: ["openid", "offline_access"],
    responseTypes: ["code"],
    clientAuthMethods: ["none"],
    pkce: { required: () => true },
    clientBasedCORS: (_ctx, asking) => asking === origin,
    // OpenID Connect Core §11 ties offline_access to prompt=consent; the demo's consent is given
    // without asking.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: () => true,
    ttl: {
      AccessToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      Grant: 8 * HOUR,
      IdToken: HOUR,
      Interaction: 10 * MINUTE,
      RefreshToken: 8 * HOUR,
      Session: 8 * HOUR,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => resourceServer(resource, errors),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => page(ctx, logoutPage(form), origin),
        postLogoutSuccessSource: (ctx) => page(ctx, signedOutPage()),
      },
    },
    renderError: (ctx, out) => page(ctx, errorPage(out)),
  };
}

/**
 * RFC 8707: both resources get RFC 9068 access tokens signed with ES256; any other is
 * `invalid_target`.
 */
function resourceServer(resource, errors) {
  if (!Object.values(RESOURCES).includes(resource)) {
    throw new errors.InvalidTarget();
  }
  return {
    scope: "notes:read notes:write",
    audience: resource,
    accessTokenFormat: "jwt",
    accessTokenTTL: 5 * MINUTE,
    jwt: { sign: { alg: "ES256" } },
  };
}

function page(ctx, html, redirectOrigin) {
  ctx.set(pageHeaders(redirectOrigin));
  ctx.body = html;
}
