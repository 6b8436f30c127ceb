// Runs in workerd. Its clock stands still during computation, so it is timed from outside.

import { contenders } from "../contenders/web.mjs";
import { BATCH, freshTokens, verifyAll } from "../measure/case.mjs";
import { proveAll } from "../measure/proof.mjs";

/** The case that is being measured: what makes its tokens, and who takes part. */
let held;

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/case") {
      const testCase = await request.json();
      const { entries, faults } = await proveAll(contenders, testCase);
      held = { mint: freshTokens(testCase), entries };
      return Response.json({ names: entries.map(({ name }) => name), faults });
    }
    const entry = held.entries.find(({ name }) => name === searchParams.get("contender"));
    await work(entry, Number(searchParams.get("made")), Number(searchParams.get("verified")));
    return new Response("done");
  },
};

/** Makes tokens and verifies the first of them. */
async function work(entry, made, verified) {
  for (let done = 0; done < made; done += BATCH) {
    const tokens = held.mint(done, Math.min(BATCH, made - done));
    await verifyAll(entry, tokens.slice(0, Math.max(0, verified - done)));
  }
}
