// A host of gates with an origin behind it, for as long as a suite runs.

import { after, before, describe } from "node:test";

import { HOSTS } from "./hosts.mjs";
import { startOrigin } from "./origin.mjs";

/** Runs the tests that `define` makes of a place in every host, side by side. */
export function inEveryHost(name, define) {
  describe(name, { concurrency: true }, () => {
    for (const runtime of Object.keys(HOSTS)) {
      describe(runtime, { concurrency: 6 }, () => define(placeIn(runtime)));
    }
  });
}

/** A place in one host; there before the tests of this suite, and gone after them. */
export function placeIn(runtime, more = {}) {
  const place = { ...more };
  before(async () => {
    place.origin = await startOrigin();
    place.host = await HOSTS[runtime]();
  });
  after(async () => {
    await place.host?.stop();
    await place.origin?.stop();
  });
  return place;
}
