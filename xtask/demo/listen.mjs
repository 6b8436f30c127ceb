// Starting and stopping a node:http server so that a stop never waits for an idle connection.

import { createServer } from "node:http";

/** Listens on 127.0.0.1. A port in use becomes a sentence that names the flag to change it with. */
export async function listen(server, port, name) {
  await new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `port ${port} is in use: end that program, or choose another with --${name}-port`,
            )
          : error,
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** Stops listening and cuts the connections that are still open. */
export async function close(server) {
  if (!server.listening) return;
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** Fails, with the same sentence, when another program holds the port. */
export async function assertFree(port, name) {
  const probe = createServer();
  await listen(probe, port, name);
  await close(probe);
}
