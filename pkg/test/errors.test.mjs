import assert from "node:assert/strict";
import { test } from "node:test";

import { LoginError, PolicyError, policyError, TokenError } from "../dist/errors.js";
import { CATALOGUE, CLAIMS, POLICY_FAULTS } from "../dist/generated/errors.js";
import { claimOfWire, entryOfWire, wireOf } from "../dist/wire.js";

test("every code has its row, and every row its words", () => {
  assert.equal(new Set(CATALOGUE.map(({ code }) => code)).size, CATALOGUE.length);
  CATALOGUE.forEach(({ code, stage, message, clause, status }, index) => {
    assert.match(code, /^ERR_[A-Z0-9_]+$/);
    assert.ok(message && clause && status >= 400);
    assert.equal(wireOf(code), index);
    const token = new TokenError(code);
    const login = new LoginError(code);
    assert.deepEqual([token.code, token.stage, token.message], [code, stage, message]);
    assert.deepEqual([login.code, login.stage, login.message], [code, stage, message]);
    assert.equal(stage === "keys" ? status : 503, 503, code);
  });
});

test("a number carries the refusal and its claim", () => {
  const expired = wireOf("ERR_TOKEN_EXPIRED");
  const wire = ((CLAIMS.indexOf("exp") + 1) << 16) | expired;
  assert.equal(entryOfWire(wire).code, "ERR_TOKEN_EXPIRED");
  const error = TokenError.fromWire(wire);
  assert.deepEqual([error.code, error.claim], ["ERR_TOKEN_EXPIRED", "exp"]);
  assert.equal(claimOfWire(expired, []), undefined);
  assert.equal(claimOfWire((0x101 << 16) | expired, ["a", "b"]), "b");
  assert.equal(claimOfWire((0x102 << 16) | expired, ["a", "b"]), undefined);
  assert.throws(() => entryOfWire(0xfffe), TypeError);
  assert.equal(LoginError.fromWire(wireOf("ERR_STATE_MISMATCH")).code, "ERR_STATE_MISMATCH");
});

test("errors have their own names and kinds", () => {
  const rows = [
    [new TokenError("ERR_SIGNATURE"), "TokenError", Error],
    [new PolicyError("ERR_POLICY_VALUE", "leeway"), "PolicyError", TypeError],
    [new LoginError("ERR_LOGIN_OPTION", { path: "scope" }), "LoginError", Error],
  ];
  for (const [error, name, kind] of rows) {
    assert.ok(error instanceof kind);
    assert.equal(error.name, name);
    assert.ok(String(error).startsWith(`${name}: `));
    assert.ok(!Object.keys(error).includes("name"));
  }
  assert.match(rows[1][0].message, / \(leeway\)$/);
  assert.match(rows[2][0].message, / \(scope\)$/);
  const { oauthError } = new LoginError("ERR_TOKEN_REFUSED", { oauthError: "invalid_grant" });
  assert.equal(oauthError, "invalid_grant");
});

test("paths of the core come back in the spelling of the options", () => {
  const rows = {
    jwks_uri: "keys",
    "issuers[1].jwks_uri": "issuers[1].keys",
    "required_claims[0]": "requiredClaims[0]",
    "issuers[0].limits.token": "issuers[0].limits.token",
    "": "",
  };
  for (const [path, option] of Object.entries(rows)) {
    assert.equal(policyError({ code: "ERR_POLICY_VALUE", path }).path, option);
  }
  assert.ok(Object.keys(POLICY_FAULTS).length >= 6);
});
