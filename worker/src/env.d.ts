declare module "cloudflare:workers" {
  /**
   * The worker's variables; a JSON variable in the wrangler file arrives parsed, a text one as
   * text.
   */
  export const env: {
    readonly POLICY?: import("portcullis/edge").GatePolicy | string;
    /** A namespace of Workers KV for the issuers' keys, bound to this worker alone. */
    readonly KEYS?: import("portcullis/edge").KvNamespace;
  };
}

/** The cache of the place where the worker runs; the standard has named ones alone. */
interface CacheStorage {
  readonly default: Cache;
}
