// The demo's OpenID provider: oidc-provider as a library, with keys and pages of our own.

import { createServer } from "node:http";

import { close, listen } from "./listen.mjs";
import { configuration } from "./provider/configuration.mjs";
import { handleInteraction } from "./provider/interaction.mjs";
import { makeKeys } from "./provider/keys.mjs";
import { errorPage, sendPage } from "./provider/pages.mjs";

/**
 * Starts the provider at `settings.issuer`.
 * `pause` takes it off the network with all its state, `resume` brings it back; the story needs
 * both.
 */
export async function startProvider(settings) {
  const keys = await makeKeys();
  const provider = await quietly(async () => {
    const { Provider, errors } = await import("oidc-provider");
    return new Provider(settings.issuer, configuration({ ...settings, jwks: keys.jwks, errors }));
  });
  const callback = provider.callback();
  const server = createServer((request, response) => {
    answer(provider, callback, request, response).catch((error) => {
      sendPage(response, errorPage({ error: error.name, error_description: error.message }));
    });
  });
  const start = () => listen(server, settings.ports.provider, "provider");
  await start().catch(async (error) => {
    await keys.remove();
    throw error;
  });
  return {
    issuer: settings.issuer,
    keysFile: keys.file,
    pause: () => close(server),
    resume: start,
    stop: async () => {
      await close(server);
      await keys.remove();
    },
  };
}

async function answer(provider, callback, request, response) {
  if (!(await handleInteraction(provider, request, response))) callback(request, response);
}

/**
 * oidc-provider warns at start that its store lives in memory and that Node 20 is older than it
 * likes.
 * Both are so, and meant, here; the visitor need not read them.
 */
export async function quietly(start) {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await start();
  } finally {
    console.warn = warn;
  }
}
