// The runtime's own WebCrypto as an engine. The core has read and checked the token, the key and the
// signature's bytes before anything comes here: hosts differ in what they take.

import { ENGINE_CHOICE, type EngineName, type HostAlgorithm } from "./engine_choice.js";
import { readsEd25519AsTheCore } from "./host_ed25519.js";
import type { DetachingVerifier, NativeVerifier } from "./native.js";
import { runtimeName } from "./runtime_name.js";

/** Bytes of our own: a copy out of the instance, which may be overwritten while the host works. */
type Bytes = Uint8Array<ArrayBuffer>;

/** A signature for the host to check, as the core has handed it out. */
export interface HostCheck {
  /** What the core knows the token by while it waits. */
  readonly ticket: number;
  /** The algorithm's name, a space, and the key's thumbprint. */
  readonly key: string;
  /** The key, when it is not known yet. */
  readonly jwk: string | undefined;
  readonly signature: Bytes;
  /** The bytes that were signed. */
  readonly input: Bytes;
}

interface Parameters {
  readonly import: RsaHashedImportParams | EcKeyImportParams | Algorithm;
  readonly verify: RsaPssParams | EcdsaParams | Algorithm;
}

/** RFC 7518 §3.1 and RFC 8037 §3.1 in WebCrypto's words. An ECDSA signature is r‖s in both. */
const PARAMETERS: Readonly<Record<HostAlgorithm, Parameters>> = {
  ES256: ecdsa("P-256", "SHA-256"),
  ES384: ecdsa("P-384", "SHA-384"),
  EdDSA: { import: { name: "Ed25519" }, verify: { name: "Ed25519" } },
  RS256: pkcs1("SHA-256"),
  RS384: pkcs1("SHA-384"),
  RS512: pkcs1("SHA-512"),
  PS256: pss("SHA-256", 32),
  PS384: pss("SHA-384", 48),
  PS512: pss("SHA-512", 64),
};

/** Imported keys that are kept; the one that came first goes first. */
const KEYS = 128;

/** What `engine` asks for. */
export type EngineOption = EngineName | "auto";

/** The runtime's engine for an option; undefined when the core is to verify everything. */
export function hostEngineFor(option: EngineOption): HostEngine | undefined {
  if (option === "wasm" || subtle() === undefined) return undefined;
  const names = Object.keys(PARAMETERS) as HostAlgorithm[];
  if (option === "host") return new HostEngine(names);
  const runtime = runtimeName();
  const chosen =
    runtime === undefined ? [] : names.filter((name) => ENGINE_CHOICE[runtime][name] === "host");
  return chosen.length === 0 ? undefined : new HostEngine(chosen);
}

/** Whether signatures can be left to a host; the login's module cannot. */
export function canDetach(native: NativeVerifier): native is DetachingVerifier {
  return "verifyOrDetach" in native;
}

/** Checks signatures with WebCrypto, and keeps the keys that it has imported. */
export class HostEngine {
  /** What is left to it: names with spaces in between. */
  readonly algorithms: string;
  /**
   * Keys by algorithm and thumbprint; undefined for one that the host does not take. Never a pending
   * promise: in Workers it belongs to the request that made it.
   */
  readonly #keys = new Map<string, CryptoKey | undefined>();

  constructor(algorithms: readonly HostAlgorithm[]) {
    this.algorithms = algorithms.join(" ");
  }

  /** The token that the native verifier has just detached; undefined when it has judged the token. */
  detached(native: DetachingVerifier): HostCheck | undefined {
    const ticket = native.pending();
    if (ticket === 0) return undefined;
    const key = native.pendingKey(ticket);
    const signature = native.pendingSignature(ticket) as Bytes | undefined;
    const input = native.pendingInput(ticket) as Bytes | undefined;
    if (key === undefined || signature === undefined || input === undefined) return undefined;
    const jwk = this.#keys.has(key) ? undefined : native.pendingJwk(ticket);
    return { ticket, key, jwk, signature, input };
  }

  /** Whether the signature is good; undefined when the host cannot say. Never throws. */
  async verify({ key: name, jwk, signature, input }: HostCheck): Promise<boolean | undefined> {
    const parameters = PARAMETERS[name.slice(0, name.indexOf(" ")) as HostAlgorithm];
    try {
      const known = jwk === undefined;
      const key = known ? this.#keys.get(name) : await importKey(jwk, parameters);
      if (!known) this.#keep(name, key);
      if (key === undefined) return undefined;
      const good: unknown = await subtle()?.verify(parameters.verify, key, signature, input);
      return typeof good === "boolean" ? good : undefined;
    } catch {
      return undefined;
    }
  }

  /** Lets go of every key. */
  forgetKeys(): void {
    this.#keys.clear();
  }

  #keep(name: string, key: CryptoKey | undefined): void {
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size < KEYS) break;
      this.#keys.delete(oldest);
    }
    this.#keys.set(name, key);
  }
}

/**
 * The host's form of a key; undefined when it has not got the algorithm, the size or the exponent, or
 * has other verdicts.
 */
async function importKey(jwk: string, parameters: Parameters): Promise<CryptoKey | undefined> {
  const host = subtle();
  if (host === undefined) return undefined;
  try {
    const members = JSON.parse(jwk) as JsonWebKey;
    if (members.crv === "Ed25519" && !(await readsEd25519AsTheCore(host))) return undefined;
    return await host.importKey("jwk", members, parameters.import, false, ["verify"]);
  } catch {
    return undefined;
  }
}

/** Looked up each time; pages that are not secure contexts have none. */
function subtle(): SubtleCrypto | undefined {
  return (globalThis as { readonly crypto?: Crypto }).crypto?.subtle;
}

function ecdsa(namedCurve: string, hash: string): Parameters {
  return { import: { name: "ECDSA", namedCurve }, verify: { name: "ECDSA", hash } };
}

function pkcs1(hash: string): Parameters {
  const name = "RSASSA-PKCS1-v1_5";
  return { import: { name, hash }, verify: { name } };
}

/** A salt as long as the hash, and no other (RFC 7518 §3.5). */
function pss(hash: string, saltLength: number): Parameters {
  const name = "RSA-PSS";
  return { import: { name, hash }, verify: { name, saltLength } };
}
