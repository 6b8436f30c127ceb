const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a token, a code or a key may travel to this URL: https, or http that never leaves the
 * machine (RFC 8252 §7.3), and no user name or password in it.
 */
export function isSecureUrl(url: URL): boolean {
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
}

/** The URL that a text spells, or undefined. Never relative to anything. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
