// The story: a real browser signs in, calls the API through the edge, and everything that must fail
// is tried.

import { startEdge } from "./edge.mjs";
import { gatePolicy } from "./policy.mjs";
import { RESOURCES } from "./settings.mjs";
import { authorize } from "./story/authorize.mjs";
import { call, callStream } from "./story/call.mjs";
import {
  differs,
  judgeForwarded,
  judgePass,
  judgePreflight,
  judgeRefusal,
} from "./story/judge.mjs";
import {
  playPageCall,
  playRefresh,
  playSignIn,
  playSignOut,
  playTamperedPageCall,
} from "./story/page_steps.mjs";
import { openPage } from "./story/person.mjs";
import { tokenlessSteps, tokenSteps } from "./story/steps.mjs";
import { createTeller, told } from "./story/teller.mjs";
import { expired, tampered, unsigned } from "./story/tokens.mjs";

/**
 * Plays the story against a running stack, a row of `table` per step. Returns how many steps held.
 */
export async function playStory(stack, settings, table) {
  const teller = createTeller(table);
  table.head();
  if (settings.ownIssuer) {
    await playSteps(teller, stack, settings, tokenlessSteps(settings, "unused"));
    return teller.tally;
  }
  const ada = await openPage(settings, stack.lifetime);
  const ben = await openPage(settings, stack.lifetime);
  try {
    await playAll(teller, stack, settings, ada, ben);
  } catch (error) {
    teller.endEarly(error);
  } finally {
    await Promise.all([ada.close(), ben.close()]);
  }
  return teller.tally;
}

async function playAll(teller, stack, settings, ada, ben) {
  const forAda = await playSignIn(teller, ada, "ada", "Ada Lovelace");
  await playPageCall(teller, settings, ada);
  await playTamperedPageCall(teller, settings, ada);
  const forBen = await playSignIn(teller, ben, "ben", "Ben Nevis");
  const other = await authorize({ ...settings, account: "ada", resource: RESOURCES.other });
  const tokens = {
    ada: forAda.access_token,
    id: forAda.id_token,
    ben: forBen.access_token,
    other: other.access_token,
    tampered: tampered(forAda.access_token),
    unsigned: unsigned(forAda.access_token),
    expired: await expired(forAda.access_token, stack.provider.keysFile),
  };
  await playSteps(teller, stack, settings, tokenSteps(tokens));
  await playSteps(teller, stack, settings, tokenlessSteps(settings, tokens.ada));
  await playStream(teller, settings, tokens.ada);
  await playKeysOutOfReach(teller, stack, settings, tokens.ada);
  await playRefresh(teller, settings, ada, forAda);
  await playSignOut(teller, settings, ada);
}

async function playSteps(teller, stack, settings, steps) {
  for (const step of steps) {
    await teller.step(step.request, step.token, async () => {
      const before = stack.origin.asked();
      const answer = await call(settings.edge, { ...step, token: step.jwt });
      return { ...told(answer), faults: judge(step, answer, stack.origin.asked() - before) };
    });
  }
}

function judge(step, answer, heard) {
  if (step.refuse) return judgeRefusal(answer, { ...step.refuse, heard });
  if (step.preflight) return judgePreflight(answer, { ...step.preflight, heard });
  const headers = answer.json?.headers;
  return [
    ...judgePass(answer),
    ...differs("requests at the origin", heard, 1),
    ...judgeForwarded(headers, step.pass.forwarded ?? {}),
    ...(step.body === undefined ? [] : differs("body", answer.json?.body, step.body)),
    ...differs("x_auth_scope at the origin", headers?.x_auth_scope, undefined),
  ];
}

async function playStream(teller, settings, token) {
  await teller.step("GET /notes/stream", "ada", async () => {
    const answer = await callStream(settings.edge, { path: "/notes/stream", token });
    const last = answer.lines.at(-1);
    const early = last.sent - answer.firstCame;
    return {
      ...told(answer),
      clause: early > 0 ? `1st chunk ${early} ms early` : "",
      faults: [
        ...judgePass(answer),
        ...differs("chunks", answer.lines.length, last.of),
        ...(early > 0 ? [] : ["the edge held the first chunk back until the last was sent"]),
      ],
    };
  });
}

/** A fresh edge, while the provider is off the network, has no keys and no way to get them. */
async function playKeysOutOfReach(teller, stack, settings, token) {
  await stack.provider.pause();
  const edge = await startEdge(stack.bundle, gatePolicy(settings), 0);
  const stop = stack.lifetime.own(edge.stop);
  try {
    await teller.step("GET /notes/1, provider down", "ada, at a new edge", async () => {
      const before = stack.origin.asked();
      const answer = await call(edge.url, { path: "/notes/1", token });
      const heard = stack.origin.asked() - before;
      return {
        ...told(answer),
        faults: [
          ...judgeRefusal(answer, { status: 503, code: "ERR_KEYS_UNREACHABLE", heard }),
          ...(/^[1-9][0-9]*$/.test(answer.headers.get("retry-after") ?? "")
            ? []
            : ["Retry-After is missing"]),
        ],
      };
    });
  } finally {
    await stop();
    await stack.provider.resume();
  }
}
