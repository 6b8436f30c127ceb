import { LoginError } from "../errors.js";

/**
 * Where to go after the login, as path, query and fragment of this origin.
 * Parsed as the browser will parse it and compared by origin: a look at the first characters lets
 * `//host`, `/\host` and `/.//host` through (RFC 9700 §4.11).
 *
 * @throws {@link LoginError} `ERR_RETURN_TO` for any other origin or scheme.
 */
export function readReturnTo(text: string, address: URL): string {
  const target = parse(text, address);
  if (target === undefined || !isSameOrigin(target, address)) throw new LoginError("ERR_RETURN_TO");
  const path = target.pathname + target.search + target.hash;
  // `/.//host` parses to the path `//host`, which means another host when it is parsed again.
  if (parse(path, address)?.href !== target.href) throw new LoginError("ERR_RETURN_TO");
  return path;
}

/** A `blob:` URL reports the origin of the page that made it, so the scheme is compared as well. */
function isSameOrigin(target: URL, address: URL): boolean {
  return target.origin === address.origin && target.protocol === address.protocol;
}

function parse(text: string, base: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
