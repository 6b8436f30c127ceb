// Someone at the browser: opens the page, presses its buttons, reads what it says.
// The tokens are read from the token endpoint's answers, as a debugger would; the page shows them
// to nobody.

import { launchBrowser } from "./browser.mjs";

const PATIENCE = 20_000;

/** A browser of their own, on the page, not signed in. */
export async function openPage(settings, lifetime) {
  const { context, close } = await launchBrowser(lifetime);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const nextTokens = await overhear(page, `${settings.issuer}/token`);
  await page.clock.install();
  await page.goto(settings.www);
  return { page, complaints, nextTokens, close };
}

/** From the sign-in button through the provider's page and back. Returns the token response. */
export async function signIn({ page, nextTokens }, account) {
  const press = async () => {
    await page.click("#sign-in");
    await page.click(`#login-${account}`);
  };
  const [tokens] = await Promise.all([nextTokens(), press()]);
  await page.waitForSelector("#sign-out:visible");
  return { tokens, user: await page.textContent("#user") };
}

/** What the page says went wrong, if it does. */
export async function problemShown({ page }) {
  const text = (await page.textContent("#problem").catch(() => "")) ?? "";
  return text.trim() === "" ? [] : [`the page says: ${text.trim()}`];
}

/**
 * Chooses a token (`own`, `tampered`) and presses the call button. Returns what the edge answered
 * and what the page says about it.
 */
export async function callApi({ page }, settings, credentials) {
  await page.check(`input[name="credentials"][value="${credentials}"]`, { force: true });
  const fromEdge = (response) =>
    response.url().startsWith(settings.edge) && response.request().method() !== "OPTIONS";
  const [response] = await Promise.all([page.waitForResponse(fromEdge), page.click("#call-api")]);
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
  await person.page.clock.fastForward(seconds * 1000);
  const [tokens, called] = await Promise.all([
    person.nextTokens(),
    callApi(person, settings, "own"),
  ]);
  return { tokens, called };
}

/**
 * From the sign-out button through the provider's confirmation and back. Then presses sign-in once
 * more: a provider that has forgotten the session asks who is there.
 */
export async function signOut({ page }, settings) {
  await page.click("#sign-out");
  await page.waitForURL((url) => url.origin === new URL(settings.issuer).origin);
  await page.click("#logout");
  await page.waitForURL((url) => url.origin === settings.www);
  await page.click("#sign-in");
  await page.waitForURL((url) => url.origin === new URL(settings.issuer).origin);
  return { asksAgain: await page.isVisible("#login-ada") };
}

/**
 * Listens at the token endpoint through the browser's debugger; the exchange itself stays the
 * browser's own. Returns a function that waits for the next answer.
 */
async function overhear(page, address) {
  const debug = await page.context().newCDPSession(page);
  const patterns = [{ urlPattern: address, requestStage: "Response" }];
  await debug.send("Fetch.enable", { patterns });
  const waiting = [];
  debug.on("Fetch.requestPaused", ({ requestId }) => {
    const heard = readPaused(debug, requestId);
    // A page that closes meanwhile ends the reading; whoever waits for it learns that by time.
    heard.then(waiting.shift(), () => {});
  });
  return () => within(PATIENCE, new Promise((resolve) => waiting.push(resolve)));
}

async function readPaused(debug, requestId) {
  const { body, base64Encoded } = await debug.send("Fetch.getResponseBody", { requestId });
  await debug.send("Fetch.continueResponse", { requestId });
  return JSON.parse(Buffer.from(body, base64Encoded ? "base64" : "utf8").toString());
}

function within(milliseconds, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(reject, milliseconds, new Error("no answer from the token endpoint")).unref();
  });
  return Promise.race([promise, late]);
}
