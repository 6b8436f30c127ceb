import assert from "node:assert/strict";
import { test } from "node:test";

import { createLogin } from "portcullis/login";

const GOOD = {
  issuer: "https://issuer.example",
  clientId: "client",
  redirectUri: "https://app.example/callback",
};

const REFUSED = {
  "an unknown option": [{ issuerUrl: "x" }, "issuerUrl"],
  "a client secret (checklist 119)": [{ clientSecret: "x" }, "clientSecret"],
  "no issuer": [{ issuer: undefined }, "issuer"],
  "an issuer over http (RFC 8414 §2)": [{ issuer: "http://issuer.example" }, "issuer"],
  "an issuer over http, for development": [
    { issuer: "http://issuer.example", development: true },
    "issuer",
  ],
  "an issuer on loopback without development": [{ issuer: "http://127.0.0.1:9090" }, "issuer"],
  "an issuer with a query (RFC 8414 §2)": [{ issuer: "https://issuer.example?a" }, "issuer"],
  "an issuer with an empty fragment": [{ issuer: "https://issuer.example#" }, "issuer"],
  "an issuer with a password": [{ issuer: "https://a:b@issuer.example" }, "issuer"],
  "an issuer that is no text": [{ issuer: new URL("https://issuer.example") }, "issuer"],
  "no client": [{ clientId: "" }, "clientId"],
  "a client outside ASCII (RFC 6749 A.1)": [{ clientId: "clïent" }, "clientId"],
  "a relative redirect URI (RFC 6749 §3.1.2)": [{ redirectUri: "/callback" }, "redirectUri"],
  "a redirect URI with a fragment": [{ redirectUri: "https://app.example/#a" }, "redirectUri"],
  "a redirect URI over http": [{ redirectUri: "http://app.example/" }, "redirectUri"],
  "a javascript: redirect URI": [{ redirectUri: "javascript:alert(1)" }, "redirectUri"],
  "a page for after the sign-out over http": [
    { postLogoutRedirectUri: "http://app.example/" },
    "postLogoutRedirectUri",
  ],
  "two spaces in scope (RFC 6749 §3.3)": [{ scope: "openid  email" }, "scope"],
  "an empty scope": [{ scope: "" }, "scope"],
  "a relative resource (RFC 8707 §2)": [{ resource: "api" }, "resource"],
  "a resource with a fragment": [{ resource: "https://api.example/#a" }, "resource"],
  "no resource in the list": [{ resource: [] }, "resource"],
  "an allowed origin with a path": [
    { allowedOrigins: ["https://a.example", "https://b.example/"] },
    "allowedOrigins[1]",
  ],
  "an allowed origin over http": [{ allowedOrigins: ["http://a.example"] }, "allowedOrigins[0]"],
  "any origin": [{ allowedOrigins: ["*"] }, "allowedOrigins[0]"],
  "allowed origins as a text": [{ allowedOrigins: "https://a.example" }, "allowedOrigins"],
  "a parameter of the protocol": [{ parameters: { response_mode: "fragment" } }, "parameters"],
  "a parameter that is no text": [{ parameters: { max_age: 5 } }, "parameters"],
  "a flag that is no flag": [{ allowUnlistedS256: "yes" }, "allowUnlistedS256"],
  "no time at all": [{ timeout: 0 }, "timeout"],
  "too much time": [{ timeout: 121 }, "timeout"],
  "a clock that is no function": [{ clock: 5 }, "clock"],
};

for (const [name, [change, path]] of Object.entries(REFUSED)) {
  test(`refuses ${name}`, () => {
    assert.throws(() => createLogin({ ...GOOD, ...change }), {
      name: "LoginError",
      code: "ERR_LOGIN_OPTION",
      path,
    });
  });
}

test("refuses no options at all", () => {
  assert.throws(() => createLogin(), { code: "ERR_LOGIN_OPTION", path: "options" });
  assert.throws(() => createLogin(null), { code: "ERR_LOGIN_OPTION", path: "options" });
});

test("takes https everywhere, and http on a loopback address", () => {
  createLogin(GOOD);
  createLogin({
    issuer: "http://127.0.0.1:9090",
    development: true,
    clientId: "client",
    redirectUri: "http://localhost:8080/?kept=1",
    resource: ["urn:example:api", "https://api.example"],
    allowedOrigins: ["http://[::1]:8787", "https://api.example"],
    parameters: { prompt: "login" },
  });
});

test("touches neither window nor network at creation", () => {
  assert.equal(globalThis.sessionStorage, undefined);
  const login = createLogin({ ...GOOD, fetch: () => assert.fail("fetched") });
  assert.equal(login.user(), null);
});

test("shows functions only, whoever looks at the object", () => {
  assert.deepEqual(Object.keys(createLogin(GOOD)).sort(), [
    "fetch",
    "getToken",
    "handleCallback",
    "on",
    "signIn",
    "signOut",
    "user",
  ]);
});

test("refuses a listener for an event that there is not", () => {
  assert.throws(() => createLogin(GOOD).on("toString", () => {}), {
    code: "ERR_LOGIN_OPTION",
    path: "event",
  });
});
