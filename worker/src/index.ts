import { env } from "cloudflare:workers";
import { createGate } from "portcullis/edge";

import policy from "../policy.json";

/** The gate: `policy.json`, unless the variable `POLICY` holds another document. */
export default createGate(env.POLICY ?? policy);
