// The steps that a person plays at the page: signing in, calling, staying signed in, signing out.

import { differs, judgeForwarded, judgePass } from "./judge.mjs";
import { callApi, problemShown, refresh, signIn, signOut } from "./person.mjs";
import { told } from "./teller.mjs";

/** How Chromium logs an answer of 401, which the tampered call gets on purpose. */
const REFUSED = "Failed to load resource: the server responded with a status of 401";

/** Signs in and returns the token response. The page must name the person, without a complaint. */
export async function playSignIn(teller, person, account, name) {
  let tokens;
  await teller.step("sign in at the page", account, async () => {
    const complaints = () => person.complaints.map((text) => `the browser complains: ${text}`);
    try {
      const signedIn = await signIn(person, account);
      tokens = signedIn.tokens;
      const named = signedIn.user.includes(name);
      return {
        verdict: `signed in as ${name}`,
        clause: "OAuth 2.1 §4.1",
        faults: [...(named ? [] : [`the page does not say ${name}`]), ...complaints()],
      };
    } catch (error) {
      const problem = await problemShown(person);
      const faults = [error.message.split("\n", 1)[0], ...problem, ...complaints()];
      return { verdict: "not signed in", faults };
    }
  });
  if (tokens === undefined) throw new Error("nobody is signed in, so the story ends here");
  return tokens;
}

/** The call that the demo is about: the API answers, knows the caller, and never sees the token. */
export async function playPageCall(teller, settings, person) {
  await teller.step("call the API from the page", "ada", async () => {
    const answer = await callApi(person, settings, "own");
    return {
      ...told(answer),
      faults: [
        ...judgePass(answer),
        ...judgeForwarded(answer.json.headers, {
          sub: "ada",
          scope: "notes:read notes:write",
          client: settings.clientId,
        }),
        ...(answer.shown.includes("OK") ? [] : ["the page does not show the decision"]),
      ],
    };
  });
}

/** The page can read why it was refused only if the edge exposes it to the page (Fetch §3.2). */
export async function playTamperedPageCall(teller, settings, person) {
  await teller.step("call the API from the page", "ada, tampered with", async () => {
    const answer = await callApi(person, settings, "tampered");
    const challenge = answer.headers.get("www-authenticate") ?? "none";
    return {
      ...told(answer),
      faults: [
        ...differs("status", answer.status, 401),
        ...differs("code", answer.decision?.code, "ERR_SIGNATURE"),
        ...["ERR_SIGNATURE", challenge]
          .filter((text) => !answer.shown.includes(text))
          .map((text) => `the page does not show ${text}`),
      ],
    };
  });
}

/** Past the access token's end, the page gets a new one by itself; the refresh token rotates. */
export async function playRefresh(teller, settings, person, first) {
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

/** Signing out ends the session here and at the provider. */
export async function playSignOut(teller, settings, person) {
  await teller.step("sign out at the page", "ada", async () => {
    const { asksAgain } = await signOut(person, settings);
    const complaints = person.complaints.filter((text) => !text.startsWith(REFUSED));
    return {
      verdict: "signed out",
      clause: "OIDC Logout §2",
      faults: [
        ...(asksAgain ? [] : ["the provider still knows the session"]),
        ...complaints.map((complaint) => `the browser complains: ${complaint}`),
      ],
    };
  });
}
