// A verdict in plain words, and the record it came from.

import { drawing, facts, make } from "./dom.js";
import { CATALOGUE } from "./portcullis.js";
import { stageName } from "./stages.js";

const CHECK = "M10 25l9 9 19-20";
const CROSS = "M13 13l22 22m0-22L13 35";
const PAUSE = "M17 12v24m14-24v24";

/**
 * Says what was decided and why.
 *
 * @param {import("./stages.js").Decision} decision
 * @returns {HTMLElement}
 */
export function drawRuling(decision) {
  const row = CATALOGUE.find(({ code }) => code === decision.code);
  if (decision.verdict === "accept") {
    return ruling("accept", CHECK, "Admitted", "Every stage was passed.");
  }
  if (decision.stage === "keys") {
    return ruling("unknown", PAUSE, "Not decided, so not let through", row?.message, row?.advice);
  }
  const stage = stageName(decision.stage);
  const where = stage === undefined ? "before a token was looked at" : `at “${stage}”`;
  return ruling("refuse", CROSS, `Refused ${where}`, row?.message, row?.advice);
}

/**
 * Lists the record, member by member.
 *
 * @param {import("./stages.js").Decision} decision
 * @param {string | null} [challenge] the WWW-Authenticate header that came with it
 * @returns {HTMLElement}
 */
export function listRecord(decision, challenge) {
  return facts("record", [
    ["Code", breakable(decision.code)],
    ["Clause", decision.clause],
    ["Claim", decision.claim && code(decision.claim)],
    ["Algorithm", decision.alg && code(decision.alg)],
    ["Key", decision.kid && code(decision.kid)],
    ["Fingerprint", decision.fingerprint && code(decision.fingerprint)],
    ["Policy", decision.policy && code(decision.policy)],
    ["Challenge", challenge && code(challenge), "wide"],
  ]);
}

/**
 * @param {"accept" | "refuse" | "unknown"} kind
 * @param {string} mark
 * @param {string} title
 * @param {...(string | undefined)} sentences
 */
function ruling(kind, mark, title, ...sentences) {
  const box = make("div", `ruling ${kind}`, drawing("ruling-mark", mark), make("h3", "", title));
  for (const sentence of sentences) {
    if (sentence !== undefined) box.append(make("p", "", ...quoted(sentence)));
  }
  return box;
}

/**
 * The catalogue sets names in backticks.
 *
 * @param {string} sentence
 */
function quoted(sentence) {
  return sentence.split("`").map((part, index) => (index % 2 === 1 ? code(part) : part));
}

/**
 * A code that breaks between its words where there is no room.
 *
 * @param {string} text
 */
function breakable(text) {
  const parts = text.split(/(?<=_)/).flatMap((part) => [part, document.createElement("wbr")]);
  return make("code", "", ...parts.slice(0, -1));
}

/** @param {string} text */
function code(text) {
  return make("code", "", text);
}
