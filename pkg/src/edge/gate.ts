import { asText } from "../ask.js";
import type { Core } from "../core.js";
import { PolicyError } from "../errors.js";
import type { PolicyCode } from "../generated/errors.js";
import type { HostOptions } from "../options.js";
import { isPolicyFault } from "../policy_fault.js";
import type { Background } from "../keys.js";
import { readHostOnly } from "../read_options.js";
import { backgroundOf, type VerifierContext } from "../verifier.js";
import type { Runtime } from "./forward.js";
import { Gatekeeper } from "./gatekeeper.js";
import type { GatePolicy } from "./policy.js";

/** What stands in front of an API. Export it as a worker's default, or call it from any server. */
export interface Gate {
  /**
   * Answers a request: verifies its token, asks the origin, or refuses.
   *
   * The token comes in the Authorization header only. No credentials: 401 with a bare challenge;
   * two ways of sending them: 400; a bad token: 401; too little scope: 403 (RFC 6750 §3.1); no
   * route: 404; another method: 405; keys out of reach: 503 with Retry-After; no origin: 502.
   *
   * @param ctx What has `waitUntil`, in Workers: keys that are to be refreshed are then fetched after the
   * answer.
   */
  fetch(request: Request, env?: unknown, ctx?: unknown): Promise<Response>;
}

/** What the host provides to a gate: `fetch` asks the origin, and fetches keys. */
export type GateOptions = HostOptions;

/** The type of `createGate`. */
export interface CreateGate {
  /**
   * Makes a gate, at once. Nothing is fetched yet. In browsers and in `./slim`, `ready()` comes first.
   *
   * ```ts
   * export default createGate({
   *   issuers: [{ issuer: "https://issuer.example", audience: "https://api.example" }],
   *   origin: "https://origin.example",
   *   routes: [{ path: "/notes/*", methods: ["GET"], scopes: { all: ["notes:read"] } }],
   *   forward: { sub: "x-auth-sub" },
   * });
   * ```
   *
   * @param policy The gate's document, as an object or as JSON text.
   * @throws {@link PolicyError} with the path of what is wrong, in the document's own spelling;
   * `TokenError` `ERR_ENGINE_NOT_READY` or `ERR_ENGINE_LOAD` without WebAssembly.
   */
  (policy: GatePolicy | string, options?: GateOptions): Gate;
}

/** `createGate` on one way of loading, for one kind of runtime. */
export function bindCreateGate(core: Core, runtime: Runtime): CreateGate {
  return (policy, options = {}) => {
    const host = readHostOnly(options);
    core.initSync();
    try {
      const keeper = new Gatekeeper(core, host, runtime, textOf(policy));
      return Object.freeze<Gate>({
        fetch: (request, _env, context) => keeper.answer(request, readContext(context)),
      });
    } catch (thrown) {
      if (isPolicyFault(thrown)) throw new PolicyError(thrown.code as PolicyCode, thrown.path);
      throw thrown;
    }
  };
}

/** What is handed on by a server that is no worker is no context. */
function readContext(context: unknown): Background | undefined {
  const { waitUntil } = Object(context) as Partial<VerifierContext>;
  return typeof waitUntil === "function" ? backgroundOf(context as VerifierContext) : undefined;
}

/** What JSON cannot say is no document, and the core says so. */
function textOf(policy: GatePolicy | string): string {
  if (typeof policy === "string") return policy;
  try {
    return asText(JSON.stringify(policy));
  } catch {
    return "";
  }
}
