// Someone at the browser: opens the page, presses its buttons, reads what it says.
// The tokens are read from the token endpoint's answers, as a debugger would; the page shows them
// to nobody.

import { launchBrowser } from "./browser.mjs";

/** A browser of their own, on the page, not signed in. */
export async function openPage(settings, lifetime) {
  const browser = await launchBrowser();
  const close = lifetime.own(browser.close);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.clock.install();
  await page.goto(settings.www);
  return { page, complaints, close };
}

/** From the sign-in button through the provider's page and back. Returns the token response. */
export async function signIn({ page }, settings, account) {
  const answer = waitForTokens(page, settings);
  await page.click("#sign-in");
  await page.click(`#login-${account}`);
  const tokens = await answer;
  await page.waitForSelector("#sign-out:visible");
  return { tokens, user: await page.textContent("#user") };
}

/** Presses the call button; returns what the edge answered and what the page says about it. */
export async function callApi({ page }, settings) {
  const answer = page.waitForResponse(
    (response) =>
      response.url().startsWith(settings.edge) && response.request().method() !== "OPTIONS",
  );
  await page.click("#call-api");
  const response = await answer;
  const headers = new Headers(await response.allHeaders());
  const json = await response.json();
  await page.waitForSelector("#call[aria-busy=false]");
  return {
    request: `${response.request().method()} ${new URL(response.url()).pathname}`,
    status: response.status(),
    headers,
    json,
    decision: JSON.parse(headers.get("portcullis-decision") ?? "null"),
    shown: await page.textContent("#decision"),
  };
}

/**
 * Lets the page's clock run past the access token's end, calls the API, and returns the answer to
 * the refresh.
 */
export async function refresh(person, settings, seconds) {
  const answer = waitForTokens(person.page, settings);
  await person.page.clock.fastForward(seconds * 1000);
  const called = await callApi(person, settings);
  return { tokens: await answer, called };
}

/** From the sign-out button through the provider's confirmation and back. */
export async function signOut({ page }, settings) {
  await page.click("#sign-out");
  await page.waitForURL((url) => url.origin === new URL(settings.issuer).origin);
  await page.click("#logout");
  await page.waitForURL((url) => url.origin === settings.www);
  await page.waitForSelector("#sign-in:visible");
}

async function waitForTokens(page, settings) {
  const response = await page.waitForResponse(
    (candidate) =>
      candidate.request().method() === "POST" && candidate.url() === `${settings.issuer}/token`,
  );
  return response.json();
}
