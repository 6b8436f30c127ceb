import { byId, make } from "./dom.js";
import { CATALOGUE, LoginError, TokenError } from "./portcullis.js";

/** Takes the notice away. */
export function clearProblem() {
  byId("problem").hidden = true;
}

/**
 * Says what went wrong with the login, what to do about it, and by which code to find it in the
 * documentation.
 *
 * @param {unknown} error
 */
export function showProblem(error) {
  const box = byId("problem");
  box.replaceChildren(...describe(error));
  box.hidden = false;
}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof LoginError || error instanceof TokenError)) {
    return [make("strong", "", "Something went wrong."), "Reload the page and try again."];
  }
  const advice = CATALOGUE.find(({ code }) => code === error.code)?.advice ?? "";
  const names = [error.code, "oauthError" in error ? error.oauthError : undefined, error.clause];
  return [
    make("strong", "", error.message),
    `${advice.replaceAll("`", "")} `,
    make("code", "", names.filter((name) => typeof name === "string").join(" · ")),
  ];
}
