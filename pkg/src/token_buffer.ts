import type { Core } from "./core.js";
import type { LoginGlue, NativeVerifier } from "./native.js";

/** Bytes: more than most tokens have, so that the buffer is made once. */
const SMALLEST = 4096;
/** UTF-8 bytes per UTF-16 unit, at the most. */
const WIDEST = 3;

const encoder = new TextEncoder();

/**
 * The kept buffer of a native verifier. Writing a token into it costs a tenth of what passing it as
 * a string does.
 */
export class TokenBuffer {
  readonly #core: Core<LoginGlue>;
  readonly #verifier: NativeVerifier;
  #bytes = new Uint8Array();

  constructor(core: Core<LoginGlue>, verifier: NativeVerifier) {
    this.#core = core;
    this.#verifier = verifier;
  }

  /** Writes a token as UTF-8 and hands back its length in bytes. */
  write(jwt: string): number {
    // A token is ASCII; what is not needs more room, to be refused for what it is.
    const { read, written } = encoder.encodeInto(jwt, this.#room(jwt.length));
    if (read === jwt.length) return written;
    return encoder.encodeInto(jwt, this.#room(jwt.length * WIDEST)).written;
  }

  /** A view of at least `length` bytes. Growing memory empties old views, which are too short then. */
  #room(length: number): Uint8Array {
    if (this.#bytes.length < Math.max(length, 1)) {
      const size = Math.max(length, SMALLEST);
      const pointer = this.#verifier.buffer(size);
      this.#bytes = new Uint8Array(this.#core.memory.buffer, pointer, size);
    }
    return this.#bytes;
  }
}
