// Requests to the API through the edge, and what the edge decided about each.

import { byId, facts, json, make, unfolding } from "./dom.js";
import { LoginError } from "./portcullis.js";
import { clearProblem, showProblem } from "./problem.js";
import { drawWay } from "./stages.js";
import { tamperWith } from "./token_text.js";
import { drawRuling, listRecord } from "./verdict.js";

const RECORD = "portcullis-decision";
const CHALLENGE = "www-authenticate";
const FORWARDED = ["x-auth-sub", "x-auth-scope", "x-auth-client"];

/**
 * Wires the buttons.
 *
 * @param {import("./config.js").Config} config
 * @param {ReturnType<typeof import("./session.js").createSession>} login
 */
export function startEdgeCalls(config, login) {
  byId("edge-address").textContent = new URL(config.edge).host;
  byId("call-api").addEventListener("click", () => call(config, login, "/notes/1", {}));
  byId("note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = /** @type {HTMLInputElement} */ (byId("note")).value;
    const headers = { "content-type": "application/json" };
    call(config, login, "/notes", { method: "POST", headers, body: JSON.stringify({ text }) });
  });
}

/**
 * Lets the visitor choose a token when there is one.
 *
 * @param {boolean} signedIn
 */
export function offerTokens(signedIn) {
  for (const choice of choices()) {
    choice.disabled = choice.value !== "none" && !signedIn;
    choice.checked = choice.value === (signedIn ? "own" : "none");
  }
}

/** Takes the last answer off the page. */
export function clearCall() {
  byId("status").textContent = "";
  byId("decision").replaceChildren();
}

let calls = 0;

/**
 * @param {import("./config.js").Config} config
 * @param {ReturnType<typeof import("./session.js").createSession>} login
 * @param {string} path
 * @param {RequestInit} init
 */
async function call(config, login, path, init) {
  calls += 1;
  const mine = calls;
  clearProblem();
  clearCall();
  byId("call").setAttribute("aria-busy", "true");
  const started = performance.now();
  try {
    const response = await send(login, new URL(path, config.edge), init);
    const body = await response.text();
    if (mine === calls) show(response, body, performance.now() - started);
  } catch (error) {
    if (mine === calls) fail(error);
  } finally {
    if (mine === calls) byId("call").setAttribute("aria-busy", "false");
  }
}

/**
 * The token goes to the edge and to nobody else: `login.fetch` sees to that for the real one, the
 * URL for the other.
 *
 * @param {ReturnType<typeof import("./session.js").createSession>} login
 * @param {URL} url
 * @param {RequestInit} init
 */
async function send(login, url, init) {
  const chosen = choices().find((choice) => choice.checked)?.value;
  if (chosen === "own") return login.fetch(url, init);
  const headers = new Headers(init.headers);
  if (chosen === "tampered") {
    headers.set("authorization", `Bearer ${tamperWith(await login.getToken())}`);
  }
  return fetch(url, { ...init, headers, redirect: "error", credentials: "omit" });
}

/**
 * @param {Response} response
 * @param {string} body
 * @param {number} milliseconds
 */
function show(response, body, milliseconds) {
  const { status, headers } = response;
  const decision = parse(headers.get(RECORD) ?? "");
  byId("status").textContent =
    `Answered ${status} ${REASONS[status] ?? ""} in ${Math.round(milliseconds)} ms`;
  byId("decision").replaceChildren(
    ...(decision === undefined
      ? [make("p", "quiet", "The edge sent no decision record with it.")]
      : [
          drawRuling(decision),
          drawWay(decision, { asksPermission: true }),
          listRecord(decision, headers.get(CHALLENGE)),
          unfolding("The record as JSON", json("Decision record", decision)),
        ]),
    ...(decision?.verdict === "accept" ? [whatTheOriginSaw(body)] : []),
  );
}

/** @param {unknown} error */
function fail(error) {
  if (error instanceof LoginError) {
    showProblem(error);
    return;
  }
  byId("status").textContent = "The edge did not answer. Is it running?";
}

/** @param {string} body the demo's origin echoes the request that reached it */
function whatTheOriginSaw(body) {
  const echo = parse(body);
  const headers = echo?.headers ?? {};
  return unfolding(
    "What reached the API",
    facts("record", [
      ...FORWARDED.map((name) => /** @type {const} */ ([name, headers[name]])),
      ["authorization", headers.authorization === undefined ? "not passed on" : "passed on"],
    ]),
    json("Answer of the API", echo ?? body),
  );
}

/** @type {Readonly<Record<number, string>>} */
const REASONS = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function choices() {
  const inputs = document.querySelectorAll('input[name="credentials"]');
  return /** @type {HTMLInputElement[]} */ ([...inputs]);
}
