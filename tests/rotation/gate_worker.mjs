// Runs in workerd: the gates as a worker has them.

import { env } from "cloudflare:workers";
import { cacheKeyStore, createGate, kvKeyStore } from "portcullis/edge";

import { Gates } from "./gates.mjs";

const gates = new Gates(createGate, {
  kv: kvKeyStore(env.KEYS),
  cache: cacheKeyStore(() => caches.default),
});

export default {
  fetch: (request, env, ctx) => gates.fetch(request, env, ctx),
};
