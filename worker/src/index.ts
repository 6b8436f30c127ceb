import { env } from "cloudflare:workers";
import { cacheKeyStore, createGate, kvKeyStore } from "portcullis/edge";

import policy from "../policy.json";

/** The issuer's keys outlive this isolate: in the namespace `KEYS` where one is bound, else in the cache. */
const keyStore =
  env.KEYS === undefined ? cacheKeyStore(() => caches.default) : kvKeyStore(env.KEYS);

/** The gate: `policy.json`, unless the variable `POLICY` holds another document. */
export default createGate(env.POLICY ?? policy, { keyStore });
