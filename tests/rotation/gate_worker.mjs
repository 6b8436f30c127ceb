// Runs in workerd: the gates as a worker has them.

import { createGate } from "portcullis/edge";

import { Gates } from "./gates.mjs";

const gates = new Gates(createGate);

export default {
  fetch: (request, env, ctx) => gates.fetch(request, env, ctx),
};
