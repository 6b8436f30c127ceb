/** Fields that are meant for the next hop alone (RFC 9110 §7.6.1). */
const FIELDS = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Takes them out, and those that `Connection` names. */
export function removeHopByHop(headers: Headers): void {
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim());
  // What is no field name at all can be no header here either.
  for (const name of named) if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) headers.delete(name);
  for (const name of FIELDS) headers.delete(name);
}
