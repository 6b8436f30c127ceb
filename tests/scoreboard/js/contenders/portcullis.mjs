// This package, as it comes: the policies of the vectors are its own, and it reads all of them.

import * as portcullis from "portcullis";

import { readDocuments } from "../../../runtimes/documents.mjs";
import { judge } from "../../../runtimes/suite.mjs";

const held = new Map();
for (const suite of readDocuments()) {
  const verifiers = new Map();
  for (const vector of suite.vectors) held.set(vector.name, { suite, vector, verifiers });
}

async function verify({ name }) {
  const { suite, vector, verifiers } = held.get(name);
  const { verdict, fault } = await judge(portcullis, suite, vector, { verifiers });
  // A fault is neither verdict, so it counts as the wrong one.
  if (fault !== undefined) return vector.expect.verdict !== "accept";
  return verdict === "accept";
}

const column = { knows: undefined, verify };

export const own = {
  name: "portcullis",
  algorithms: undefined,
  columns: { recommended: column, strict: column },
};
