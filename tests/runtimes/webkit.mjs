// WebKitGTK, through its own driver and plain WebDriver requests (W3C WebDriver §6). It has no mode
// without a window: where there is no display, `xvfb-run` brings one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

const START_MS = 30_000;

/** The WebKit that is installed, with as much of a browser and a page as our tests use. */
export async function launchWebKit() {
  const port = await freePort();
  const driver = spawn(process.env.WEBKITDRIVER ?? "WebKitWebDriver", [`--port=${port}`], {
    // Its sandbox takes user namespaces, which containers lack; the only page is ours.
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(driver, "exit");
  const ask = (method, path, body) => request(`http://127.0.0.1:${port}${path}`, method, body);
  const stop = async () => {
    driver.kill();
    await ended;
  };
  try {
    await Promise.race([
      ready(ask),
      ended.then(([code]) => Promise.reject(new Error(`WebKitWebDriver ended with ${code}`))),
    ]);
    const { sessionId, capabilities } = await ask("POST", "/session", {
      capabilities: { alwaysMatch: capabilitiesOf(process.env.WEBKIT) },
    });
    const session = `/session/${sessionId}`;
    return {
      version: () => capabilities.browserVersion,
      newPage: () => pageOf((path, body) => ask("POST", session + path, body)),
      async close() {
        await ask("DELETE", session);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function capabilitiesOf(binary) {
  // The work in a page takes as long as it takes.
  const timeouts = { script: null };
  if (binary === undefined) return { timeouts };
  return { timeouts, "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
}

/** The one page of a session. A fault in it shows in what it does not answer. */
function pageOf(command) {
  return {
    on() {},
    goto: (url) => command("/url", { url }),
    evaluate: (work, given) =>
      command("/execute/sync", { script: `return (${work})(arguments[0])`, args: [given] }),
  };
}

async function ready(ask) {
  for (const end = Date.now() + START_MS; Date.now() < end; await setTimeout(50)) {
    const status = await ask("GET", "/status").catch(() => undefined);
    if (status?.ready) return;
  }
  throw new Error("WebKitWebDriver does not answer");
}

async function request(url, method, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
  return value;
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  await once(server.close(), "close");
  return port;
}
