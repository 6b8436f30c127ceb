// A token on its way through the stages, in this page: the same core as at the edge, the issuer's
// public keys.

import { byId, json, make, unfolding } from "./dom.js";
import { createVerifier, dangerouslyPeek, TokenError } from "./portcullis.js";
import { clearProblem, showProblem } from "./problem.js";
import { drawWay } from "./stages.js";
import { tamperWith } from "./token_text.js";
import { drawRuling, listRecord } from "./verdict.js";

const input = /** @type {HTMLTextAreaElement} */ (byId("token"));

/**
 * Wires the buttons.
 *
 * @param {import("./config.js").Config} config
 * @param {ReturnType<typeof import("./session.js").createSession>} login
 */
export function startInspection(config, login) {
  const inspect = createInspector(config);
  byId("inspect").addEventListener("click", inspect);
  byId("use-own").addEventListener("click", async () => {
    try {
      input.value = await login.getToken();
      await inspect();
    } catch (error) {
      showProblem(error);
    }
  });
  byId("tamper").addEventListener("click", () => {
    if (input.value.trim() === "") {
      hint("There is no token yet: paste one, or use your own.");
      input.focus();
      return;
    }
    input.value = tamperWith(input.value.trim());
    return inspect();
  });
  input.addEventListener("input", clearVerdict);
}

/**
 * Offers the visitor's own token, or takes everything back after a sign-out.
 *
 * @param {boolean} signedIn
 */
export function offerOwnToken(signedIn) {
  /** @type {HTMLButtonElement} */ (byId("use-own")).disabled = !signedIn;
  if (signedIn) return;
  input.value = "";
  clearVerdict();
}

/** @param {import("./config.js").Config} config */
function createInspector(config) {
  /** @type {ReturnType<typeof createVerifier> | undefined} */
  let verifier;
  let inspections = 0;

  return async () => {
    inspections += 1;
    const mine = inspections;
    clearProblem();
    clearVerdict();
    // A token is often copied together with the header around it.
    const jwt = input.value.trim().replace(/^(?:authorization:\s*)?bearer\s+/i, "");
    if (jwt === "") {
      hint("There is no token yet: paste one, or use your own.");
      input.focus();
      return;
    }
    try {
      verifier ??= createVerifier({
        issuer: config.issuer,
        development: config.issuer.startsWith("http:"),
        audience: config.resource,
        kind: config.kind,
      });
      const decision = await judge(await verifier, jwt);
      const contents = await contentsOf(jwt, decision.verdict === "accept");
      if (mine === inspections) show(decision, contents);
    } catch (error) {
      verifier = undefined;
      if (mine === inspections) showProblem(error);
    }
  };
}

/**
 * @param {Awaited<ReturnType<typeof createVerifier>>} verifier
 * @param {string} jwt
 */
async function judge(verifier, jwt) {
  try {
    return (await verifier.verify(jwt)).decision;
  } catch (error) {
    if (error instanceof TokenError && error.decision) return error.decision;
    throw error;
  }
}

/**
 * What the token says about itself, and whether that may be believed.
 *
 * @param {string} jwt
 * @param {boolean} verified
 */
async function contentsOf(jwt, verified) {
  try {
    const { header, claims } = await dangerouslyPeek(jwt);
    return unfolding(
      verified ? "What the token says" : "What the token says, none of it to be believed",
      make("h4", "", "Header"),
      json("Header of the token", header),
      make("h4", "", "Claims"),
      json("Claims of the token", claims),
    );
  } catch {
    return undefined;
  }
}

/**
 * @param {import("./stages.js").Decision} decision
 * @param {HTMLElement | undefined} contents
 */
function show(decision, contents) {
  byId("verdict").replaceChildren(drawRuling(decision));
  byId("inspected").replaceChildren(
    drawWay(decision, { asksPermission: false }),
    listRecord(decision),
    ...(contents === undefined ? [] : [contents]),
  );
}

function clearVerdict() {
  hint("");
  byId("verdict").replaceChildren();
  byId("inspected").replaceChildren();
}

/** @param {string} text */
function hint(text) {
  byId("token-hint").textContent = text;
}
