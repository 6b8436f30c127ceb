// What the token endpoint answers to a login, and what is refused of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { comeBack, heard, leave, signIn, startClient } from "./client.mjs";
import { startIssuer } from "./issuer.mjs";

let issuer;

before(async () => {
  issuer = await startIssuer();
});

after(() => issuer.pause());

const TOKEN_RESPONSES = {
  "no access token": [{ access_token: undefined }, "ERR_TOKEN_RESPONSE_MALFORMED"],
  "an access token with a line break": [{ access_token: "a\nb" }, "ERR_TOKEN_RESPONSE_MALFORMED"],
  "RFC 6749 §7.1: a type that is not understood": [{ token_type: "mac" }, "ERR_TOKEN_TYPE"],
  "OIDC Core §3.1.3.3: no ID token": [{ id_token: undefined }, "ERR_ID_TOKEN_MISSING"],
  "an ID token that is none": [{ id_token: "a.b.c" }, undefined],
};

for (const [name, [more, code]] of Object.entries(TOKEN_RESPONSES)) {
  test(`token response: ${name}`, async () => {
    const client = startClient(issuer);
    await assert.rejects(
      signIn(client, {}, more),
      code === undefined ? { name: "TokenError" } : { code },
    );
    assert.equal(client.login.user(), null);
    await assert.rejects(client.login.getToken(), { code: "ERR_LOGIN_REQUIRED" });
    assert.deepEqual(heard(client), ["error"]);
  });
}

const TOKEN_ANSWERS = {
  "a registered refusal": [400, { error: "invalid_grant" }, "ERR_TOKEN_REFUSED", "invalid_grant"],
  "an unregistered one": [400, { error: "look-at-me" }, "ERR_TOKEN_RESPONSE_MALFORMED"],
  "a refusal that is no JSON": [401, "{", "ERR_TOKEN_RESPONSE_MALFORMED"],
  "too many requests": [429, { error: "invalid_grant" }, "ERR_TOKEN_ENDPOINT_UNREACHABLE"],
  "an outage": [503, { error: "invalid_grant" }, "ERR_TOKEN_ENDPOINT_UNREACHABLE"],
  "no content": [204, "", "ERR_TOKEN_ENDPOINT_UNREACHABLE"],
};

for (const [name, [status, body, code, oauthError]] of Object.entries(TOKEN_ANSWERS)) {
  test(`token endpoint: ${name}`, async () => {
    const client = startClient(issuer);
    const request = await leave(client);
    issuer.respond = () => ({ status, body });
    await assert.rejects(comeBack(client, request), { code, oauthError });
  });
}

const ID_TOKENS = {
  "OIDC Core §3.1.3.7 (2): another issuer": [
    { iss: "https://evil.example" },
    "ERR_ISSUER_MISMATCH",
  ],
  "OIDC Core §3.1.3.7 (3): another audience": [{ aud: "other" }, "ERR_AUDIENCE_MISMATCH"],
  "OIDC Core §3.1.3.7 (5): another authorized party": [{ azp: "other" }, "ERR_AZP_MISMATCH"],
  "OIDC Core §3.1.3.7 (9): expired": [{ iat: 1, exp: 2 }, "ERR_TOKEN_EXPIRED"],
  "OIDC Core §3.1.3.7 (11): another nonce": [{ nonce: "other" }, "ERR_NONCE_MISMATCH"],
  "OIDC Core §3.1.3.7 (11): no nonce": [{ nonce: undefined }, "ERR_CLAIM_MISSING"],
  "OIDC Core §3.1.3.6: another access token": [
    { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" },
    "ERR_AT_HASH_MISMATCH",
  ],
};

for (const [name, [claims, code]] of Object.entries(ID_TOKENS)) {
  test(`ID token: ${name}`, async () => {
    const client = startClient(issuer);
    await assert.rejects(signIn(client, claims), { name: "TokenError", code });
    assert.equal(client.login.user(), null);
    await assert.rejects(client.login.getToken(), { code: "ERR_LOGIN_REQUIRED" });
  });
}

test("ID token: OIDC Core §3.1.3.7 (6): a signature by a key that the issuer does not publish", async () => {
  const stranger = await startIssuer();
  try {
    const client = startClient(issuer);
    const request = await leave(client);
    const nonce = request.searchParams.get("nonce");
    const body = stranger.tokens({ nonce, iss: issuer.url });
    issuer.respond = () => ({ status: 200, body });
    await assert.rejects(comeBack(client, request), { name: "TokenError", code: "ERR_SIGNATURE" });
  } finally {
    await stranger.pause();
  }
});
