/** The runtimes that were measured. */
export type RuntimeName = "node" | "workerd" | "deno" | "bun" | "chromium" | "firefox";

/** How each names itself in `navigator.userAgent`; the first that fits. */
const AGENTS: readonly (readonly [RegExp, RuntimeName])[] = [
  [/^Cloudflare-Workers$/, "workerd"],
  [/^Deno\//, "deno"],
  [/^Bun\//, "bun"],
  [/^Node\.js\//, "node"],
  [/ Firefox\//, "firefox"],
  [/ (?:Headless)?Chrome\//, "chromium"],
];

/**
 * The runtime we are in, as far as it says; undefined for any other. No verdict goes by it: which engine is
 * faster does, and whether what a request has begun outlives its answer.
 */
export function runtimeName(): RuntimeName | undefined {
  const { navigator, process } = globalThis as {
    readonly navigator?: { readonly userAgent?: string };
    readonly process?: { readonly release?: { readonly name?: string } };
  };
  const agent = navigator?.userAgent;
  // Node 20 has no `navigator`.
  if (agent === undefined) return process?.release?.name === "node" ? "node" : undefined;
  return AGENTS.find(([pattern]) => pattern.test(agent))?.[1];
}
