// The calls of the story, as data: what is asked, with which token, and the one right answer.

const BEARER = "Bearer";
const invalid = 'Bearer error="invalid_token"';

const ADA = { sub: "ada", scope: "notes:read notes:write", client: "portcullis-demo" };
const BEN = { sub: "ben", scope: "notes:read", client: "portcullis-demo" };

/** Calls that need a token. `tokens` holds one per name. */
export function tokenSteps(tokens) {
  return [
    accepted("GET", "/notes/1", "ada", tokens.ada, ADA),
    accepted("POST", "/notes", "ada", tokens.ada, ADA, { body: "a note\n" }),
    refused("GET", "/notes/1", "tampered: sub", tokens.tampered, 401, invalid, "ERR_SIGNATURE"),
    refused("GET", "/notes/1", "expired", tokens.expired, 401, invalid, "ERR_TOKEN_EXPIRED"),
    refused(
      "GET",
      "/notes/1",
      "other audience",
      tokens.other,
      401,
      invalid,
      "ERR_AUDIENCE_MISMATCH",
    ),
    refused("GET", "/notes/1", "unsigned: alg none", tokens.unsigned, 401, invalid, "ERR_ALG_NONE"),
    refused("GET", "/notes/1", "ada's ID token", tokens.id, 401, invalid, "ERR_ALG_NOT_ALLOWED"),
    accepted("GET", "/notes/1", "ben", tokens.ben, BEN),
    refused(
      "POST",
      "/notes",
      "ben: scope too small",
      tokens.ben,
      403,
      'Bearer error="insufficient_scope", scope="notes:write"',
      "ERR_SCOPE_INSUFFICIENT",
      { body: "a note\n" },
    ),
    accepted("GET", "/notes/forged", "ada, x-auth-sub: root", tokens.ada, ADA, {
      headers: { "x-auth-sub": "root", X_Auth_Scope: "admin" },
    }),
  ];
}

/** Calls that need none: they play against the visitor's own issuer too. */
export function tokenlessSteps(settings, anyToken) {
  return [
    refused("GET", "/notes/1", "none", undefined, 401, BEARER, "ERR_CREDENTIALS_MISSING"),
    refused("GET", "/notes/1", "no JWT", "not-a-token", 401, invalid, "ERR_TOKEN_SEGMENTS"),
    {
      ...refused("GET", "/notes/1", "in ?access_token=", undefined, 401, BEARER),
      path: `/notes/1?access_token=${anyToken}`,
      refuse: { status: 401, challenge: BEARER, code: "ERR_CREDENTIALS_MISSING" },
    },
    {
      request: "GET /health",
      token: "none, x-auth-sub: root",
      path: "/health",
      headers: { "x-auth-sub": "root" },
      pass: {},
    },
    refused("GET", "/admin", "none", undefined, 404, null, "ERR_ROUTE_UNKNOWN"),
    refused("PUT", "/notes/1", "none", undefined, 405, null, "ERR_METHOD_NOT_ALLOWED", {
      allow: "GET, HEAD, POST, DELETE",
    }),
    refused("GET", "/notes/a%2Fb", "none", undefined, 400, null, "ERR_PATH_MALFORMED"),
    preflight(settings.www, { status: 204, code: "OK" }),
    preflight("https://evil.example", { status: 403, code: "ERR_CORS_ORIGIN" }),
  ];
}

function accepted(method, path, token, jwt, forwarded, more = {}) {
  return { request: `${method} ${path}`, method, path, token, jwt, ...more, pass: { forwarded } };
}

function refused(method, path, token, jwt, status, challenge, code, { allow, ...more } = {}) {
  const refuse = { status, challenge, code, allow };
  return { request: `${method} ${path}`, method, path, token, jwt, ...more, refuse };
}

function preflight(origin, expected) {
  return {
    request: "OPTIONS /notes (preflight)",
    token: `page ${new URL(origin).host}`,
    method: "OPTIONS",
    path: "/notes",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    },
    preflight: { ...expected, origin },
  };
}
