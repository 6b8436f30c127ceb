import type { Core } from "./core.js";
import { fetchKeysAt } from "./discovery.js";
import { policyError } from "./errors.js";
import { ID_TOKEN_DEFAULTS } from "./generated/id_token_policy.js";
import { LoginKeys } from "./login_keys.js";
import type { IdTokenPolicy, IdTokenVerifier } from "./login/core.js";
import type { LoginGlue } from "./native.js";
import { isPolicyFault } from "./policy_fault.js";
import type { JudgeHost } from "./read_options.js";
import { Verification } from "./verification.js";
import { bindVerifier } from "./verifier.js";

/** Makes the verifier of a login's ID tokens, on one way of loading. */
export function bindCreateIdTokenVerifier(
  core: Core<LoginGlue>,
): (policy: IdTokenPolicy) => Promise<IdTokenVerifier> {
  return async ({ issuer, clientId, keys, clock, fetch }) => {
    const none = { onDecision: undefined, cache: undefined, background: undefined };
    const host: JudgeHost = { ...none, clock, engine: "wasm" };
    const fetchKeys = fetchKeysAt(fetch, keys);
    await core.ready();
    try {
      const verification = new Verification(
        core,
        host,
        (glue) => glue.Verifier.forIdTokens(issuer, clientId),
        ({ policy: { limits } }) => new LoginKeys({ fetchKeys, size: limits.jwks, clock }),
        // The login's module writes no documents; so its records name no policy either.
        [{ id: "", entry: 0, policy: { ...ID_TOKEN_DEFAULTS, issuer } }],
      );
      return bindVerifier(verification);
    } catch (thrown) {
      throw isPolicyFault(thrown) ? policyError(thrown) : thrown;
    }
  };
}
