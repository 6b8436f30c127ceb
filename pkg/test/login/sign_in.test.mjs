// From `signIn` to `handleCallback`: what goes out, what is held against the answer, what is
// refused.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";

import { arrive, comeBack, heard, leave, signIn, startClient } from "./client.mjs";
import { CLIENT, PAGE, RESOURCE, startIssuer, tokenRequests } from "./issuer.mjs";

const STORED = "portcullis.login.transactions";

let issuer;

before(async () => {
  issuer = await startIssuer();
});

beforeEach(() => {
  issuer.requests.length = 0;
  issuer.metadata = {};
});

after(() => issuer.pause());

function transactions(client) {
  return JSON.parse(client.tab.stored.get(STORED) ?? "[]");
}

test("RFC 7636 §4.3, RFC 8707 §2: the authorization request has all it needs", async () => {
  const client = startClient(issuer, { parameters: { prompt: "login" } });
  const request = await leave(client, { parameters: { login_hint: "ada" } });
  assert.equal(request.origin + request.pathname, `${issuer.url}/authorize`);
  const {
    state,
    nonce,
    code_challenge: challenge,
    ...rest
  } = Object.fromEntries(request.searchParams);
  assert.deepEqual(rest, {
    kept: "1",
    prompt: "login",
    login_hint: "ada",
    response_type: "code",
    client_id: CLIENT,
    redirect_uri: PAGE,
    scope: "openid notes:read",
    code_challenge_method: "S256",
    resource: RESOURCE,
  });
  for (const text of [state, nonce, challenge]) assert.match(text, /^[A-Za-z0-9_-]{43}$/);
  const [stored] = transactions(client);
  assert.equal(stored.state, state);
  assert.equal(stored.nonce, nonce);
  assert.equal(createHash("sha256").update(stored.verifier).digest("base64url"), challenge);
});

test("RFC 9700 §2.1.1: verifier, state and nonce are fresh for each attempt", async () => {
  const client = startClient(issuer);
  const seen = new Set();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const { searchParams } = await leave(client);
    for (const name of ["state", "nonce", "code_challenge"]) seen.add(searchParams.get(name));
  }
  assert.equal(seen.size, 12);
});

test("RFC 6749 §4.1.3: the code goes to the token endpoint, and a session comes of it", async () => {
  const client = startClient(issuer);
  const request = await leave(client, { returnTo: "/notes?id=7#top" });
  const { verifier, nonce } = transactions(client)[0];
  const body = issuer.tokens({ nonce });
  issuer.respond = () => ({ status: 200, body });
  const signedIn = await comeBack(client, request);

  assert.equal(signedIn.returnTo, "/notes?id=7#top");
  assert.equal(signedIn.user.name, "Ada Lovelace");
  assert.equal(client.login.user(), signedIn.user);
  assert.equal(await client.login.getToken(), body.access_token);
  assert.deepEqual(heard(client), ["signed-in"]);

  const [{ method, headers, form }] = tokenRequests(issuer);
  assert.equal(method, "POST");
  assert.deepEqual(Object.fromEntries(form), {
    grant_type: "authorization_code",
    code: "code-1",
    redirect_uri: PAGE,
    code_verifier: verifier,
    client_id: CLIENT,
    resource: RESOURCE,
  });
  assert.match(headers["content-type"], /^application\/x-www-form-urlencoded/);
  for (const name of ["authorization", "cookie", "referer"]) assert.equal(headers[name], undefined);
  const kept = JSON.stringify([...client.tab.stored]);
  for (const token of [body.access_token, body.refresh_token, body.id_token]) {
    assert.ok(!kept.includes(token), "no token is stored");
  }
});

test("the claims of the user cannot be changed by whoever holds them", async () => {
  const client = startClient(issuer);
  const { signedIn } = await signIn(client, { address: { country: "UK" } });
  assert.throws(() => {
    signedIn.user.sub = "eve";
  }, TypeError);
  assert.throws(() => {
    signedIn.user.address.country = "FR";
  }, TypeError);
});

test("a page that was not opened by a response has no callback", async () => {
  const client = startClient(issuer, { fetch: () => assert.fail("fetched") });
  for (const address of [PAGE, `${PAGE}?page=2`, "https://app.example/other?code=a&state=b"]) {
    client.tab.address = new URL(address);
    assert.equal(await client.login.handleCallback(), null);
    assert.equal(client.tab.address.href, address);
  }
});

test("address and transaction are gone when the call returns, before anything is waited for", async () => {
  const client = startClient(issuer);
  const request = await leave(client);
  arrive(client, request);
  const pending = client.login.handleCallback();
  assert.equal(client.tab.address.href, PAGE);
  assert.equal(client.tab.stored.has(STORED), false);
  // A page that asks twice, as React's strict mode does, gets the same answer.
  assert.equal(client.login.handleCallback(), pending);
  await assert.rejects(pending);
});

const CALLBACKS = {
  "RFC 6749 §10.12: another state": [{ state: "other" }, "ERR_STATE_MISMATCH"],
  "RFC 6749 §10.12: no state": [{ state: null }, "ERR_STATE_MISMATCH"],
  "RFC 9207 §2.4: no issuer, where one is promised": [{ iss: null }, "ERR_CALLBACK_ISSUER_MISSING"],
  "RFC 9207 §2.4: another issuer": [
    { iss: "https://evil.example" },
    "ERR_CALLBACK_ISSUER_MISMATCH",
  ],
  "RFC 9207 §2.4: an error of another issuer, whose error is not shown": [
    { iss: "https://evil.example", code: null, error: "access_denied" },
    "ERR_CALLBACK_ISSUER_MISMATCH",
  ],
  "RFC 6749 §3.1: two codes": [{ code: ["a", "b"] }, "ERR_CALLBACK_DUPLICATE_PARAMETER"],
  "RFC 6749 §4.1.2.1: a registered error": [
    { code: null, error: "access_denied" },
    "ERR_AUTHORIZATION_REFUSED",
    "access_denied",
  ],
  "RFC 6749 §4.1.2.1: an error that nobody registered is not repeated": [
    { code: null, error: "look-at-me" },
    "ERR_AUTHORIZATION_REFUSED",
  ],
  "a code and an error": [{ error: "access_denied" }, "ERR_CALLBACK_MALFORMED"],
  "an empty code": [{ code: "" }, "ERR_CALLBACK_MALFORMED"],
};

for (const [name, [changes, code, oauthError]] of Object.entries(CALLBACKS)) {
  test(`refuses ${name}`, async () => {
    const client = startClient(issuer);
    const request = await leave(client);
    await assert.rejects(comeBack(client, request, changes), {
      name: "LoginError",
      code,
      oauthError,
    });
    assert.equal(client.tab.address.href, PAGE, "the address is scrubbed all the same");
    assert.deepEqual(tokenRequests(issuer), []);
    assert.equal(client.login.user(), null);
    assert.deepEqual(heard(client), ["error"]);
  });
}

test("RFC 6749 §3.1: two states use up both of their transactions", async () => {
  const client = startClient(issuer);
  const [first, second] = [await leave(client), await leave(client)];
  const state = [first, second].map(({ searchParams }) => searchParams.get("state"));
  await assert.rejects(comeBack(client, first, { state }), {
    code: "ERR_CALLBACK_DUPLICATE_PARAMETER",
  });
  assert.deepEqual(transactions(client), []);
});

test("RFC 9700 §4.7.1: a state serves once", async () => {
  const client = startClient(issuer);
  const { request } = await signIn(client);
  await assert.rejects(comeBack(client, request), { code: "ERR_STATE_MISMATCH" });
  assert.notEqual(client.login.user(), null, "who is signed in stays signed in");
});

test("a transaction lasts ten minutes", async () => {
  const client = startClient(issuer);
  const request = await leave(client);
  client.now += 601;
  await assert.rejects(comeBack(client, request), { code: "ERR_TRANSACTION_EXPIRED" });
  const second = await leave(client);
  client.now -= 5;
  await assert.rejects(comeBack(client, second), { code: "ERR_TRANSACTION_EXPIRED" });
  const third = await leave(client);
  client.now += 600;
  issuer.respond = () => ({ status: 500, body: {} });
  await assert.rejects(comeBack(client, third), { code: "ERR_TOKEN_ENDPOINT_UNREACHABLE" });
});

test("a sixth transaction evicts the oldest", async () => {
  const client = startClient(issuer);
  const requests = [];
  for (let count = 0; count < 6; count += 1) requests.push(await leave(client));
  assert.deepEqual(
    transactions(client).map(({ state }) => state),
    requests.slice(1).map(({ searchParams }) => searchParams.get("state")),
  );
  await assert.rejects(comeBack(client, requests[0]), { code: "ERR_STATE_MISMATCH" });
});

test("RFC 9700 §4.4.2: a transaction of another issuer, or of another redirect URI, is not ours", async () => {
  for (const member of ["issuer", "redirect_uri"]) {
    const client = startClient(issuer);
    const request = await leave(client);
    const [stored] = transactions(client);
    client.tab.stored.set(
      STORED,
      JSON.stringify([{ ...stored, [member]: "https://evil.example" }]),
    );
    const iss = member === "issuer" ? "https://evil.example" : issuer.url;
    await assert.rejects(comeBack(client, request, { iss }), { code: "ERR_STATE_MISMATCH" });
    assert.deepEqual(tokenRequests(issuer), []);
  }
});

test("a storage that someone else wrote to is no fault of the page", async () => {
  const scraps = ["{", "null", "7", "[]", "[null,1,[]]", '{"length":9}', '[{"state":"s"}]'];
  for (const scrap of scraps) {
    const client = startClient(issuer);
    client.tab.stored.set(STORED, scrap);
    const request = await leave(client);
    assert.deepEqual(
      transactions(client).map(({ state }) => state),
      [request.searchParams.get("state")],
    );
  }
});

test("RFC 9700 §4.11: an address of another origin to return to is refused, before and after", async () => {
  const client = startClient(issuer);
  await assert.rejects(leave(client, { returnTo: "//evil.example" }), { code: "ERR_RETURN_TO" });
  assert.equal(client.tab.left, undefined);
  const request = await leave(client);
  const [stored] = transactions(client);
  client.tab.stored.set(STORED, JSON.stringify([{ ...stored, return_to: "//evil.example" }]));
  await assert.rejects(comeBack(client, request), { code: "ERR_RETURN_TO" });
  assert.deepEqual(tokenRequests(issuer), []);
});

test("a storage that the browser forbids is named, and the address is scrubbed", async () => {
  const client = startClient(issuer);
  const request = await leave(client);
  Object.defineProperty(globalThis, "sessionStorage", {
    configurable: true,
    get: () => {
      throw new DOMException("no", "SecurityError");
    },
  });
  try {
    await assert.rejects(leave(client), { code: "ERR_STORAGE_UNAVAILABLE" });
    await assert.rejects(comeBack(client, request), { code: "ERR_STORAGE_UNAVAILABLE" });
    assert.equal(client.tab.address.href, PAGE);
  } finally {
    delete globalThis.sessionStorage;
  }
});

test("a redirect URI of another origin is refused before the page is left", async () => {
  const client = startClient(issuer);
  client.tab.address = new URL("https://www.app.example/");
  await assert.rejects(leave(client), { code: "ERR_LOGIN_OPTION", path: "redirectUri" });
});

const METADATA = {
  "RFC 8414 §3.3: another issuer": [
    { issuer: "https://evil.example" },
    "ERR_METADATA_ISSUER_MISMATCH",
  ],
  "RFC 9700 §2.1.1: no S256": [
    { code_challenge_methods_supported: ["plain"] },
    "ERR_METADATA_NO_S256",
  ],
  "an endpoint over http": [{ token_endpoint: "http://evil.example/" }, "ERR_ENDPOINT_INSECURE"],
  "no token endpoint": [{ token_endpoint: undefined }, "ERR_METADATA_MALFORMED"],
};

for (const [name, [metadata, code]] of Object.entries(METADATA)) {
  test(`metadata: ${name}`, async () => {
    issuer.metadata = metadata;
    const client = startClient(issuer);
    await assert.rejects(leave(client), { name: "LoginError", code });
    assert.equal(client.tab.left, undefined);
    assert.deepEqual(heard(client), ["error"]);
  });
}

test("metadata: an issuer that lists no methods can be allowed", async () => {
  issuer.metadata = { code_challenge_methods_supported: undefined };
  await assert.rejects(leave(startClient(issuer)), { code: "ERR_METADATA_NO_S256" });
  const request = await leave(startClient(issuer, { allowUnlistedS256: true }));
  assert.equal(request.searchParams.get("code_challenge_method"), "S256");
});

test("metadata: an issuer that is out of reach", async () => {
  const client = startClient(issuer, { issuer: "http://127.0.0.1:1" });
  await assert.rejects(leave(client), { code: "ERR_METADATA_UNREACHABLE" });
});

test("without openid there is no nonce, no ID token and no user", async () => {
  const client = startClient(issuer, { scope: "notes:read", allowUnlistedS256: true });
  issuer.metadata = {};
  await assert.rejects(leave(client), { code: "ERR_METADATA_UNREACHABLE" });
  assert.equal(issuer.requests.at(-1).path, "/.well-known/oauth-authorization-server");
});

test("no secret of a login is in what an error or an event says", async () => {
  const client = startClient(issuer);
  const request = await leave(client);
  const [{ verifier, nonce, state }] = transactions(client);
  const body = issuer.tokens({ nonce: "other" });
  issuer.respond = () => ({ status: 200, body });
  const error = await comeBack(client, request, { code: "the-code" }).catch((thrown) => thrown);
  const said = [error, ...client.events.map((event) => event.error)].flatMap((one) => [
    one.message,
    one.stack,
    JSON.stringify(one),
    JSON.stringify(one.decision),
    String(one.cause),
  ]);
  const secrets = [verifier, nonce, state, "the-code", body.access_token, body.refresh_token];
  for (const secret of [...secrets, ...body.id_token.split(".")]) {
    assert.ok(!said.join("\n").includes(secret));
  }
});
