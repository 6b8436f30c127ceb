// Runs in workerd. Its clock stands still during computation, so it is timed from outside.

import { contenders } from "../contenders/web.mjs";
import { repeat } from "../measure/case.mjs";
import { proveAll } from "../measure/proof.mjs";

/** The case that is being measured: its tokens, and who takes part. */
let held;

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/case") {
      const testCase = await request.json();
      const { entries, faults } = await proveAll(contenders, testCase);
      held = { tokens: testCase.tokens, entries };
      return Response.json({ names: entries.map(({ name }) => name), faults });
    }
    const entry = held.entries.find(({ name }) => name === searchParams.get("contender"));
    await repeat(entry, held.tokens, Number(searchParams.get("count")));
    return new Response("done");
  },
};
