/** What the core throws for a faulty policy, option or presentation. */
export interface PolicyFault {
  readonly code: string;
  /** Member names in the policy's own spelling. */
  readonly path: string;
}

/** Whether a thrown value is the core's own. */
export function isPolicyFault(thrown: unknown): thrown is PolicyFault {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    !(thrown instanceof Error) &&
    "code" in thrown &&
    "path" in thrown
  );
}
