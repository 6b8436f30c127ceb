// Presets as options of a verifier and in a gate's document, and who a token stands for. What presets
// check is in the vectors.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Verifier } from "../dist/glue.js";
import { createVerifier, PolicyError, TokenError } from "../dist/entry/node.js";
import { createGate } from "../dist/entry/node_edge.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1", "RS256");
const KEYS = keySet(KEY);
const clock = () => NOW;

const OKTA = { domain: "shop.okta.com", authorizationServer: "default" };
const okta = (more = {}, key = KEY) =>
  mint(
    key,
    {
      iss: "https://shop.okta.com/oauth2/default",
      aud: AUDIENCE,
      sub: "ada",
      cid: "web",
      scp: ["notes:read", "notes:write"],
      groups: ["admins", "staff of Köln"],
      iat: NOW - 10,
      exp: NOW + 300,
      ...more,
    },
    { typ: "JWT" },
  );

test("an identity has one form, is made once and cannot be changed", async () => {
  const options = { preset: { okta: OKTA }, audience: AUDIENCE, keys: KEYS, clock };
  const verifier = await createVerifier(options);
  const token = await verifier.verify(okta());
  assert.deepEqual(
    { ...token.identity },
    {
      subject: "ada",
      client: "web",
      scopes: ["notes:read", "notes:write"],
      roles: ["admins", "staff of Köln"],
      methods: [],
    },
  );
  assert.equal(token.identity, token.identity);
  for (const value of [token.identity, ...Object.values(token.identity)]) {
    assert.ok(Object.isFrozen(value));
  }
  const cached = await createVerifier({ ...options, cache: {} });
  const text = okta();
  const first = await cached.verify(text);
  assert.deepEqual(first.identity, token.identity);
  assert.equal((await cached.verify(text)).identity, (await cached.verify(text)).identity);
});

test("without a preset the client is client_id and there are no roles", async () => {
  const key = createKey("2");
  const options = { issuer: ISSUER, audience: AUDIENCE, keys: keySet(key), clock };
  const claims = accessClaims({ roles: ["admin"], amr: ["otp"] });
  const { identity } = await (await createVerifier(options)).verify(mint(key, claims));
  assert.deepEqual([identity.client, identity.roles, identity.methods], ["client", [], ["otp"]]);
  const named = await createVerifier({ ...options, rolesClaim: "roles", clientClaim: "sub" });
  const other = (await named.verify(mint(key, claims))).identity;
  assert.deepEqual([other.client, other.roles], ["ada", ["admin"]]);
});

test("RFC 8725 §3.8: each issuer of a preset has the keys of its entry", async () => {
  const ours = createKey("ours", "RS256");
  const tenants = ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "bbbbcccc-1111-dddd-2222-eeee3333ffff"];
  const verifier = await createVerifier({
    issuers: [
      { preset: { entra: { tenants } }, audience: AUDIENCE, keys: KEYS },
      { preset: { okta: OKTA }, audience: AUDIENCE, keys: keySet(ours) },
    ],
    clock,
  });
  const entra = (tid, key) => {
    const iss = `https://login.microsoftonline.com/${tid}/v2.0`;
    const claims = { tid, ver: "2.0", azp: "web", scp: "a", cid: undefined, groups: undefined };
    return okta({ iss, ...claims }, key);
  };
  for (const tid of tenants) {
    assert.equal((await verifier.verify(entra(tid, KEY))).identity.client, "web");
    await assert.rejects(verifier.verify(entra(tid, ours)), { code: "ERR_KEY_UNKNOWN" });
  }
  assert.equal((await verifier.verify(okta({}, ours))).identity.client, "web");
  await assert.rejects(verifier.verify(okta()), { code: "ERR_KEY_UNKNOWN" });
});

test("a claim has the name that its issuer gave it, in options and in errors", async () => {
  const options = {
    ...{ preset: { okta: OKTA }, audience: AUDIENCE, keys: KEYS, clock },
    claims: { tenant_id: ["one"], "https://shop.example/plan": "gold" },
    refusedClaims: { account_state: "pending" },
  };
  const verifier = await createVerifier(options);
  const good = { tenant_id: "one", "https://shop.example/plan": "gold" };
  await verifier.verify(okta(good));
  for (const [more, code, claim] of [
    [{ tenant_id: "two" }, "ERR_CLAIM_VALUE", "tenant_id"],
    [{ "https://shop.example/plan": undefined }, "ERR_CLAIM_MISSING", "https://shop.example/plan"],
    [{ account_state: "pending" }, "ERR_CLAIM_VALUE", "account_state"],
  ]) {
    await assert.rejects(verifier.verify(okta({ ...good, ...more })), (error) => {
      assert.ok(error instanceof TokenError);
      assert.deepEqual([error.code, error.claim, error.status], [code, claim, 401]);
      return true;
    });
  }
  for (const [more, code, path] of [
    [{ claims: { tenant_id: 1 } }, "ERR_POLICY_TYPE", "claims.tenant_id"],
    [{ refusedClaims: { account_state: [] } }, "ERR_POLICY_VALUE", "refusedClaims.account_state"],
    [{ preset: { entraV1: { tenants: ["x"] } } }, "ERR_POLICY_VALUE", "preset.entraV1.tenants"],
    [{ preset: { okta: {} } }, "ERR_POLICY_MISSING_MEMBER", "preset.okta.domain"],
    [{ claims: { x: () => "" } }, "ERR_POLICY_TYPE", "claims.x"],
  ]) {
    await assert.rejects(createVerifier({ ...options, ...more }), (error) => {
      assert.ok(error instanceof PolicyError);
      assert.deepEqual([error.code, error.path], [code, path]);
      return true;
    });
  }
});

test("a gate has the core read who a token stands for once a request", async (t) => {
  const origin = await serve(t, (request, response) => json(response, request.headers));
  const { identity } = Verifier.prototype;
  let asked = 0;
  Verifier.prototype.identity = function (jwt) {
    asked += 1;
    return identity.call(this, jwt);
  };
  t.after(() => {
    Verifier.prototype.identity = identity;
  });
  const keys = await serve(t, (_, response) => json(response, KEYS));
  const { domain, authorizationServer } = OKTA;
  const preset = { okta: { domain, authorization_server: authorizationServer } };
  const gate = createGate(
    {
      issuers: [{ preset, audience: AUDIENCE, jwks_uri: keys.url, development: true }],
      origin: origin.url,
      routes: [{ path: "/notes" }],
      forward: { sub: "x-sub", client_id: "x-client", scope: "x-scope", roles: "x-roles" },
    },
    { clock },
  );
  const headers = { authorization: `Bearer ${okta()}` };
  const answer = await gate.fetch(new Request("https://gate.example/notes", { headers }));
  assert.equal((await answer.json())["x-client"], "web");
  assert.equal(asked, 1);
});

test("a gate forwards client, scopes and roles wherever the provider's tokens have them", async (t) => {
  const origin = await serve(t, (request, response) => json(response, request.headers));
  const keys = await serve(t, (_, response) => json(response, KEYS));
  const { domain, authorizationServer } = OKTA;
  const preset = { okta: { domain, authorization_server: authorizationServer } };
  const document = {
    issuers: [{ preset, audience: AUDIENCE, jwks_uri: keys.url, development: true }],
    origin: origin.url,
    routes: [{ path: "/notes", scopes: { all: ["notes:read"] } }],
    forward: { sub: "x-sub", client_id: "x-client", scope: "x-scope", roles: "x-roles" },
  };
  const call = async (gate, token) => {
    const headers = { authorization: `Bearer ${token}`, "x-roles": "root" };
    return gate.fetch(new Request("https://gate.example/notes", { headers }));
  };
  for (const cache of [undefined, {}]) {
    const gate = createGate(document, { clock, ...(cache && { cache }) });
    for (let round = 0; round < 2; round += 1) {
      const seen = await (await call(gate, okta())).json();
      assert.deepEqual(
        [seen["x-sub"], seen["x-client"], seen["x-scope"], seen["x-roles"]],
        ["ada", "web", "notes:read notes:write", "admins staff%20of%20K%C3%B6ln"],
      );
      const bare = await (await call(gate, okta({ groups: undefined }))).json();
      assert.equal(bare["x-roles"], undefined);
    }
  }
  const google = { preset: { google: {} }, audience: AUDIENCE };
  assert.throws(() => createGate({ ...document, issuers: [google] }), {
    code: "ERR_POLICY_VALUE",
    path: "issuers[0].kind",
  });
});
