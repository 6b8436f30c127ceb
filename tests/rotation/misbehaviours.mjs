// What a server of keys may do instead of giving them out.

const JSON_TYPE = { "content-type": "application/json" };
const PAGE = "<!doctype html><title>Maintenance</title><p>We are back soon.</p>";
const TEN_MEGABYTES = 10 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, " ");

/** Each by its name: it gets the response and the body that it keeps back. */
export const MISBEHAVIOURS = {
  "304 that nobody asked for": (response) => response.writeHead(304).end(),
  500: (response, body) => response.writeHead(500, JSON_TYPE).end(body),
  "503 with Retry-After": (response) => response.writeHead(503, { "retry-after": "7" }).end(),
  "a page": (response) => response.writeHead(200, { "content-type": "text/html" }).end(PAGE),
  "keys as text/html": (response, body) =>
    response.writeHead(200, { "content-type": "text/html" }).end(body),
  "a page as application/json": (response) => response.writeHead(200, JSON_TYPE).end(PAGE),
  "half of the JSON": (response, body) =>
    response.writeHead(200, JSON_TYPE).end(body.slice(0, body.length / 2)),
  "a set without keys": (response) => response.writeHead(200, JSON_TYPE).end('{"keys":[]}'),
  "a set without a usable key": (response) =>
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ keys: UNUSABLE_KEYS })),
  "10 MB with a length": (response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": TEN_MEGABYTES });
    writeUntilClosed(response, TEN_MEGABYTES);
  },
  "10 MB in chunks": (response) => {
    response.writeHead(200, JSON_TYPE);
    writeUntilClosed(response, TEN_MEGABYTES);
  },
  "a hang-up": (response) => response.destroy(),
  "a hang-up within the body": (response, body) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  },
  "a hang-up between chunks": (response, body) => {
    response.writeHead(200, JSON_TYPE);
    // Whole JSON, but the last chunk, which says that it is whole (RFC 9112 §7.1), never comes.
    response.write(body, () => response.destroy());
  },
  "a stall": () => {},
  "a stall within the body": (response, body) =>
    response.writeHead(200, JSON_TYPE).write(body.slice(0, body.length / 2)),
  "a redirect": (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
  "a length too small": (response, body) => writeRaw(response, body, Math.floor(body.length / 2)),
  "a length too great": (response, body) => writeRaw(response, body, body.length * 2),
};

/** Keys that no token can be verified with; beside a usable one they are passed over. */
export const UNUSABLE_KEYS = [
  { kty: "oct", kid: "a secret", k: "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldA" },
  { kty: "EC", kid: "another curve", crv: "secp256k1", x: "AQ", y: "AQ" },
  { kty: "EC", kid: "no point", crv: "P-256", x: "AQ", y: "AQ" },
  { kty: "RSA", kid: "far too short", n: "AQAB", e: "AQAB" },
  { kty: "AKP", kid: "of tomorrow", alg: "ML-DSA-44", pub: "AQ" },
];

/** With a length that `node:http` would not let through; then the connection is closed. */
function writeRaw({ socket }, body, length) {
  const head = ["HTTP/1.1 200 OK", "connection: close", "content-type: application/json"];
  socket.end([...head, `content-length: ${length}`, "", body].join("\r\n"));
}

function writeUntilClosed(response, length) {
  let left = length;
  const more = () => {
    if (response.destroyed) return;
    left -= PIECE.length;
    if (left > 0) response.write(PIECE, more);
    else response.end(PIECE);
  };
  more();
}
