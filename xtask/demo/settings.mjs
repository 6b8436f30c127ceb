// What the demo runs with: fixed ports and names, each of which a flag or a variable can change.

import { parseArgs } from "node:util";

/** The resource indicators that the demo's provider issues access tokens for. */
export const RESOURCES = {
  api: "https://api.portcullis.example",
  other: "https://other.portcullis.example",
};

const CLIENT_ID = "portcullis-demo";
const SCOPE = "openid profile email offline_access notes:read notes:write";

export const USAGE = `usage: main.mjs [--check] [ports] [--issuer URL --client-id ID --audience A [--scope S] [--kind access-plain]]

  --check              play the story headless and exit; the default without a terminal
  --www-port N         the page, 8080 (PORTCULLIS_WWW_PORT)
  --edge-port N        the edge worker, 8787 (PORTCULLIS_EDGE_PORT)
  --provider-port N    the demo's OpenID provider, 9090 (PORTCULLIS_PROVIDER_PORT)
  --origin-port N      the API behind the edge, 9091 (PORTCULLIS_ORIGIN_PORT)

  your own issuer instead of the demo's (register the page's address as redirect URI of a public client):
  --issuer URL         exact issuer identifier
  --client-id ID       public client, authorization code with PKCE
  --audience A         what its access tokens carry in aud; also sent as resource
  --scope S            requested scopes; at the edge any valid token passes
  --kind K             access (RFC 9068, the default) or access-plain`;

const FLAGS = {
  check: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  "www-port": { type: "string" },
  "edge-port": { type: "string" },
  "provider-port": { type: "string" },
  "origin-port": { type: "string" },
  issuer: { type: "string" },
  "client-id": { type: "string" },
  audience: { type: "string" },
  scope: { type: "string" },
  kind: { type: "string" },
};

/** A mistake in flags or variables; its message is for the terminal. */
export class SettingsError extends Error {}

/** Reads flags and environment into one frozen record. */
export function readSettings(args, env, terminal) {
  const flags = readFlags(args);
  const own = readOwnIssuer(flags);
  const ports = {
    www: readPort("www", flags, env, 8080),
    edge: readPort("edge", flags, env, 8787),
    provider: readPort("provider", flags, env, 9090),
    origin: readPort("origin", flags, env, 9091),
  };
  refuseSharedPorts(ports);
  const www = `http://127.0.0.1:${ports.www}`;
  return Object.freeze({
    help: flags.help,
    check: flags.check || !terminal,
    ports,
    www,
    redirectUri: `${www}/`,
    edge: `http://127.0.0.1:${ports.edge}`,
    origin: `http://127.0.0.1:${ports.origin}`,
    ownIssuer: own !== undefined,
    issuer: own?.issuer ?? `http://127.0.0.1:${ports.provider}`,
    clientId: own?.clientId ?? CLIENT_ID,
    audience: own?.audience ?? RESOURCES.api,
    scope: own?.scope ?? SCOPE,
    kind: own?.kind ?? "access",
  });
}

function readFlags(args) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true }).values;
  } catch (error) {
    throw new SettingsError(error.message);
  }
}

function readOwnIssuer(flags) {
  const { issuer, "client-id": clientId, audience, scope, kind } = flags;
  if (issuer === undefined) {
    if (clientId ?? audience ?? scope ?? kind) {
      throw new SettingsError("--client-id, --audience, --scope and --kind go with --issuer");
    }
    return undefined;
  }
  if (clientId === undefined || audience === undefined) {
    throw new SettingsError("--issuer needs --client-id and --audience");
  }
  if (!URL.canParse(issuer)) throw new SettingsError("--issuer is not a URL");
  if (kind !== undefined && kind !== "access" && kind !== "access-plain") {
    throw new SettingsError("--kind is access or access-plain");
  }
  return { issuer, clientId, audience, scope: scope ?? "openid profile email", kind };
}

function readPort(name, flags, env, fallback) {
  const text = flags[`${name}-port`] ?? env[`PORTCULLIS_${name.toUpperCase()}_PORT`];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!/^[0-9]+$/.test(text) || port < 1 || port > 65_535) {
    throw new SettingsError(`--${name}-port wants a number from 1 to 65535`);
  }
  return port;
}

function refuseSharedPorts(ports) {
  if (new Set(Object.values(ports)).size !== Object.keys(ports).length) {
    throw new SettingsError("the four ports must differ");
  }
}
