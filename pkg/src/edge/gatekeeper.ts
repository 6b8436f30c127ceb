import type { Core } from "../core.js";
import type { Decision } from "../decision.js";
import { TokenError } from "../errors.js";
import type { ErrorCode } from "../generated/errors.js";
import type { Background } from "../keys.js";
import type { Identity } from "../identity.js";
import type { Host } from "../read_options.js";
import { Verification } from "../verification.js";
import { sourceOf } from "../verifier.js";
import { entryOfWire, OK, wireOf } from "../wire.js";
import { askedMethod, Cors, isPreflight, preflightHeaders } from "./cors.js";
import { readCredentials } from "./credentials.js";
import { originAnswer, originRequest, type Runtime } from "./forward.js";
import { decisionHeader, refuse } from "./refuse.js";
import { Routes } from "./routes.js";

/** An answer with the record of the verdict behind it. */
interface Answer {
  readonly response: Response;
  readonly record: () => Decision;
}

/** Answers the requests of one gate. */
export class Gatekeeper {
  readonly #host: Host;
  readonly #runtime: Runtime;
  readonly #routes: Routes;
  readonly #verification: Verification;
  readonly #cors: Cors | undefined;

  constructor(core: Core, host: Host, runtime: Runtime, document: string) {
    this.#host = host;
    this.#runtime = runtime;
    this.#routes = new Routes(core, document);
    this.#verification = new Verification(
      core,
      host,
      (glue) => this.#routes.makeVerifier(glue),
      (policy) => sourceOf(core, host, policy, `issuers[${policy.entry}].`),
    );
    const { cors, expose_decision: exposes } = this.#routes.document;
    this.#cors = cors.origins.length > 0 ? new Cors(cors.origins, exposes) : undefined;
  }

  /** One request, one answer; what the core cannot decide does not pass. */
  async answer(request: Request, background: Background | undefined): Promise<Response> {
    const { response, record } = await this.#decide(request, background);
    this.#cors?.mark(response.headers, request);
    if (this.#routes.document.expose_decision) {
      response.headers.set("portcullis-decision", decisionHeader(record()));
    }
    this.#verification.announce(record);
    return response;
  }

  async #decide(request: Request, background: Background | undefined): Promise<Answer> {
    const url = new URL(request.url);
    try {
      if (this.#cors !== undefined && isPreflight(request)) {
        return this.#preflight(request, url, this.#cors);
      }
      return await this.#guard(request, url, background);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return this.#refuse(request, error.code);
    }
  }

  async #guard(request: Request, url: URL, background: Background | undefined): Promise<Answer> {
    const found = this.#routes.find(request.method, url.pathname);
    if ("refused" in found) {
      const wrongMethod = found.refused === "ERR_METHOD_NOT_ALLOWED";
      const allow = wrongMethod ? { allow: this.#routes.allow(url.pathname) } : {};
      return this.#refuse(request, found.refused, allow);
    }
    if (found.isPublic) return this.#pass(request, url, undefined, this.#passed("public"));
    const credentials = readCredentials(request.headers, url);
    if ("refused" in credentials) {
      const challenge = this.#routes.challenge(wireOf(credentials.refused), found.route);
      return this.#refuse(request, credentials.refused, { challenge });
    }
    const { token } = credentials;
    const verdict = await this.#verification.judge(token, undefined, found.route, background);
    const record = once(() => this.#verification.decision(verdict));
    if (verdict.wire === OK && verdict.claims !== undefined) {
      // Each header asks for it, and the core reads the token for it.
      const identity = once(() => this.#verification.identity(verdict));
      return this.#pass(request, url, identity, record);
    }
    const challenge = this.#routes.challenge(verdict.wire, found.route);
    const { code } = entryOfWire(verdict.wire);
    const { retryAfter } = verdict;
    return { response: refuse(request, { code, challenge, retryAfter }), record };
  }

  async #pass(
    request: Request,
    url: URL,
    identity: (() => Identity) | undefined,
    record: () => Decision,
  ): Promise<Answer> {
    const { document } = this.#routes;
    const forwarded = originRequest(request, url, document, this.#runtime, identity);
    if (forwarded === undefined) return this.#refuse(request, "ERR_PATH_MALFORMED");
    try {
      const response = await this.#host.fetch(forwarded);
      const marks = { hasCors: this.#cors !== undefined, isProtected: identity !== undefined };
      return { response: originAnswer(response, marks), record };
    } catch {
      return this.#refuse(request, "ERR_ORIGIN_UNREACHABLE");
    }
  }

  /** What a page may send is the gate's to say; the origin is not asked (Fetch §3.2.2). */
  #preflight(request: Request, url: URL, cors: Cors): Answer {
    if (!cors.allows(request)) return this.#refuse(request, "ERR_CORS_ORIGIN");
    const asked = askedMethod(request);
    const found = this.#routes.find(asked, url.pathname);
    if ("refused" in found && found.refused !== "ERR_METHOD_NOT_ALLOWED") {
      return this.#refuse(request, found.refused);
    }
    const named = this.#routes.allow(url.pathname);
    // A route without a list takes every method, so the one that is asked for too.
    const methods = "refused" in found || named.includes(asked) ? named : [...named, asked];
    const headers = preflightHeaders(request, methods);
    return { response: new Response(null, { status: 204, headers }), record: this.#passed("cors") };
  }

  /** A refusal for which no token was judged. */
  #refuse(
    request: Request,
    code: ErrorCode,
    more: { readonly challenge?: string | undefined; readonly allow?: readonly string[] } = {},
  ): Answer {
    const at = this.#host.clock();
    return {
      response: refuse(request, { code, ...more }),
      record: once(() => this.#verification.decisionWithoutToken({ refused: code }, at)),
    };
  }

  #passed(step: string): () => Decision {
    const at = this.#host.clock();
    return once(() => this.#verification.decisionWithoutToken({ passed: step }, at));
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
