// What a gate answers while its issuer's key server misbehaves, and after that.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keySet } from "../../pkg/test/issuer.mjs";
import { DEFAULT, IMPATIENCE, RECOVERY } from "./key_ring.mjs";
import { MISBEHAVIOURS } from "./misbehaviours.mjs";
import { inEveryHost } from "./places.mjs";
import { KEY, NEXT, Trial } from "./trial.mjs";

const AT_ONCE = 8;
const ONE_BY_ONE = 4;
const ROUNDS = 5;
/** Milliseconds: while there are keys a good token never waits for a server that stalls. */
const PROMPT = 750 * IMPATIENCE;

inEveryHost("outages", outagesIn);

function outagesIn(place) {
  for (const [name, misbehaviour] of Object.entries(MISBEHAVIOURS)) {
    const scene = { place, misbehaviour };
    test(`${name}: without keys everybody hears 503 until they come`, (t) => cold(t, scene));
    test(`${name}: the keys at hand serve on, and the next ones are found`, (t) => warm(t, scene));
    test(`${name}: keys that are too old serve nobody`, (t) => stale(t, scene));
  }
  for (const name of ["10 MB with a length", "10 MB in chunks"]) {
    const scene = { place, misbehaviour: MISBEHAVIOURS[name] };
    test(`${name}: they are not read to their end`, (t) => bounded(t, scene));
  }
}

async function cold(t, { place, misbehaviour }) {
  const trial = await Trial.start(t, place);
  trial.server.misbehaviour = misbehaviour;
  const asking = Array.from({ length: AT_ONCE }, () => trial.assertUnavailable());
  await Promise.all(asking);
  const inBurst = trial.fetches;
  for (let i = 0; i < ONE_BY_ONE; i += 1) await trial.assertUnavailable();
  await trial.assertForgeriesDoNotPass();
  const afterBurst = trial.fetches - inBurst;
  await assertRecovers(trial);
  report(t, trial, `${inBurst} for ${AT_ONCE} at once, ${afterBurst} for as many one by one`);
  assert.ok(inBurst <= AT_ONCE, `${inBurst} fetches at once`);
  assert.ok(afterBurst <= 1, `${afterBurst} fetches in the second of a failure`);
}

async function warm(t, { place, misbehaviour }) {
  const trial = await startWarm(t, place, misbehaviour);
  await trial.advance(DEFAULT.withoutHeader + 5);
  const before = trial.fetches;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await trial.assertPasses();
    const took = performance.now() - started;
    assert.ok(took < PROMPT, `a good token waited for ${took.toFixed()} ms`);
    await trial.assertRefusesForgeries();
    // The others are still good: 503 is for a gate without keys.
    assert.equal((await trial.sendUnknown()).status, 401);
    await trial.advance(DEFAULT.cooldown + 1);
  }
  const during = trial.fetches - before;
  trial.server.misbehaviour = undefined;
  trial.server.keys = keySet(NEXT);
  await trial.advance(RECOVERY);
  await trial.assertPasses(NEXT);
  await trial.settle(
    async () => (await trial.send(KEY)).status === 401,
    "a withdrawn key is still good",
  );
  report(t, trial, `${during} in ${ROUNDS} rounds of an outage`);
  assert.ok(during <= 2 * ROUNDS, `${during} fetches in ${ROUNDS} rounds`);
}

async function stale(t, { place, misbehaviour }) {
  const trial = await startWarm(t, place, misbehaviour);
  await trial.advance(DEFAULT.hardAge - 60);
  await trial.assertPasses();
  await trial.advance(120);
  await trial.assertUnavailable();
  await trial.assertForgeriesDoNotPass();
  await assertRecovers(trial);
}

async function bounded(t, { place, misbehaviour }) {
  const trial = await Trial.start(t, place);
  trial.server.misbehaviour = misbehaviour;
  await trial.assertUnavailable();
  const [asked] = trial.server.asked;
  await trial.settle(() => asked.status !== undefined, "the answer is still open");
  assert.equal(asked.isWhole, false);
}

/** A gate that has fetched once; from now on its key server misbehaves. */
async function startWarm(t, place, misbehaviour) {
  const trial = await Trial.start(t, place);
  // A tag would make a 304 that nobody asked for one that somebody did.
  trial.server.hasTag = false;
  await trial.assertPasses();
  await trial.assertRefusesForgeries();
  assert.equal(trial.fetches, 1);
  trial.server.misbehaviour = misbehaviour;
  return trial;
}

/** Who comes again when he was told to is served, once the key server is good again. */
async function assertRecovers(trial) {
  const retryAfter = await trial.assertUnavailable();
  trial.server.misbehaviour = undefined;
  await trial.advance(retryAfter);
  await trial.assertPasses();
  await trial.assertRefusesForgeries();
  const followed = trial.server.asked.filter(({ path }) => path !== "/jwks");
  assert.deepEqual(followed, [], "a redirect was followed");
}

function report(t, trial, detail) {
  t.diagnostic(`${trial.fetches} fetches: ${detail}`);
}
