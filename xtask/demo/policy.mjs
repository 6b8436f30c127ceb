// The demo's gate policy; worker/policy.json holds the same form with example names.

/** The policy document for the edge: issuer, routes, and which claims reach the origin. */
export function gatePolicy({ issuer, audience, kind, origin, www, ownIssuer }) {
  const development = issuer.startsWith("http:");
  const algorithms = ownIssuer ? {} : { algorithms: ["ES256", "RS256"] };
  return {
    issuers: [{ issuer, audience, kind, development, ...algorithms }],
    origin,
    routes: [
      { path: "/health", public: true },
      { path: "/notes/*", methods: ["GET"], ...needs(ownIssuer, "all", "notes:read") },
      { path: "/notes/*", methods: ["POST", "DELETE"], ...needs(ownIssuer, "any", "notes:write") },
    ],
    forward: { sub: "x-auth-sub", scope: "x-auth-scope", client_id: "x-auth-client" },
    cors: { origins: [www] },
    expose_decision: true,
  };
}

/** A visitor's own issuer knows nothing of notes: there, any valid token passes. */
function needs(ownIssuer, quantity, scope) {
  return ownIssuer ? {} : { scopes: { [quantity]: [scope] } };
}
