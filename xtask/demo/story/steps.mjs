// The calls of the story, as data: what is asked, with which token, and the one right answer.

const BARE = 'Bearer realm="portcullis"';

const ADA = { sub: "ada", scope: "notes:read notes:write", client: "portcullis-demo" };
const BEN = { sub: "ben", scope: "notes:read", client: "portcullis-demo" };

/** Calls that need a token. `tokens` holds one per name. */
export function tokenSteps(tokens) {
  return [
    accepted("GET", "/notes/1", "ada", tokens.ada, ADA),
    accepted("POST", "/notes", "ada", tokens.ada, ADA, { body: "a note\n" }),
    invalid("tampered: sub", tokens.tampered, "ERR_SIGNATURE", "The signature is not valid."),
    invalid("expired", tokens.expired, "ERR_TOKEN_EXPIRED", "The token has expired."),
    invalid(
      "other audience",
      tokens.other,
      "ERR_AUDIENCE_MISMATCH",
      "The token is for another audience.",
    ),
    invalid(
      "unsigned: alg none",
      tokens.unsigned,
      "ERR_ALG_NONE",
      "The token is unsigned; 'none' is never accepted.",
    ),
    invalid(
      "ada's ID token",
      tokens.id,
      "ERR_TYP_MISMATCH",
      "The token's 'typ' is not the one this policy expects.",
    ),
    accepted("GET", "/notes/1", "ben", tokens.ben, BEN),
    refused("POST", "/notes", "ben: scope too small", tokens.ben, {
      status: 403,
      challenge:
        `${BARE}, error="insufficient_scope"` +
        ', error_description="The token does not have the scope that is needed."' +
        ', scope="notes:write"',
      code: "ERR_SCOPE_INSUFFICIENT",
    }),
    accepted("GET", "/notes/forged", "ada, forged headers", tokens.ada, ADA, {
      headers: { "x-auth-sub": "root", X_Auth_Scope: "admin" },
    }),
  ];
}

/** Calls that need none: they play against the visitor's own issuer too. */
export function tokenlessSteps(settings, anyToken) {
  return [
    refused("GET", "/notes/1", "none", undefined, MISSING),
    {
      ...refused("GET", "/notes/1", "in ?access_token=", undefined, MISSING),
      path: `/notes/1?access_token=${anyToken}`,
    },
    invalid(
      "no JWT",
      "not-a-token",
      "ERR_TOKEN_SEGMENTS",
      "The token does not have exactly three segments.",
    ),
    {
      request: "GET /health",
      token: "none, forged header",
      path: "/health",
      headers: { "x-auth-sub": "root" },
      pass: {},
    },
    refused("GET", "/admin", "none", undefined, { status: 404, code: "ERR_ROUTE_UNKNOWN" }),
    refused("PUT", "/notes/1", "none", undefined, {
      status: 405,
      code: "ERR_METHOD_NOT_ALLOWED",
      allow: "GET, HEAD, POST, DELETE",
    }),
    refused("GET", "/notes/a%2Fb", "none", undefined, { status: 400, code: "ERR_PATH_MALFORMED" }),
    preflight(settings.www, { status: 204, code: "OK" }),
    preflight("https://evil.example", { status: 403, code: "ERR_CORS_ORIGIN" }),
  ];
}

/** RFC 6750 §3: a request without credentials learns nothing but the scheme. */
const MISSING = { status: 401, challenge: BARE, code: "ERR_CREDENTIALS_MISSING" };

function accepted(method, path, token, jwt, forwarded, more = {}) {
  return { request: `${method} ${path}`, method, path, token, jwt, ...more, pass: { forwarded } };
}

function refused(method, path, token, jwt, refuse) {
  return { request: `${method} ${path}`, method, path, token, jwt, refuse };
}

function invalid(token, jwt, code, description) {
  const challenge = `${BARE}, error="invalid_token", error_description="${description}"`;
  return refused("GET", "/notes/1", token, jwt, { status: 401, challenge, code });
}

function preflight(origin, expected) {
  return {
    request: "preflight for POST /notes",
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
