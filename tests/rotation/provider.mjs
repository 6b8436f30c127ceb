// oidc-provider with signing keys that change while it is in use.

import { createServer } from "node:http";

import { AUDIENCE, createKey } from "../../pkg/test/issuer.mjs";
import { close, listen } from "../../xtask/demo/listen.mjs";
import { quietly } from "../../xtask/demo/provider.mjs";
import { urlOf } from "./hosts.mjs";

const CLIENT = { id: "service", secret: "a secret of this run alone" };
const ALG = "ES256";
const JWKS = "/jwks";

/**
 * A provider whose first key signs. Each change of its keys is another instance behind the same
 * address, as when one is configured anew and started again.
 */
export class RotatingProvider {
  issuer;
  /** Sets that were sent: `{ at, kids }`, with `at` of `performance.now()`. */
  served = [];
  /** Seconds for which a set is fresh. */
  maxAge;
  /** Requests by path. */
  counts = new Map();
  #lifetime;
  #keys = [];
  #answer;
  #made = 0;
  #server = createServer((request, response) => this.#serve(request, response));

  /** @param ages Seconds: `maxAge`, and `lifetime` of tokens. */
  static async start({ maxAge, lifetime }) {
    const provider = new RotatingProvider();
    provider.maxAge = maxAge;
    provider.#lifetime = lifetime;
    await listen(provider.#server, 0, "provider");
    provider.issuer = urlOf(provider.#server);
    await provider.publish([provider.makeKey()]);
    return provider;
  }

  stop() {
    return close(this.#server);
  }

  makeKey() {
    this.#made += 1;
    return createKey(`key ${this.#made}`, ALG);
  }

  get keys() {
    return this.#keys;
  }

  /** The key that signs. */
  get signer() {
    return this.#keys[0];
  }

  /** From now on these keys are published, and the first one signs. */
  async publish(keys) {
    const { Provider } = await quietly(() => import("oidc-provider"));
    const configuration = configure(keys, this.#lifetime);
    const provider = await quietly(async () => new Provider(this.issuer, configuration));
    this.#answer = provider.callback();
    this.#keys = keys;
  }

  /** An access token from the token endpoint (RFC 6749 §4.4, RFC 8707 §2). */
  async issue() {
    const response = await fetch(`${this.issuer}/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`)}`,
      },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        scope: "notes:read",
        resource: AUDIENCE,
      }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`the provider refuses: ${JSON.stringify(answer)}`);
    return answer.access_token;
  }

  #serve(request, response) {
    const path = new URL(request.url, this.issuer).pathname;
    this.counts.set(path, (this.counts.get(path) ?? 0) + 1);
    if (path === JWKS) {
      response.setHeader("cache-control", `max-age=${this.maxAge}`);
      const kids = new Set(this.#keys.map(({ kid }) => kid));
      response.on("finish", () => this.served.push({ at: performance.now(), kids }));
    }
    this.#answer(request, response);
  }
}

function configure(keys, lifetime) {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: ALG,
      },
    ],
    jwks: {
      keys: keys.map(({ privateKey, kid }) => ({
        ...privateKey.export({ format: "jwk" }),
        kid,
        alg: ALG,
        use: "sig",
      })),
    },
    scopes: ["notes:read"],
    ttl: { ClientCredentials: lifetime },
    routes: { jwks: JWKS },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: "notes:read",
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: lifetime,
          jwt: { sign: { alg: ALG } },
        }),
      },
    },
  };
}
