// The callback's rules in a real Chromium, on the real page, against a real OpenID provider.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { createLifetime } from "../../../xtask/demo/lifetime.mjs";
import { startProvider } from "../../../xtask/demo/provider.mjs";
import { readSettings } from "../../../xtask/demo/settings.mjs";
import { launchBrowser } from "../../../xtask/demo/story/browser.mjs";
import { startWww } from "../../../xtask/demo/www.mjs";

const LOGIN = "/portcullis/entry/browser_login.js";

const lifetime = createLifetime();
let settings;
let context;

before(async () => {
  const ports = await freePorts(["www", "edge", "provider", "origin"]);
  settings = readSettings(ports, {}, false);
  lifetime.own((await startProvider(settings)).stop);
  lifetime.own((await startWww(settings, [settings.issuer])).stop);
  ({ context } = await launchBrowser(lifetime));
});

after(() => lifetime.end());

/** Runs in a tab of its own, without cookies from before; nothing may complain. */
function inTab(name, run) {
  test(name, async () => {
    await context.clearCookies();
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    try {
      await run(page);
      assert.deepEqual(complaints, []);
    } finally {
      await page.close();
    }
  });
}

inTab("a login leaves no token anywhere but in memory", async (page) => {
  await page.goto(settings.www);
  let tokens;
  // Read on its way to the page: the browser may drop a body before a test can ask for it.
  await page.route(`${settings.issuer}/token`, async (route) => {
    const response = await route.fetch();
    tokens = await response.json();
    await route.fulfill({ response });
  });
  await page.click("#sign-in");
  await page.click("#login-ada");
  await page.waitForSelector("#sign-out:visible");

  assert.match(await page.textContent("#user"), /Ada Lovelace/);
  assert.equal(page.url(), settings.redirectUri);
  const found = await page.evaluate(readEverything);
  const cookies = await page.context().cookies();
  const everything = JSON.stringify([found, cookies]);
  for (const name of ["access_token", "refresh_token", "id_token"]) {
    assert.ok(tokens[name].length > 20);
    assert.ok(!everything.includes(tokens[name]), `${name} is nowhere to be found`);
  }
  assert.deepEqual(found.session, {}, "and no transaction is left");
  assert.deepEqual(found.local, {});
  assert.deepEqual(found.databases, []);
  assert.deepEqual(found.caches, []);

  await page.reload();
  await page.waitForSelector("#sign-in:visible");
});

inTab("the WASM is asked for at signIn and at the callback, not before", async (page) => {
  const asked = [];
  await page.route("**/*.wasm", async (route) => {
    const { session } = await page.evaluate(readEverything);
    asked.push({ address: page.url(), stored: Object.keys(session) });
    await route.continue();
  });
  await page.goto(settings.www);
  await page.waitForSelector("#sign-in:visible");
  assert.deepEqual(asked, []);
  await page.click("#sign-in");
  await page.click("#login-ada");
  await page.waitForSelector("#sign-out:visible");
  // By then the address is scrubbed and the transaction taken.
  assert.deepEqual(asked, [
    { address: settings.redirectUri, stored: [] },
    { address: settings.redirectUri, stored: [] },
  ]);
});

const REFUSED = {
  "RFC 6749 §10.12: another state": [
    (query) => query.set("state", "A".repeat(43)),
    "ERR_STATE_MISMATCH",
  ],
  "RFC 9207 §2.4: another issuer": [
    (query) => query.set("iss", "https://evil.example"),
    "ERR_CALLBACK_ISSUER_MISMATCH",
  ],
  "RFC 9207 §2.4: no issuer": [(query) => query.delete("iss"), "ERR_CALLBACK_ISSUER_MISSING"],
  "RFC 6749 §3.1: a parameter twice": [
    (query) => query.append("code", "other"),
    "ERR_CALLBACK_DUPLICATE_PARAMETER",
  ],
};

for (const [name, [change, code]] of Object.entries(REFUSED)) {
  inTab(`refuses ${name}`, async (page) => {
    await page.goto(settings.www);
    const callback = await catchCallback(page);
    change(callback.searchParams);
    const asked = requestsTo(page, `${settings.issuer}/token`);
    await page.goto(callback.href);
    await expectProblem(page, code);
    assert.equal(page.url(), settings.redirectUri, "the address is scrubbed");
    assert.deepEqual(asked, [], "the code is not exchanged");
    await page.waitForSelector("#sign-in:visible");
  });
}

inTab("RFC 9700 §4.7.1: a callback serves once", async (page) => {
  await page.goto(settings.www);
  const callback = await catchCallback(page);
  await page.goto(callback.href);
  await page.waitForSelector("#sign-out:visible");
  await page.goto(callback.href);
  await expectProblem(page, "ERR_STATE_MISMATCH");
});

inTab("RFC 6749 §4.1.2.1: a cancelled login says so", async (page) => {
  await page.goto(settings.www);
  await page.click("#sign-in");
  await page.click("#cancel");
  await expectProblem(page, "ERR_AUTHORIZATION_REFUSED");
  assert.match(await page.textContent("#problem"), /access_denied/);
  assert.equal(page.url(), settings.redirectUri);
});

inTab("a login that took eleven minutes is refused", async (page) => {
  await page.clock.install();
  await page.goto(settings.www);
  const callback = await catchCallback(page);
  await page.clock.fastForward("11:00");
  await page.goto(callback.href);
  await expectProblem(page, "ERR_TRANSACTION_EXPIRED");
});

inTab("a sixth login under way evicts the oldest", async (page) => {
  const callbacks = [];
  for (let count = 0; count < 6; count += 1) {
    await page.goto(settings.www);
    callbacks.push(await catchCallback(page));
  }
  await page.goto(callbacks[0].href);
  await expectProblem(page, "ERR_STATE_MISMATCH");
  await page.goto(callbacks[1].href);
  await page.waitForSelector("#sign-out:visible");
});

inTab("RFC 9700 §4.11: returnTo of another origin is refused", async (page) => {
  await page.goto(settings.www);
  const codes = await page.evaluate(signInTowards, {
    entry: LOGIN,
    options: {
      issuer: settings.issuer,
      development: true,
      clientId: settings.clientId,
      redirectUri: settings.redirectUri,
    },
    targets: ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
  });
  assert.deepEqual(new Set(codes), new Set(["ERR_RETURN_TO"]));
  const blob = await page.evaluate(() => URL.createObjectURL(new Blob(["<p>"])));
  assert.ok(blob.startsWith(`blob:${settings.www}`));
  const [code] = await page.evaluate(signInTowards, {
    entry: LOGIN,
    options: {
      issuer: settings.issuer,
      development: true,
      clientId: settings.clientId,
      redirectUri: settings.redirectUri,
    },
    targets: [blob],
  });
  assert.equal(code, "ERR_RETURN_TO");
  assert.equal(page.url(), `${settings.www}/`);
});

inTab("RP-Initiated Logout §2: signing out ends both sessions", async (page) => {
  await page.goto(settings.www);
  await page.click("#sign-in");
  await page.click("#login-ada");
  await page.click("#sign-out");
  await page.click("#logout");
  await page.waitForSelector("#sign-in:visible");
  assert.equal(page.url(), settings.redirectUri, "the answer's state is scrubbed");
  assert.deepEqual(Object.keys((await page.evaluate(readEverything)).session), []);
  await page.click("#sign-in");
  await page.waitForSelector("#login-ben");
});

inTab("RFC 6750 §5.3: a token goes to allowed origins only", async (page) => {
  await page.goto(settings.www);
  const refusals = await page.evaluate(fetchEverywhere, {
    entry: LOGIN,
    options: {
      issuer: settings.issuer,
      development: true,
      clientId: settings.clientId,
      redirectUri: settings.redirectUri,
      allowedOrigins: [settings.edge],
    },
    targets: [settings.www, settings.issuer, "http://127.0.0.1.evil.example/", "data:,x", "/"],
  });
  assert.deepEqual(new Set(refusals), new Set(["ERR_ORIGIN_NOT_ALLOWED"]));
});

/** Signs in as far as the callback, and keeps the page's own script from seeing that. */
async function catchCallback(page) {
  const script = "**/js/app.js";
  await page.waitForSelector("#sign-in:visible");
  await page.route(script, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.click("#sign-in");
  // Whoever is signed in at the provider already is sent back at once.
  const form = page.waitForSelector("#login-ada").then((button) => button.click());
  form.catch(() => {});
  await page.waitForURL(`${settings.redirectUri}?*`);
  await page.unroute(script);
  return new URL(page.url());
}

async function expectProblem(page, code) {
  await page.waitForSelector("#problem:visible");
  assert.match(await page.textContent("#problem"), new RegExp(code));
}

function requestsTo(page, url) {
  const seen = [];
  page.on("request", (request) => {
    if (request.url() === url) seen.push(request.method());
  });
  return seen;
}

// What follows runs in the page.

async function readEverything() {
  return {
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookie: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    history: history.state,
    name: window.name,
    globals: Object.keys(window).map((name) => [
      name,
      typeof window[name] === "string" ? window[name] : "",
    ]),
    html: document.documentElement.outerHTML,
  };
}

async function signInTowards({ entry, options, targets }) {
  const { createLogin } = await import(entry);
  const login = createLogin(options);
  const codes = [];
  for (const returnTo of targets) {
    codes.push(await login.signIn({ returnTo }).catch(({ code }) => code));
  }
  return codes;
}

async function fetchEverywhere({ entry, options, targets }) {
  const { createLogin } = await import(entry);
  const login = createLogin(options);
  return Promise.all(targets.map((target) => login.fetch(target).catch(({ code }) => code)));
}

async function freePorts(names) {
  const probes = await Promise.all(
    names.map(
      () =>
        new Promise((resolve) => {
          const probe = createServer().listen(0, "127.0.0.1", () => resolve(probe));
        }),
    ),
  );
  const flags = names.map((name, index) => `--${name}-port=${probes[index].address().port}`);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return flags;
}
