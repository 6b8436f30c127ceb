// Changing a token by hand, as an attacker would.

/**
 * The same signature under other claims: someone helps themselves to a scope. Text that has no
 * readable payload loses its last character to another one.
 *
 * @param {string} token
 * @returns {string}
 */
export function tamperWith(token) {
  const [header, payload, signature, ...rest] = token.split(".");
  const claims = payload === undefined ? undefined : readPayload(payload);
  if (claims === undefined || signature === undefined || rest.length > 0) {
    return token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
  }
  const scope = typeof claims.scope === "string" ? `${claims.scope} admin` : "admin";
  return [header, writePayload({ ...claims, scope }), signature].join(".");
}

/**
 * @param {string} text base64url
 * @returns {Record<string, unknown> | undefined}
 */
function readPayload(text) {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Record<string, unknown>} claims */
function writePayload(claims) {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
