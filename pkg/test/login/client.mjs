// A login against the test issuer, with hands on its clock and its tab.

import { createLogin } from "portcullis/login";

import { CLIENT, PAGE, RESOURCE } from "./issuer.mjs";
import { openTab } from "./tab.mjs";

/** A login in a fresh tab. `now` is its clock, `events` what its listeners heard. */
export function startClient(issuer, options = {}) {
  const client = { issuer, tab: openTab(PAGE), now: Date.now() / 1000, events: [] };
  client.login = createLogin({
    issuer: issuer.url,
    development: true,
    clientId: CLIENT,
    redirectUri: PAGE,
    scope: "openid notes:read",
    resource: RESOURCE,
    clock: () => client.now,
    ...options,
  });
  for (const name of ["signed-in", "signed-out", "refreshed", "error"]) {
    client.login.on(name, (detail) => client.events.push({ name, ...detail }));
  }
  return client;
}

/** Goes to the issuer; returns the authorization request that the tab left for. */
export async function leave(client, options) {
  client.tab.left = undefined;
  await client.login.signIn(options);
  return client.tab.left;
}

/**
 * Opens the page at a response to `request`; `changes` replace its parameters, null removes one.
 */
export function arrive(client, request, changes = {}) {
  const response = new URL(PAGE);
  const parameters = {
    code: "code-1",
    state: request.searchParams.get("state"),
    iss: client.issuer.url,
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== null) response.searchParams.append(name, one);
  }
  client.tab.address = response;
}

/** As {@link arrive}, and completes the login. */
export function comeBack(client, request, changes) {
  arrive(client, request, changes);
  return client.login.handleCallback();
}

/** Signs in from end to end. `claims` and `more` shape the token response, which is returned. */
export async function signIn(client, claims = {}, more = {}) {
  const { issuer } = client;
  const request = await leave(client);
  const nonce = request.searchParams.get("nonce");
  const body = issuer.tokens({ nonce, ...claims }, more);
  issuer.respond = () => ({ status: 200, body });
  const signedIn = await comeBack(client, request);
  issuer.requests.length = 0;
  return { ...body, nonce, signedIn, request };
}

/** The names of the events so far. */
export function heard(client) {
  return client.events.map(({ name }) => name);
}
