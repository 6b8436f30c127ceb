// The way through login and consent: shows the page, takes the button, hands the result back to
// oidc-provider.

import { ACCOUNTS } from "./accounts.mjs";
import { consentPage, loginPage, sendPage, sendStyle } from "./pages.mjs";

const PATH = /^\/interaction\/([A-Za-z0-9_-]{1,64})(?:\/(login|consent|cancel))?$/;
const FORM_LIMIT = 1024;

/** Answers the provider's own paths; false when the request is not one of them. */
export async function handleInteraction(provider, request, response) {
  const path = request.url.split("?", 1)[0];
  if (path === "/pages.css") {
    sendStyle(response);
    return true;
  }
  const [, uid, action] = PATH.exec(path) ?? [];
  if (uid === undefined) return false;

  // Throws unless the browser holds the cookie of this very interaction.
  const details = await provider.interactionDetails(request, response);
  if (details.uid !== uid) throw new Error("the interaction belongs to another browser window");

  if (request.method === "GET" && action === undefined) {
    await show(provider, details, response);
  } else if (request.method === "POST" && action !== undefined) {
    const form = new URLSearchParams(await readForm(request));
    await provider.interactionFinished(request, response, resultOf(action, form), {
      mergeWithLastSubmission: action === "consent",
    });
  } else {
    response.writeHead(405).end();
  }
  return true;
}

async function show(provider, details, response) {
  const { uid, prompt, params, session } = details;
  const client = await provider.Client.find(params.client_id);
  const name = client.clientName ?? client.clientId;
  const html =
    prompt.name === "login"
      ? loginPage(uid, name)
      : consentPage(uid, name, session.accountId, params.scope.split(" "));
  sendPage(response, html, new URL(params.redirect_uri).origin);
}

function resultOf(action, form) {
  const account = form.get("account");
  if (action === "login" && Object.hasOwn(ACCOUNTS, account)) {
    return { login: { accountId: account, amr: ["demo"], remember: false } };
  }
  if (action === "consent") return { consent: {} };
  return { error: "access_denied", error_description: "sign-in was cancelled" };
}

async function readForm(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > FORM_LIMIT) throw new Error("the form is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
