// Where gates run: behind a node:http server of this process, and in a workerd.

import { createServer } from "node:http";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { Miniflare } from "miniflare";
import { createGate } from "portcullis/edge";

import { close, listen } from "../../xtask/demo/listen.mjs";
import { bundleWorker } from "../runtimes/workerd.mjs";
import { Gates } from "./gates.mjs";

/** Every host by its name; each starts to `{ url, stop }`. */
export const HOSTS = { node: startNode, workerd: startWorkerd };

async function startNode() {
  const gates = new Gates(createGate);
  const server = createServer((incoming, outgoing) => {
    answer(gates, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server, 0, "gate");
  return { url: urlOf(server), stop: () => close(server) };
}

async function answer(gates, incoming, outgoing) {
  const { method, headers } = incoming;
  const body = method === "GET" ? null : Readable.toWeb(incoming);
  const url = `http://gate.example${incoming.url}`;
  const response = await gates.fetch(new Request(url, { method, headers, body, duplex: "half" }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function startWorkerd() {
  const bundle = await bundleWorker(fileURLToPath(new URL("gate_worker.mjs", import.meta.url)));
  const workerd = new Miniflare({
    ...bundle,
    kvNamespaces: ["KEYS"],
    host: "127.0.0.1",
    port: 0,
  });
  const { origin } = await workerd.ready;
  return { url: origin, stop: () => workerd.dispose() };
}

/** The address of a server that listens. */
export function urlOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}
