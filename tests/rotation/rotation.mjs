// A provider's keys rotate while traffic runs through a gate in workerd: no good token is refused, and no
// bad one passes. The last line is JSON; `--long` is the whole of it.

import { AUDIENCE } from "../../pkg/test/issuer.mjs";
import { GateClient } from "./gate_client.mjs";
import { HOSTS } from "./hosts.mjs";
import { KeyLives } from "./key_lives.mjs";
import { hostOptions, QUICK } from "./key_ring.mjs";
import { startOrigin } from "./origin.mjs";
import { RotatingProvider } from "./provider.mjs";
import { BOUND, LIFETIME, ROTATIONS } from "./rotations.mjs";
import { TokenMix } from "./token_mix.mjs";
import { Traffic } from "./traffic.mjs";

const LONG = process.argv.includes("--long");
/** How much there must be at least, and requests a second. */
const [REQUESTS, COUNT, RATE] = LONG ? [20_000, 10, 160] : [2_000, 3, 115];
/** Requests for the set: one when it is too old, one of the bucket, and who was under way with them. */
const FETCHES_A_SECOND = 4;

process.exitCode = await main();

async function main() {
  const stops = [];
  const own = (part) => {
    stops.unshift(part.stop.bind(part));
    return part;
  };
  try {
    const origin = own(await startOrigin());
    const host = own(await HOSTS.workerd());
    const provider = own(await RotatingProvider.start({ maxAge: QUICK.floor, lifetime: LIFETIME }));
    const gate = await GateClient.make(host, origin, {
      name: "rotation",
      issuer: { issuer: provider.issuer, audience: AUDIENCE },
      options: hostOptions(QUICK),
    });
    const lives = new KeyLives(provider.served, BOUND * 1000);
    const tokens = new TokenMix(provider, LIFETIME);
    const traffic = new Traffic({ gate, tokens, lives, rate: RATE });
    return report(await rotate({ provider, lives, tokens, traffic }), provider, traffic);
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Rotates until there was enough of everything; tells how often, and how long it took. */
async function rotate(parts) {
  const { provider, lives, traffic } = parts;
  const started = performance.now();
  // A gate without keys asks for them with the first token.
  lives.publish(provider.signer.kid, Number.NEGATIVE_INFINITY);
  const running = traffic.run();
  const counts = Object.fromEntries(ROTATIONS.map(({ name }) => [name, 0]));
  const withdrawn = [];
  const emergencies = new Set();
  while (withdrawn.length < COUNT || traffic.sent < REQUESTS) {
    const change = ROTATIONS[withdrawn.length % ROTATIONS.length];
    const last = provider.signer;
    // Traffic that fails ends it.
    await Promise.race([running, change(parts)]);
    counts[change.name] += 1;
    if (change.name === "emergency") emergencies.add(provider.signer.kid);
    withdrawn.push(last.kid);
  }
  traffic.stop();
  await running;
  return { counts, withdrawn, emergencies, seconds: (performance.now() - started) / 1000 };
}

/** Prints the figures, and says by the exit code whether all that must hold does. */
function report(rotated, provider, traffic) {
  const { counts, withdrawn, emergencies, seconds } = rotated;
  const { sent, latencies, tallies, wrong, shown, early } = traffic;
  const fetches = provider.counts.get("/jwks");
  const [p50, p99] = [0.5, 0.99].map((part) => quantile(latencies, part).toFixed(1));
  console.log(`${sent} requests in ${seconds.toFixed()} s, p50 ${p50} ms, p99 ${p99} ms`);
  const kinds = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  console.log(`${withdrawn.length} rotations: ${kinds.join(", ")}`);
  console.log(`${fetches} fetches of the keys, ${(fetches / seconds).toFixed(2)} a second`);
  console.table(Object.fromEntries(tallies));
  const refused = [...early.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${refused} good tokens refused in emergencies, until their key was looked for`);
  for (const [first, count] of kindsOf(wrong)) {
    console.log(`wrong: ${count} as ${JSON.stringify(first)}`);
  }

  const checks = {
    "no good token is refused, and each refusal has its status": wrong.every(passed),
    "none at all where the next key is published before it signs": [...early.keys()].every((kid) =>
      emergencies.has(kid),
    ),
    "no bad token passes": !wrong.some(passed),
    "every class of token was sent": [...tallies.values()].every((tally) => tally.sent > 0),
    "every key was seen to pass": withdrawn.every((kid) => shown.has(`pass ${kid}`)),
    "every withdrawn key was seen to be refused": withdrawn
      // There was no time to see the last one.
      .slice(0, -1)
      .every((kid) => shown.has(`refuse ${kid}`)),
    "fetches are bounded": fetches <= FETCHES_A_SECOND * seconds,
  };
  const failed = Object.keys(checks).filter((name) => !checks[name]);
  for (const name of failed) console.log(`not so: ${name}`);
  const count = Object.keys(checks).length;
  console.log(
    JSON.stringify({ suite: "rotation", passed: count - failed.length, failed: failed.length }),
  );
  return failed.length === 0 ? 0 : 1;
}

/** The first case of each kind, and how many there are. */
function kindsOf(wrong) {
  const kinds = new Map();
  for (const it of wrong) {
    const kind = [it.name, it.demanded, it.status, it.code].join();
    const [first = it, count = 0] = kinds.get(kind) ?? [];
    kinds.set(kind, [first, count + 1]);
  }
  return kinds.values();
}

function passed({ status }) {
  return status === 200;
}

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)];
}
