import type { Core } from "../core.js";
import type { ErrorCode } from "../generated/errors.js";
import type { Glue, NativeGate, NativeVerifier } from "../native.js";
import { entryOfWire } from "../wire.js";
import type { NormalGatePolicy } from "./policy.js";

/** The route of a request, or why it has none. */
export type Found =
  { readonly route: number; readonly isPublic: boolean } | { readonly refused: ErrorCode };

/** The gate in the core: its document and its routes. It is made anew after a trap. */
export class Routes {
  readonly document: NormalGatePolicy;
  readonly #core: Core;
  readonly #text: string;
  #native: NativeGate;
  #generation: number;

  constructor(core: Core, text: string) {
    this.#core = core;
    this.#text = text;
    this.#native = core.call((glue) => new glue.Gate(text));
    this.#generation = core.generation;
    this.document = JSON.parse(core.call(() => this.#native.document())) as NormalGatePolicy;
  }

  /** The route for a method and a path, as they stand in the request. */
  find(method: string, path: string): Found {
    return this.#core.call((glue) => {
      const native = this.#fresh(glue);
      const route = native.route(method, path);
      if (route < 0) return { refused: entryOfWire(-1 - route).code };
      return { route, isPublic: native.isPublic(route) };
    });
  }

  /** The methods of a path; empty where every one is taken. */
  allow(path: string): readonly string[] {
    return this.#core.call((glue) => this.#fresh(glue).allow(path));
  }

  /** The value of `WWW-Authenticate` for a refusal on a route; undefined where none belongs. */
  challenge(wire: number, route: number): string | undefined {
    const { message } = entryOfWire(wire);
    return this.#core.call((glue) => this.#fresh(glue).challenge(wire, message, route));
  }

  /** A verifier for the document's issuers. */
  makeVerifier(glue: Glue): NativeVerifier {
    return this.#fresh(glue).verifier();
  }

  #fresh(glue: Glue): NativeGate {
    if (this.#generation !== this.#core.generation) {
      this.#native = new glue.Gate(this.#text);
      this.#generation = this.#core.generation;
    }
    return this.#native;
  }
}
