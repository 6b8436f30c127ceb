// The page's beginning: the callback first, then everything else.

import { readConfig } from "./config.js";
import { byId, facts, make } from "./dom.js";
import { clearCall, offerTokens, startEdgeCalls } from "./edge_call.js";
import { offerOwnToken, startInspection } from "./inspect.js";
import { showPerson } from "./person.js";
import { clearProblem, showProblem } from "./problem.js";
import { createSession } from "./session.js";

try {
  await start();
} catch (error) {
  showProblem(error);
}

async function start() {
  const config = await readConfig();
  const login = createSession(config);
  const completed = login.handleCallback();

  login.on("signed-in", () => greet(config, login));
  login.on("signed-out", () => greet(config, login));
  byId("sign-in").addEventListener("click", () => attempt(() => login.signIn()));
  byId("sign-out").addEventListener("click", () => attempt(() => login.signOut()));
  startEdgeCalls(config, login);
  startInspection(config, login);
  showFacts(config);

  await attempt(async () => {
    const signedIn = await completed;
    if (signedIn !== null) history.replaceState(null, "", signedIn.returnTo);
  });
  if (login.user() === null) greet(config, login);
}

/**
 * Brings every part of the page in line with who is signed in.
 *
 * @param {import("./config.js").Config} config
 * @param {ReturnType<typeof createSession>} login
 */
function greet(config, login) {
  const user = login.user();
  showPerson(user, config.issuer);
  offerTokens(user !== null);
  offerOwnToken(user !== null);
  clearCall();
}

/** @param {() => Promise<void>} operation */
async function attempt(operation) {
  clearProblem();
  try {
    await operation();
  } catch (error) {
    showProblem(error);
  }
}

/** @param {import("./config.js").Config} config */
function showFacts({ issuer, clientId, resource, edge }) {
  const rows = facts("facts", [
    ["Issuer", make("span", "mono", issuer)],
    ["Client", make("span", "mono", clientId)],
    ["Audience", make("span", "mono", resource)],
    ["Edge", make("span", "mono", edge)],
  ]);
  byId("facts").replaceWith(rows);
}
