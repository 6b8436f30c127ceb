// A server of our own on loopback: folders, and one page.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** Serves folders by their prefix and a page at `/`, each with these headers. */
export async function startServer(folders, page, headers = {}) {
  const server = createServer((request, response) =>
    serve(folders, page, headers, request, response),
  );
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function serve(folders, page, headers, request, response) {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  if (pathname === "/" && page !== undefined) {
    response.writeHead(200, { ...headers, "content-type": TYPES[".html"] }).end(page);
    return;
  }
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const prefix = Object.keys(folders).find((start) => path.startsWith(start));
  try {
    const file = join(folders[prefix], normalize(`/${path.slice(prefix.length)}`));
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
