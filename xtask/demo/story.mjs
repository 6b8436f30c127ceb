// The story: a real browser signs in, calls the API through the edge, and everything that must fail
// is tried.

import { gatePolicy } from "./policy.mjs";
import { startEdge } from "./edge.mjs";
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
import { callApi, openPage, refresh, signIn, signOut } from "./story/person.mjs";
import { tokenlessSteps, tokenSteps } from "./story/steps.mjs";
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
  const forAda = await playSignIn(teller, settings, ada, "ada", "Ada Lovelace");
  await playPageCall(teller, settings, ada);
  const forBen = await playSignIn(teller, settings, ben, "ben", "Ben Nevis");
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

async function playSignIn(teller, settings, person, account, name) {
  let tokens;
  await teller.step("sign in at the page", account, async () => {
    const signedIn = await signIn(person, settings, account);
    tokens = signedIn.tokens;
    return {
      verdict: `signed in as ${name}`,
      clause: "OAuth 2.1 §4.1",
      faults: [
        ...(signedIn.user.includes(name) ? [] : [`the page does not say ${name}`]),
        ...person.complaints.map((complaint) => `the browser complains: ${complaint}`),
      ],
    };
  });
  if (tokens === undefined) throw new Error("nobody is signed in, so the story ends here");
  return tokens;
}

async function playPageCall(teller, settings, person) {
  await teller.step("call the API from the page", "ada", async () => {
    const answer = await callApi(person, settings);
    const { headers } = answer.json;
    return {
      ...told(answer),
      faults: [
        ...judgePass(answer),
        ...judgeForwarded(headers, {
          sub: "ada",
          scope: "notes:read notes:write",
          client: settings.clientId,
        }),
        ...(answer.shown.includes("OK") ? [] : ["the page does not show the decision"]),
      ],
    };
  });
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
      clause: early > 0 ? `first chunk ${early} ms early` : "",
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
    await teller.step("GET /notes/1, provider down", "ada, at a fresh edge", async () => {
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

async function playRefresh(teller, settings, person, first) {
  await teller.step("call again after expiry", "ada, refreshed", async () => {
    const { tokens, called } = await refresh(person, settings, first.expires_in);
    return {
      ...told(called),
      clause: "OAuth 2.1 §4.3.1",
      faults: [
        ...judgePass(called),
        ...(tokens.refresh_token && tokens.refresh_token !== first.refresh_token
          ? []
          : ["the refresh token was not rotated"]),
        ...(tokens.access_token === first.access_token ? ["the access token is the old one"] : []),
      ],
    };
  });
}

async function playSignOut(teller, settings, person) {
  await teller.step("sign out at the page", "ada", async () => {
    await signOut(person, settings);
    return { verdict: "signed out", clause: "RP-Initiated Logout §2", faults: [] };
  });
}

function told({ status, decision, milliseconds }) {
  return {
    verdict: `${status} ${decision?.verdict ?? ""} ${decision?.code ?? ""}`.trimEnd(),
    clause: decision?.clause ?? "",
    milliseconds,
  };
}

/**
 * Tells each step as it ends, and counts. A step that throws has failed; the next one is still
 * tried.
 */
function createTeller(table) {
  const tally = { passed: 0, failed: 0 };
  return {
    tally,
    /** The rest of the story cannot be played. */
    endEarly(error) {
      tally.failed += 1;
      table.note(error.message);
    },
    async step(request, token, run) {
      const started = performance.now();
      let outcome;
      try {
        outcome = await run();
      } catch (error) {
        outcome = { verdict: "not played", faults: [error.message.split("\n", 1)[0]] };
      }
      if (outcome.faults.length === 0) tally.passed += 1;
      else tally.failed += 1;
      table.row({ request, token, milliseconds: performance.now() - started, ...outcome });
    },
  };
}
