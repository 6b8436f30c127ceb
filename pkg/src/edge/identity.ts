import type { Identity } from "../identity.js";

/** What goes to the origin in which header. */
export type ForwardedClaims = Readonly<Record<string, string>>;

/**
 * Takes every header out that an origin might mistake for one of ours: servers that turn names into
 * variables (CGI, WSGI) read `X_Auth_Sub` and `x-auth-sub` as one.
 */
export function removeIdentity(headers: Headers, forward: ForwardedClaims): void {
  const ours = new Set(Object.values(forward).map(normalised));
  for (const name of [...headers.keys()]) {
    if (ours.has(normalised(name))) headers.delete(name);
  }
}

/** Adds who a verified token stands for. What is not known leaves its header absent. */
export function addIdentity(
  headers: Headers,
  forward: ForwardedClaims,
  identity: () => Identity,
): void {
  for (const [name, header] of Object.entries(forward)) {
    const value = VALUES[name]?.(identity());
    if (value !== undefined) headers.set(header, value);
  }
}

/** What stands for each name in a gate's `forward`. */
const VALUES: Readonly<Record<string, (identity: Identity) => string | undefined>> = {
  sub: ({ subject }) => subject && encoded(subject),
  client_id: ({ client }) => client && encoded(client),
  scope: ({ scopes }) => listed(scopes),
  roles: ({ roles }) => listed(roles),
};

/** With spaces in between, as scopes have them (RFC 6749 §3.3). */
function listed(names: readonly string[]): string | undefined {
  return names.length > 0 ? names.map(encoded).join(" ") : undefined;
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "-");
}

/**
 * A text as a header can carry it: UTF-8, percent-encoded outside `%x21-7E`. The percent sign is
 * encoded too, so that two subjects never become one.
 */
function encoded(value: string): string {
  let text = "";
  for (const byte of new TextEncoder().encode(value)) {
    const plain = byte >= 0x21 && byte <= 0x7e && byte !== PERCENT;
    text += plain ? String.fromCharCode(byte) : percent(byte);
  }
  return text;
}

const PERCENT = 0x25;

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
