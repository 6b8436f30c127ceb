// Serves the page of www/ and the built package, under a policy that lets nothing else in.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { close, listen } from "./listen.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = join(ROOT, "www");
const PACKAGE = join(ROOT, "pkg", "dist");
const PACKAGE_PREFIX = "/portcullis/";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Starts the static server. `/config.json` tells the page which issuer, client and edge it talks
 * to.
 */
export async function startWww(settings, issuerOrigins) {
  const headers = headersFor(settings.edge, issuerOrigins.join(" "));
  const config = JSON.stringify(pageConfig(settings));
  const server = createServer((request, response) => {
    answer(request, config).then(
      ({ status, type, body }) => {
        response.writeHead(status, { ...headers, "content-type": type });
        response.end(request.method === "HEAD" ? undefined : body);
      },
      () => response.writeHead(500, headers).end(),
    );
  });
  await listen(server, settings.ports.www, "www");
  return { stop: () => close(server) };
}

function pageConfig({ issuer, clientId, audience, scope, kind, edge, redirectUri }) {
  return { issuer, clientId, audience, resource: audience, scope, kind, edge, redirectUri };
}

function headersFor(edge, issuer) {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    `connect-src 'self' ${edge} ${issuer}`,
    "img-src 'self' data:",
    `form-action 'self' ${issuer}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

async function answer(request, config) {
  if (request.method !== "GET" && request.method !== "HEAD")
    return plain(405, "method not allowed");
  const path = decodePath(request.url);
  if (path === undefined) return plain(400, "bad path");
  if (path === "/config.json") return { status: 200, type: TYPES[".json"], body: config };
  const file = fileFor(path);
  const type = file && TYPES[extname(file)];
  if (!type) return plain(404, "not found");
  try {
    return { status: 200, type, body: await readFile(file) };
  } catch {
    return plain(404, "not found");
  }
}

function decodePath(target) {
  try {
    const path = decodeURIComponent(target.split("?", 1)[0]);
    return path.startsWith("/") && !path.includes("\0") ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The file of a path, or undefined when the path would leave the two folders. */
function fileFor(path) {
  const fromPackage = path.startsWith(PACKAGE_PREFIX);
  const folder = fromPackage ? PACKAGE : PAGE;
  const rest = fromPackage ? path.slice(PACKAGE_PREFIX.length) : path.slice(1);
  const file = normalize(
    join(folder, rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest),
  );
  return file.startsWith(folder + sep) ? file : undefined;
}

function plain(status, body) {
  return { status, type: TYPES[".txt"], body };
}
