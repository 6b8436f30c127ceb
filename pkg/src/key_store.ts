/**
 * Where a key ring leaves its keys for others like it, and finds theirs. What it gets is read as strictly
 * as what an issuer sends, and ages on as it would have in memory; but a store can vouch for its keys as
 * an issuer does, so nobody else may write to it.
 */
export interface KeyStore {
  /** What was put under a name; undefined when there is nothing. */
  get(name: string): Promise<string | undefined>;
  /** Keeps a text for so many seconds. */
  put(name: string, text: string, seconds: number): Promise<void>;
}

/** What is used of a namespace of Workers KV. */
export interface KvNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { readonly expirationTtl: number }): Promise<unknown>;
}

/** Workers KV keeps nothing for less. */
const KV_LEAST = 60;

/**
 * Keys in a namespace of Workers KV, which every place of the network reads.
 *
 * ```ts
 * import { env } from "cloudflare:workers";
 *
 * export default createGate(policy, { keyStore: kvKeyStore(env.KEYS) });
 * ```
 *
 * @param namespace Bound to this worker alone.
 */
export function kvKeyStore(namespace: KvNamespace): KeyStore {
  return {
    get: async (name) => (await namespace.get(name)) ?? undefined,
    put: async (name, text, seconds) => {
      const expirationTtl = Math.max(KV_LEAST, Math.ceil(seconds));
      await namespace.put(name, text, { expirationTtl });
    },
  };
}

/** What is used of a cache: of `caches.default`, or of one that was opened. */
export type KeyCache = Pick<Cache, "match" | "put">;

/** Never asked for: a cache goes by addresses. */
const BASE = "https://keys.portcullis.invalid/";

/**
 * Keys in a cache of the runtime, which other workers in the same place read.
 *
 * @param cache Such as `caches.default`; looked up on each use when it is a function.
 */
export function cacheKeyStore(cache: KeyCache | (() => KeyCache | Promise<KeyCache>)): KeyStore {
  const found = async (): Promise<KeyCache> => (typeof cache === "function" ? cache() : cache);
  return {
    get: async (name) => {
      const kept = await (await found()).match(BASE + encodeURIComponent(name));
      return kept?.text();
    },
    put: async (name, text, seconds) => {
      const headers = { "cache-control": `max-age=${Math.ceil(seconds)}` };
      await (await found()).put(BASE + encodeURIComponent(name), new Response(text, { headers }));
    },
  };
}
