// Runs in a page: vectors in, verdicts out.

import * as portcullis from "portcullis";

import { runSuites } from "./suite.mjs";

/** As text: the drivers' own ways over would turn a member `__proto__` into a prototype. */
globalThis.runVectors = async (text) => {
  const { documents, engine } = JSON.parse(text);
  return JSON.stringify(await runSuites(portcullis, documents, engine));
};
