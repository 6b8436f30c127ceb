// A real HTTP server on this machine, for as long as one test runs.

import { createServer } from "node:http";

/** Starts `answer` on a free port; stopped at the end of `test`. Counts requests by path. */
export async function serve(test, answer) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    answer(request, response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  test.after(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}

/** Answers with JSON. */
export function json(response, value, status = 200) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
