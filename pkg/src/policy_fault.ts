/** What is wrong with a policy, option or presentation, as the core says it. */
export interface PolicyFault {
  readonly code: string;
  /** Member names in the policy's own spelling. */
  readonly path: string;
}

/** The fault that crosses as its code, a space, and the path. */
export function readPolicyFault(crossed: string): PolicyFault {
  const space = crossed.indexOf(" ");
  return { code: crossed.slice(0, space), path: crossed.slice(space + 1) };
}

/** Whether a thrown value is such a fault. */
export function isPolicyFault(thrown: unknown): thrown is PolicyFault {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    !(thrown instanceof Error) &&
    "code" in thrown &&
    "path" in thrown
  );
}
