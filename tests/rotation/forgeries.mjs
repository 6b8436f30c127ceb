// Tokens that must never pass, each made of a key and the claims of a token that would.

import { randomUUID } from "node:crypto";

import { createKey, encode, mint } from "../../pkg/test/issuer.mjs";

const FOREIGN = createKey("foreign");
const DAY = 86_400;

/** The forgery that makes a gate look for a key. */
export const UNKNOWN = "unknown kid";

/** Each by its name. */
export const FORGERIES = {
  tampered: (key, claims) => {
    const [header, , signature] = mint(key, claims).split(".");
    return [header, encode(JSON.stringify({ ...claims, sub: "mallory" })), signature].join(".");
  },
  expired: (key, claims) =>
    mint(key, { ...claims, iat: claims.iat - 2 * DAY, exp: claims.iat - DAY }),
  "foreign key": ({ kid }, claims) => mint({ ...FOREIGN, kid }, claims),
  "alg none": ({ kid }, claims) => {
    const header = { alg: "none", kid, typ: "at+jwt" };
    return `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}.`;
  },
  [UNKNOWN]: (_, claims) => mint({ ...FOREIGN, kid: randomUUID() }, claims),
};
