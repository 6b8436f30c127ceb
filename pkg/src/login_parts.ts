import type { Core } from "./core.js";
import { bindCreateIdTokenVerifier } from "./id_token_verifier.js";
import type { LoginCore, LoginParts } from "./login/core.js";
import type { LoginGlue } from "./native.js";

/** What a login needs of the package, on one way of loading. */
export function bindLoginParts(core: Core<LoginGlue>): LoginParts {
  const reader = bindLoginCore(core);
  return {
    load: async () => {
      await core.ready();
      return reader;
    },
    createVerifier: bindCreateIdTokenVerifier(core),
  };
}

/** Refusals leave these as the numbers that they are; the login gives them their name. */
function bindLoginCore(core: Core<LoginGlue>): LoginCore {
  return {
    pkceFromEntropy: (entropy) => core.call((glue) => glue.pkceFromEntropy(entropy)),
    metadataUrl: (issuer, kind) => core.call((glue) => glue.metadataUrl(issuer, kind)),
    readMetadata: (text, issuer) => core.call((glue) => glue.readMetadata(text, issuer)),
    readCallback: (query, state, issuer, issParameter) =>
      core.call((glue) => glue.readCallback(query, state, issuer, issParameter)),
    callbackError: (query) => core.call((glue) => glue.callbackError(query)),
    readTokenResponse: (text, scope) => core.call((glue) => glue.readTokenResponse(text, scope)),
    readTokenError: (text) => core.call((glue) => glue.readTokenError(text)),
  };
}
