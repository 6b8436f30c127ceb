// Who is signed in.

import { byId, json, make, unfolding } from "./dom.js";

/**
 * Shows the visitor, or that there is none.
 *
 * @param {import("./session.js").User | null} user
 * @param {string} issuer
 */
export function showPerson(user, issuer) {
  byId("user").replaceChildren(...(user === null ? nobody(issuer) : somebody(user)));
  byId("sign-in").hidden = user !== null;
  byId("sign-out").hidden = user === null;
  byId("claims").replaceChildren(...(user === null ? [] : [claims(user)]));
}

/** @param {string} issuer */
function nobody(issuer) {
  return [
    face("nobody", ""),
    make(
      "div",
      "user-text",
      make("p", "user-name", "Nobody is signed in"),
      make("p", "quiet", "You will be sent to ", make("span", "mono", new URL(issuer).host), "."),
    ),
  ];
}

/** @param {import("./session.js").User} user */
function somebody(user) {
  const name = text(user.name) ?? text(user.email) ?? user.sub;
  const line = [text(user.email), user.sub].filter((part) => part !== undefined && part !== name);
  return [
    face("", name.slice(0, 1).toUpperCase()),
    make("div", "user-text", make("p", "user-name", name), make("p", "quiet", line.join(" · "))),
  ];
}

/** @param {import("./session.js").User} user */
function claims(user) {
  return unfolding("What your ID token says", json("Claims of your ID token", user));
}

/**
 * @param {string} kind
 * @param {string} letter
 */
function face(kind, letter) {
  const circle = make("span", `face ${kind}`, letter);
  circle.setAttribute("aria-hidden", "true");
  return circle;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" && value !== "" ? value : undefined;
}
