// The whole of it on one machine: provider, origin, edge worker and page.

import { bundleWorker, startEdge } from "./edge.mjs";
import { issuerOrigins } from "./issuer.mjs";
import { assertFree } from "./listen.mjs";
import { startOrigin } from "./origin.mjs";
import { gatePolicy } from "./policy.mjs";
import { startProvider } from "./provider.mjs";
import { startWww } from "./www.mjs";

/**
 * Starts every part, telling `progress` of each. With an issuer of the visitor's own, no provider
 * is started.
 */
export async function startStack(settings, lifetime, progress) {
  const start = async (title, run) => {
    const part = await progress(title, run);
    lifetime.own(part.stop);
    return part;
  };
  const stack = { lifetime };
  if (!settings.ownIssuer) {
    stack.provider = await start(`OpenID provider  ${settings.issuer}`, () =>
      startProvider(settings),
    );
  }
  stack.origin = await start(`origin           ${settings.origin}`, () => startOrigin(settings));
  await assertFree(settings.ports.edge, "edge");
  stack.bundle = await progress("bundling the worker with wrangler", () => bundleWorker(lifetime));
  stack.edge = await start(`edge in workerd  ${settings.edge}`, () =>
    startEdge(stack.bundle, gatePolicy(settings), settings.ports.edge),
  );
  const origins = await progress("reading the issuer's metadata", () =>
    issuerOrigins(settings.issuer),
  );
  stack.www = await start(`page             ${settings.www}`, () => startWww(settings, origins));
  return stack;
}
