import type { Decision } from "./decision.js";
import type { PolicyFault } from "./policy_fault.js";
import {
  type ErrorCode,
  type ErrorStage,
  POLICY_FAULTS,
  type PolicyCode,
} from "./generated/errors.js";
import { claimOfWire, entryOf, entryOfWire } from "./wire.js";

/** What a refusal knows beyond its code. */
interface TokenErrorDetails {
  readonly claim?: string | undefined;
  readonly decision?: Decision | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * A token, a key, a PKCE value or a request was refused, or the issuer's keys are out of reach
 * (stage `keys`). `docs/errors.md` lists every code; the text is the same each time and holds
 * nothing of the token.
 */
export class TokenError extends Error {
  /** A stable name such as `ERR_TOKEN_EXPIRED`. */
  readonly code: ErrorCode;
  /** The stage that refused, such as `claims`. */
  readonly stage: ErrorStage;
  /** The claim at fault, such as `exp`. */
  readonly claim: string | undefined;
  /** The clause that demands the refusal, such as `RFC 7519 §4.1.4`. */
  readonly clause: string;
  /** The HTTP status a resource server answers with (RFC 6750 §3.1). */
  readonly status: number;
  /** The record of the verdict; undefined where no token was judged. */
  readonly decision: Decision | undefined;
  /** Seconds after which it is worth while to try again; at stage `keys` alone. */
  readonly retryAfter: number | undefined;

  static {
    nameIt(this, "TokenError");
  }

  /** @internal */
  constructor(code: ErrorCode, { claim, decision, retryAfter }: TokenErrorDetails = {}) {
    const entry = entryOf(code);
    super(entry.message);
    this.code = entry.code;
    this.stage = entry.stage;
    this.claim = claim;
    this.clause = entry.clause;
    this.status = entry.status;
    this.decision = decision;
    this.retryAfter = retryAfter;
  }

  /** @internal The refusal behind a number of the core's. */
  static fromWire(wire: number, decision?: Decision, retryAfter?: number): TokenError {
    const claim = decision?.claim ?? claimOfWire(wire, []);
    return new TokenError(entryOfWire(wire).code, { claim, decision, retryAfter });
  }
}

/** A policy, an option or what was given along with a token was refused. */
export class PolicyError extends TypeError {
  /** A stable name such as `ERR_POLICY_UNKNOWN_MEMBER`. */
  readonly code: PolicyCode;
  /** Where: member names and indexes such as `issuers[0].audience`, never a value. */
  readonly path: string;

  static {
    nameIt(this, "PolicyError");
  }

  /** @internal */
  constructor(code: PolicyCode, path: string) {
    super(path === "" ? POLICY_FAULTS[code] : `${POLICY_FAULTS[code]} (${path})`);
    this.code = code;
    this.path = path;
  }
}

/** The core's fault of a policy as the error that is thrown, in the spelling of the options. */
export function policyError({ code, path }: PolicyFault): PolicyError {
  // The policy's own name for a URL in `keys`.
  const option = path.replace(/(^|\.)jwks_uri$/, "$1keys");
  // What follows `claims` is the name of one, which is the issuer's.
  const [, ours = "", theirs = ""] = /^(.*?\b(?:refused_)?claims(?=\.)|.*)(.*)$/.exec(option) ?? [];
  const camel = ours.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return new PolicyError(code as PolicyCode, camel + theirs);
}

/** A login failed: a callback, a token response, the issuer's metadata, or an option. */
export class LoginError extends Error {
  /** A stable name such as `ERR_STATE_MISMATCH`. */
  readonly code: ErrorCode;
  /** The stage that refused, such as `oauth`. */
  readonly stage: ErrorStage;
  /** The clause that demands the refusal, such as `RFC 9207 §2.4`. */
  readonly clause: string;
  /** The option at fault, for `ERR_LOGIN_OPTION`. */
  readonly path: string | undefined;
  /** The issuer's own error code, when it is a registered one (RFC 6749 §4.1.2.1, §5.2). */
  readonly oauthError: string | undefined;

  static {
    nameIt(this, "LoginError");
  }

  /** @internal */
  constructor(
    code: ErrorCode,
    { path, oauthError }: { readonly path?: string; readonly oauthError?: string } = {},
  ) {
    const entry = entryOf(code);
    super(path === undefined ? entry.message : `${entry.message} (${path})`);
    this.code = entry.code;
    this.stage = entry.stage;
    this.clause = entry.clause;
    this.path = path;
    this.oauthError = oauthError;
  }

  /** @internal The refusal behind a number of the core's. */
  static fromWire(wire: number): LoginError {
    return new LoginError(entryOfWire(wire).code);
  }
}

/** On the prototype, where the language has it, and not in every listing of an error's members. */
function nameIt(error: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(error.prototype, "name", {
    value: name,
    configurable: true,
    writable: true,
  });
}
