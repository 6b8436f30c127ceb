// A real Chromium for the story: headless, without a sandbox of its own, with a profile that is
// gone afterwards.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Launches Chromium with an empty profile. `close` ends it and removes the profile. */
export async function launchBrowser(lifetime, options = {}) {
  const { chromium } = await import("playwright-core");
  const profile = await mkdtemp(join(tmpdir(), "portcullis-demo-chromium-"));
  const remove = lifetime.own(() => rm(profile, { recursive: true, force: true, maxRetries: 3 }));
  const launching = chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...options,
  });
  const end = lifetime.own(async () => (await launching).close());
  const context = await launching;
  context.setDefaultTimeout(20_000);
  const close = async () => {
    await end();
    await remove();
  };
  return { context, close };
}
