// A session's life: fresh tokens, rotation, what ends it and what must not.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { heard, signIn, startClient } from "./client.mjs";
import { CLIENT, RESOURCE, startIssuer, tokenRequests } from "./issuer.mjs";

let issuer;

before(async () => {
  issuer = await startIssuer();
});

beforeEach(() => {
  issuer.requests.length = 0;
});

after(() => issuer.pause());

/** Signs in; the next answers of the token endpoint are tokens with these claims and members. */
async function begin({ first = {}, claims = {}, more = {} } = {}) {
  const client = startClient(issuer);
  const before = await signIn(client, {}, first);
  const next = issuer.tokens(claims, more);
  issuer.respond = () => ({ status: 200, body: next });
  client.events.length = 0;
  return { client, before, next };
}

test("a token is handed out until it is about to expire, then another", async () => {
  const { client, before, next } = await begin();
  client.now += 530;
  assert.equal(await client.login.getToken(), before.access_token);
  assert.deepEqual(tokenRequests(issuer), []);
  client.now += 15;
  assert.equal(await client.login.getToken(), next.access_token);
  assert.deepEqual(heard(client), ["refreshed"]);
  const [{ form, headers }] = tokenRequests(issuer);
  assert.deepEqual(Object.fromEntries(form), {
    grant_type: "refresh_token",
    refresh_token: before.refresh_token,
    client_id: CLIENT,
    resource: RESOURCE,
  });
  assert.equal(headers.cookie, undefined);
});

test("a short-lived token is not refreshed at every call", async () => {
  const { client, before } = await begin({ first: { expires_in: 20 } });
  client.now += 17;
  assert.equal(await client.login.getToken(), before.access_token);
});

test("RFC 9700 §4.14.2: the new refresh token takes the old one's place", async () => {
  const { client, before, next } = await begin();
  client.now += 600;
  await client.login.getToken();
  client.now += 600;
  await client.login.getToken();
  assert.deepEqual(
    tokenRequests(issuer).map(({ form }) => form.get("refresh_token")),
    [before.refresh_token, next.refresh_token],
  );
});

test("an issuer that does not rotate: the refresh token stays", async () => {
  const { client, before } = await begin({ more: { refresh_token: undefined } });
  client.now += 600;
  await client.login.getToken();
  client.now += 600;
  await client.login.getToken();
  assert.deepEqual(
    tokenRequests(issuer).map(({ form }) => form.get("refresh_token")),
    [before.refresh_token, before.refresh_token],
  );
});

test("RFC 9700 §4.14.2: one refresh at a time, whoever asks", async () => {
  const { client, next } = await begin();
  client.now += 600;
  const tokens = await Promise.all(Array.from({ length: 20 }, () => client.login.getToken()));
  assert.deepEqual(new Set(tokens), new Set([next.access_token]));
  assert.equal(tokenRequests(issuer).length, 1);
});

test("RFC 6749 §5.2: invalid_grant ends the session", async () => {
  const { client } = await begin();
  issuer.respond = () => ({ status: 400, body: { error: "invalid_grant" } });
  client.now += 550;
  await assert.rejects(client.login.getToken(), {
    code: "ERR_TOKEN_REFUSED",
    oauthError: "invalid_grant",
  });
  assert.equal(client.login.user(), null);
  assert.deepEqual(heard(client), ["signed-out", "error"]);
  assert.equal(client.events[0].reason, "invalid-grant");
  await assert.rejects(client.login.getToken(), { code: "ERR_LOGIN_REQUIRED" });
  assert.equal(tokenRequests(issuer).length, 1, "the refresh token is not sent again");
});

test("a network that is down keeps the session, and serves the old token while it lasts", async () => {
  const { client, before, next } = await begin();
  await issuer.pause();
  try {
    client.now += 550;
    assert.equal(await client.login.getToken(), before.access_token);
    client.now += 60;
    await assert.rejects(client.login.getToken(), { code: "ERR_TOKEN_ENDPOINT_UNREACHABLE" });
    assert.notEqual(client.login.user(), null);
  } finally {
    await issuer.resume();
  }
  assert.equal(await client.login.getToken(), next.access_token);
  assert.deepEqual(heard(client), ["error", "error", "refreshed"]);
});

test("an issuer in trouble is left alone for a while, as long as the old token serves", async () => {
  const { client, before } = await begin();
  issuer.respond = () => ({ status: 503, body: {} });
  client.now += 550;
  for (let call = 0; call < 5; call += 1) {
    assert.equal(await client.login.getToken(), before.access_token);
  }
  assert.equal(tokenRequests(issuer).length, 1);
  client.now += 6;
  await client.login.getToken();
  assert.equal(tokenRequests(issuer).length, 2);
});

test("a refusal for good is not asked for again: the session lasts as long as its token", async () => {
  const { client, before } = await begin();
  issuer.respond = () => ({ status: 401, body: { error: "invalid_client" } });
  client.now += 550;
  assert.equal(await client.login.getToken(), before.access_token);
  client.now += 30;
  assert.equal(await client.login.getToken(), before.access_token);
  assert.equal(tokenRequests(issuer).length, 1);
  client.now += 30;
  await assert.rejects(client.login.getToken(), { code: "ERR_LOGIN_REQUIRED" });
  assert.deepEqual(heard(client), ["error", "signed-out"]);
  assert.equal(client.events[1].reason, "expired");
});

test("without a refresh token the session ends with its token", async () => {
  const { client, before } = await begin({ first: { refresh_token: undefined } });
  client.now += 599;
  assert.equal(await client.login.getToken(), before.access_token);
  client.now += 2;
  await assert.rejects(client.login.getToken(), { code: "ERR_LOGIN_REQUIRED" });
  assert.deepEqual(heard(client), ["signed-out"]);
  assert.deepEqual(tokenRequests(issuer), []);
});

test("a token whose life is not said is handed out as it is", async () => {
  const { client, before } = await begin({ first: { expires_in: undefined } });
  client.now += 86_400;
  assert.equal(await client.login.getToken(), before.access_token);
});

test("OIDC Core §12.2: a refresh may bring no ID token, and the user stays", async () => {
  const { client } = await begin({ more: { id_token: undefined } });
  const user = client.login.user();
  client.now += 600;
  await client.login.getToken();
  assert.equal(client.login.user(), user);
});

test("OIDC Core §12.2: a new ID token of the same user is taken", async () => {
  const { client } = await begin({ claims: { name: "Ada King", aud: [CLIENT] } });
  client.now += 600;
  await client.login.getToken();
  assert.equal(client.login.user().name, "Ada King");
});

test("OIDC Core §12.2: with the nonce of the login, too", async () => {
  const { client, before } = await begin();
  const next = issuer.tokens({ nonce: before.nonce });
  issuer.respond = () => ({ status: 200, body: next });
  client.now += 600;
  assert.equal(await client.login.getToken(), next.access_token);
});

const CHANGED = {
  "OIDC Core §12.2: another user": [{ sub: "eve" }, "ERR_ID_TOKEN_CHANGED"],
  "OIDC Core §12.2: another issuer": [{ iss: "https://evil.example" }, "ERR_ISSUER_MISMATCH"],
  "OIDC Core §12.2: an audience more": [{ aud: [CLIENT, "other"], azp: CLIENT }, undefined],
  "OIDC Core §12.2: an authorized party that was not named": [
    { azp: CLIENT },
    "ERR_ID_TOKEN_CHANGED",
  ],
  "OIDC Core §12.2: another nonce": [{ nonce: "other" }, "ERR_NONCE_MISMATCH"],
  "OIDC Core §3.1.3.6: for another access token": [
    { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" },
    "ERR_AT_HASH_MISMATCH",
  ],
};

for (const [name, [claims, code]] of Object.entries(CHANGED)) {
  test(`a refreshed ID token ends the session: ${name}`, async () => {
    const { client } = await begin({ claims });
    client.now += 550;
    await assert.rejects(client.login.getToken(), code === undefined ? Error : { code });
    assert.equal(client.login.user(), null);
    assert.deepEqual(heard(client), ["signed-out", "error"]);
    assert.equal(client.events[0].reason, "id-token-changed");
  });
}

test("OIDC Core §12.2: auth_time stays that of the first sign-in", async () => {
  const client = startClient(issuer);
  const now = Math.floor(Date.now() / 1000);
  await signIn(client, { auth_time: now });
  issuer.respond = () => ({ status: 200, body: issuer.tokens({ auth_time: now + 1 }) });
  client.now += 600;
  await assert.rejects(client.login.getToken(), { code: "ERR_ID_TOKEN_CHANGED" });
});

test("keys that are out of reach keep the session, and the refresh token that has been rotated", async () => {
  const client = startClient(issuer);
  const login = await signIn(client);
  const rotated = issuer.tokens({});
  // Another key signs from now on, and its set cannot be had.
  const [head, ...rest] = rotated.id_token.split(".");
  const header = { ...JSON.parse(Buffer.from(head, "base64url")), kid: "k2" };
  rotated.id_token = [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
  issuer.respond = () => ({ status: 200, body: rotated });
  const { jwks } = issuer;
  issuer.jwks = "{";
  try {
    client.now += 550;
    assert.equal(await client.login.getToken(), login.access_token);
  } finally {
    issuer.jwks = jwks;
  }
  assert.notEqual(client.login.user(), null);
  const last = issuer.tokens({});
  issuer.respond = () => ({ status: 200, body: last });
  client.now += 60;
  assert.equal(await client.login.getToken(), last.access_token);
  assert.deepEqual(
    tokenRequests(issuer).map(({ form }) => form.get("refresh_token")),
    [login.refresh_token, rotated.refresh_token],
  );
});

test("a sign-out while a refresh is under way stays a sign-out", async () => {
  const { client, next } = await begin();
  let answer;
  const asked = new Promise((resolve) => {
    issuer.respond = () => {
      resolve();
      return new Promise((release) => {
        answer = () => release({ status: 200, body: next });
      });
    };
  });
  client.now += 600;
  const refreshing = client.login.getToken();
  await asked;
  await client.login.signOut();
  answer();
  await assert.rejects(refreshing, { code: "ERR_LOGIN_REQUIRED" });
  assert.equal(client.login.user(), null);
  assert.deepEqual(heard(client), ["signed-out"]);
});

test("RP-Initiated Logout §2: memory is cleared first, then the issuer is told", async () => {
  const { client, before } = await begin();
  let userThen;
  client.login.on("signed-out", () => {
    userThen = [client.login.user(), client.tab.left];
  });
  client.tab.left = undefined;
  await client.login.signOut();
  assert.deepEqual(userThen, [null, undefined]);
  const { state, ...rest } = Object.fromEntries(client.tab.left.searchParams);
  assert.equal(client.tab.left.pathname, "/end");
  assert.deepEqual(rest, {
    id_token_hint: before.id_token,
    client_id: CLIENT,
    post_logout_redirect_uri: "https://app.example/",
  });
  assert.match(state, /^[A-Za-z0-9_-]{43}$/);

  client.tab.address = new URL(`https://app.example/?state=${state}`);
  assert.equal(await client.login.handleCallback(), null);
  assert.equal(client.tab.address.href, "https://app.example/");
  client.tab.address = new URL(`https://app.example/?state=${state}`);
  await assert.rejects(client.login.handleCallback(), { code: "ERR_STATE_MISMATCH" });
});

test("without a place to end the session at, signing out is forgetting", async () => {
  issuer.metadata = { end_session_endpoint: undefined };
  try {
    const { client } = await begin();
    client.tab.left = undefined;
    await client.login.signOut();
    assert.equal(client.tab.left, undefined);
    assert.equal(client.login.user(), null);
    await client.login.signOut();
    assert.deepEqual(heard(client), ["signed-out"]);
  } finally {
    issuer.metadata = {};
  }
});

test("a listener can leave", async () => {
  const { client } = await begin();
  let calls = 0;
  const listener = () => {
    calls += 1;
  };
  const leave = client.login.on("refreshed", listener);
  client.login.on("refreshed", listener);
  leave();
  leave();
  client.now += 600;
  await client.login.getToken();
  assert.equal(calls, 1);
});

test("a listener that throws stops neither the login nor the others", async () => {
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  try {
    const client = startClient(issuer);
    let calls = 0;
    client.login.on("signed-in", () => {
      throw new Error("a listener's own");
    });
    client.login.on("signed-in", () => {
      calls += 1;
    });
    await signIn(client);
    assert.equal(calls, 1);
    assert.deepEqual(reported, ["a listener's own"]);
  } finally {
    delete globalThis.reportError;
  }
});
