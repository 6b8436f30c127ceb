// How long a gate uses the keys that a good server gave it, and what makes it ask again.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keySet } from "../../pkg/test/issuer.mjs";
import { BURST, DEFAULT } from "./key_ring.mjs";
import { MISBEHAVIOURS, UNUSABLE_KEYS } from "./misbehaviours.mjs";
import { inEveryHost } from "./places.mjs";
import { KEY, NEXT, Trial } from "./trial.mjs";

/** Headers of a key server, and the seconds for which its keys are fresh then (RFC 9111 §4.2). */
const LIFETIMES = [
  [{}, DEFAULT.withoutHeader],
  [{ "cache-control": "max-age=300" }, 300],
  [{ "cache-control": "public, MAX-AGE=300, must-revalidate" }, 300],
  [{ "cache-control": "max-age=300", age: "200" }, 100],
  [{ "cache-control": "max-age=300", age: "290" }, DEFAULT.floor],
  [{ "cache-control": "max-age=1" }, DEFAULT.floor],
  [{ "cache-control": "no-store" }, DEFAULT.floor],
  [{ "cache-control": "max-age=86400" }, DEFAULT.ceiling],
  // What makes no sense is not fresh at all (§4.2.1).
  [{ "cache-control": "max-age=soon" }, DEFAULT.floor],
];
/** Seconds before and after an end at which it is looked for. */
const MARGIN = 5;
/** What is left of a lifetime when chance takes the most of it. */
const SHORTEST = 0.9;
const FLOOD = 100;

inEveryHost("freshness", freshnessIn);

function freshnessIn(place) {
  for (const [headers, seconds] of LIFETIMES) {
    const said = JSON.stringify(headers);
    test(`${said}: keys are asked for again after ${seconds} s, and nobody waits for that`, (t) =>
      refreshes(t, place, headers, seconds));
  }
  test("keys that have not changed cost a 304, and are fresh again", (t) => revalidates(t, place));
  test("a withdrawn key is good no longer than its set was fresh", (t) => withdraws(t, place));
  test("a key that is not known yet is fetched with the first token of it", (t) =>
    findsTheNext(t, place));
  test("keys that nobody knows cannot make a gate ask without end", (t) => bounds(t, place));
  test("keys that cannot be used do not stand in the way of one that can", (t) =>
    passesOver(t, place));
  test("an outage of three hours is slept through", (t) => sleepsThrough(t, place));
}

async function refreshes(t, place, headers, seconds) {
  const trial = await Trial.start(t, place);
  trial.server.headers = headers;
  await trial.assertPasses();
  const early = seconds * SHORTEST - MARGIN;
  await trial.advance(early);
  await trial.assertPasses();
  assert.equal(trial.fetches, 1, "asked again too early");
  await trial.advance(seconds + MARGIN - early);
  // It stalls, so an answer has not waited for it.
  trial.server.misbehaviour = MISBEHAVIOURS["a stall"];
  await trial.assertPasses();
  await trial.settle(() => trial.fetches === 2, "not asked again");
}

async function revalidates(t, place) {
  const trial = await Trial.start(t, place);
  await trial.assertPasses();
  for (let round = 1; round <= 3; round += 1) {
    await trial.advance(DEFAULT.withoutHeader + MARGIN);
    await trial.assertPasses();
    await trial.settle(() => trial.server.asked[round]?.status !== undefined, "not asked again");
    await trial.advance(DEFAULT.withoutHeader * SHORTEST - 2 * MARGIN);
    await trial.assertPasses();
    await trial.assertRefusesForgeries();
    assert.equal(trial.fetches, round + 1);
  }
  assert.deepEqual(
    trial.server.asked.map(({ status }) => status),
    [200, 304, 304, 304],
  );
}

async function withdraws(t, place) {
  const trial = await Trial.start(t, place);
  await trial.assertPasses();
  trial.server.keys = keySet(NEXT);
  await trial.advance(DEFAULT.withoutHeader + MARGIN);
  // The first one after that may be what makes the gate ask.
  await trial.send();
  await trial.settle(async () => (await trial.send()).status === 401, "it is still good");
  await trial.assertPasses(NEXT);
  // A token of the withdrawn key is one of a key that nobody knows, and made the gate look once more.
  assert.equal(trial.fetches, 3);
}

async function findsTheNext(t, place) {
  const trial = await Trial.start(t, place);
  await trial.assertPasses();
  trial.server.keys = keySet(KEY, NEXT);
  await trial.advance(DEFAULT.cooldown + 1);
  await trial.assertPasses(NEXT);
  await trial.assertPasses(KEY);
  assert.equal(trial.fetches, 2);
}

async function bounds(t, place) {
  const trial = await Trial.start(t, place);
  await trial.assertPasses();
  await trial.advance(DEFAULT.cooldown + 1);
  const answers = await Promise.all(Array.from({ length: FLOOD }, () => trial.sendUnknown()));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [401]);
  t.diagnostic(`${trial.fetches - 1} fetches for ${FLOOD} unknown keys at once`);
  assert.ok(trial.fetches - 1 <= BURST, `${trial.fetches - 1} fetches`);
  // It holds back nobody whose key is known, and a new one no longer than the cooldown.
  await trial.assertPasses();
  trial.server.keys = keySet(KEY, NEXT);
  await trial.advance(DEFAULT.cooldown + 1);
  await trial.assertPasses(NEXT);
}

async function passesOver(t, place) {
  const trial = await Trial.start(t, place);
  trial.server.keys = { keys: [...UNUSABLE_KEYS, ...keySet(KEY).keys] };
  await trial.assertPasses();
  await trial.assertRefusesForgeries();
}

async function sleepsThrough(t, place) {
  const trial = await Trial.start(t, place);
  await trial.assertPasses();
  trial.server.misbehaviour = MISBEHAVIOURS[500];
  const minutes = 180;
  for (let minute = 0; minute < minutes; minute += 1) {
    await trial.advance(60);
    await trial.assertPasses();
    if (minute % 10 === 0) await trial.assertRefusesForgeries();
  }
  t.diagnostic(`${trial.fetches - 1} fetches in ${minutes} minutes of an outage`);
  assert.ok(trial.fetches - 1 <= minutes, `${trial.fetches - 1} fetches`);
}
