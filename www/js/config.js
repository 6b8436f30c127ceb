/**
 * Whom the page talks to.
 *
 * @typedef {object} Config
 * @property {string} issuer exact issuer identifier
 * @property {string} clientId
 * @property {string} resource what access tokens carry in `aud`
 * @property {string} scope requested scopes
 * @property {string} edge origin of the edge worker
 * @property {string} redirectUri this page, as registered at the issuer
 * @property {"access" | "access-plain"} kind what the issuer's access tokens are like
 */

/**
 * Asks the page's own server.
 *
 * @returns {Promise<Config>}
 */
export async function readConfig() {
  const response = await fetch("/config.json", { redirect: "error", credentials: "omit" });
  if (!response.ok) throw new Error("the page's configuration is missing");
  return response.json();
}
