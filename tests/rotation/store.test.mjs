// Keys that outlive an isolate: in Workers KV and in the cache, in a real workerd.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { keySet } from "../../pkg/test/issuer.mjs";
import { DEFAULT } from "./key_ring.mjs";
import { MISBEHAVIOURS } from "./misbehaviours.mjs";
import { placeIn } from "./places.mjs";
import { KEY, NEXT, Trial } from "./trial.mjs";

for (const store of ["kv", "cache"]) {
  describe(store, () => {
    const place = placeIn("workerd", { store });
    test("what one isolate has fetched the next one finds, also in an outage", async (t) => {
      const first = await Trial.start(t, place);
      await first.assertPasses();
      const second = await Trial.beside(first, place, "second");
      await second.assertPasses();
      assert.equal(first.fetches, 1);
      first.server.misbehaviour = MISBEHAVIOURS[500];
      const third = await Trial.beside(first, place, "third");
      await third.assertPasses();
      await third.assertRefusesForgeries();
      assert.equal(first.fetches, 1);
    });
    test("a refresh of one isolate spares the others theirs", async (t) => {
      const first = await Trial.start(t, place);
      await first.assertPasses();
      const second = await Trial.beside(first, place, "beside");
      await second.assertPasses();
      first.server.keys = keySet(KEY, NEXT);
      await first.advance(DEFAULT.withoutHeader);
      await second.advance(DEFAULT.withoutHeader);
      await first.assertPasses();
      await first.settle(async () => (await first.send(NEXT)).status === 200, "not refreshed");
      const { fetches } = first;
      await second.assertPasses(NEXT);
      assert.equal(second.fetches, fetches);
    });
    test("keys are too old in a store when they are too old in memory", async (t) => {
      const first = await Trial.start(t, place);
      await first.assertPasses();
      first.server.misbehaviour = MISBEHAVIOURS[500];
      const late = await Trial.beside(first, place, "late");
      await late.advance(DEFAULT.hardAge);
      await late.assertUnavailable();
    });
  });
}
