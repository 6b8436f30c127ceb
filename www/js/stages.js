// The way of a token: five stages, each a gate that is open, shut, or was not reached.

import { drawing, make } from "./dom.js";

/**
 * The decision record of one token at one gate.
 *
 * @typedef {object} Decision
 * @property {"accept" | "refuse"} verdict
 * @property {string} code
 * @property {string} stage
 * @property {string} step
 * @property {string | null} claim
 * @property {string | null} clause
 * @property {number} status
 * @property {string | null} kid
 * @property {string | null} alg
 * @property {string | null} fingerprint
 * @property {string} policy
 * @property {number} at seconds since 1970
 */

/** @typedef {"passed" | "refused" | "unknown" | "unreached" | "unasked"} GateState */

const STAGES = [
  { id: "malformed", name: "Form" },
  { id: "key", name: "Key" },
  { id: "signature", name: "Signature" },
  { id: "claims", name: "Claims" },
  { id: "denied", name: "Permission" },
];

/** @type {Readonly<Record<GateState, string>>} */
const WORDS = {
  passed: "passed",
  refused: "refused here",
  unknown: "could not be checked",
  unreached: "not reached",
  unasked: "nothing asked",
};

const ARCH = "M8 43V21a16 16 0 0 1 32 0v22";
const RAISED = `${ARCH}M16 8v5m8-8v8m8-5v5`;
const LOWERED = `${ARCH}M16 10v31m8-36v36m8-31v31M9 20h30M8 31h32`;

/**
 * Draws the way of the token that the record is about.
 *
 * @param {Decision} decision
 * @param {{ asksPermission: boolean }} options whether the last stage had anything to ask
 * @returns {HTMLElement}
 */
export function drawWay(decision, { asksPermission }) {
  const list = make("ol", "way");
  list.setAttribute("aria-label", "The stages of the token");
  STAGES.forEach(({ name }, index) => {
    const state = stateOf(index, decision, asksPermission);
    list.append(
      make(
        "li",
        `gate ${state}`,
        drawing("gate-icon", state === "passed" ? RAISED : state === "refused" ? LOWERED : ARCH),
        make("span", "gate-name", name),
        make("span", "gate-state", WORDS[state]),
      ),
    );
  });
  return make("div", "gated", list);
}

/**
 * The name of a stage, in the words of the page; undefined for stages that are not the token's.
 *
 * @param {string} id
 * @returns {string | undefined}
 */
export function stageName(id) {
  return STAGES.find((stage) => stage.id === id)?.name;
}

/**
 * @param {number} index
 * @param {Decision} decision
 * @param {boolean} asksPermission
 * @returns {GateState}
 */
function stateOf(index, decision, asksPermission) {
  const last = index === STAGES.length - 1;
  if (decision.verdict === "accept") return last && !asksPermission ? "unasked" : "passed";
  // Keys that are out of reach leave the second gate undecided.
  const outage = decision.stage === "keys";
  const end = STAGES.findIndex(({ id }) => id === (outage ? "key" : decision.stage));
  if (index < end) return "passed";
  if (index > end || end === -1) return "unreached";
  return outage ? "unknown" : "refused";
}
