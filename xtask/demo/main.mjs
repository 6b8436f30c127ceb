// The demo: starts everything, plays the story once, and then, at a terminal, waits for the
// visitor.

import { createLifetime } from "./lifetime.mjs";
import { readSettings, SettingsError, USAGE } from "./settings.mjs";
import { startStack } from "./stack.mjs";
import { playStory } from "./story.mjs";
import { createTable } from "./story/table.mjs";

const lifetime = createLifetime();
/** While the demo waits for the visitor, a signal is its proper end; this is the status then. */
let statusWhenWaiting;
endOnSignals();
process.exitCode = await run();

async function run() {
  let settings;
  try {
    settings = readSettings(process.argv.slice(2), process.env, process.stdout.isTTY === true);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (settings.help) {
    say(USAGE);
    return 0;
  }
  const tally = await present(settings);
  if (!settings.check && tally.passed > 0) {
    statusWhenWaiting = tally.failed === 0 ? 0 : 1;
    invite(settings);
    return statusWhenWaiting;
  }
  await lifetime.end();
  say(JSON.stringify({ suite: "demo", ...tally }));
  return tally.failed === 0 ? 0 : 1;
}

/** Starts the stack and plays the story. What keeps it from that counts as a failure. */
async function present(settings) {
  try {
    say("Portcullis demo\n");
    const stack = await startStack(settings, lifetime, progress);
    say("\nThe story, played once by itself:\n");
    const tally = await playStory(stack, settings, createTable(process.stdout));
    say(`\n${tally.passed} steps held, ${tally.failed} did not.`);
    return tally;
  } catch (error) {
    say(`\n${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

/** Says what is being done, and how long it took. */
async function progress(title, work) {
  process.stdout.write(`  ${title.padEnd(44)} `);
  const started = performance.now();
  const result = await work().catch((error) => {
    say("failed");
    throw error;
  });
  say(`${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`);
  return result;
}

function invite({ www, edge, issuer }) {
  say(`
Now you: open ${www} and sign in.
The API answers at ${edge}/notes/…, the issuer is ${issuer}.
Ctrl-C ends all of it.`);
}

function endOnSignals() {
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    let asked = false;
    process.on(signal, async () => {
      if (asked) process.exit(status);
      asked = true;
      await lifetime.end();
      // Miniflare removes its folder without being waited for.
      setTimeout(process.exit, 250, statusWhenWaiting ?? status);
    });
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
