// What the entries of verifiers and gates export of keys.

export type { KeyChange, KeyEvent } from "./key_event.js";
export {
  cacheKeyStore,
  type KeyCache,
  type KeyStore,
  type KvNamespace,
  kvKeyStore,
} from "./key_store.js";
