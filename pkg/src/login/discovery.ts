import { LoginError } from "../errors.js";
import { ask } from "./ask.js";
import { fetchText } from "./bounded_fetch.js";
import type { LoginCore } from "./core.js";
import type { LoginSettings } from "./options.js";

/** What the login uses of an issuer's metadata; the core has checked every URL in it. */
export interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint?: string;
  /** Whether the issuer promises `iss` in every callback (RFC 9207 §3). */
  readonly iss_parameter: boolean;
}

interface Metadata extends Endpoints {
  readonly s256: boolean;
}

const METADATA_LIMIT = 256 * 1024;

/**
 * Fetches and reads the issuer's metadata.
 *
 * @throws {@link LoginError} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_MALFORMED`,
 * `ERR_METADATA_ISSUER_MISMATCH`, `ERR_ENDPOINT_INSECURE` or `ERR_METADATA_NO_S256`.
 */
export async function discover(core: LoginCore, settings: LoginSettings): Promise<Endpoints> {
  const { issuer, openid } = settings;
  const url = core.metadataUrl(issuer, openid ? "openid" : "oauth");
  if (url === undefined) throw new LoginError("ERR_LOGIN_OPTION", { path: "issuer" });
  const fetched = await fetchText(settings, url, { method: "GET" }, METADATA_LIMIT);
  if ("fault" in fetched) {
    throw new LoginError(
      fetched.fault === "malformed" ? "ERR_METADATA_MALFORMED" : "ERR_METADATA_UNREACHABLE",
    );
  }
  if (fetched.answer.status !== 200) throw new LoginError("ERR_METADATA_UNREACHABLE");
  const metadata = ask<Metadata>(() => core.readMetadata(fetched.answer.text, issuer));
  if (!metadata.s256 && !settings.allowUnlistedS256) throw new LoginError("ERR_METADATA_NO_S256");
  return metadata;
}
