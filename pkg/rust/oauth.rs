//! Messages of OAuth 2.1 and OpenID Connect: text in, JSON text out, refusals thrown as numbers.

use alloc::borrow::ToOwned;
use alloc::string::String;

use portcullis::Limits;
use portcullis::oauth::{self, Expected, Metadata, MetadataKind, TokenResponse};
use wasm_bindgen::prelude::*;

use crate::throw;

/// A PKCE pair from 32 random bytes: JSON `{ "code_verifier", "code_challenge" }`
/// (RFC 7636 §4.1, §4.2).
///
/// # Errors
///
/// Throws the number of `ERR_PKCE_ENTROPY` for any other length.
#[wasm_bindgen(js_name = pkceFromEntropy)]
pub fn pkce_from_entropy(entropy: &[u8]) -> Result<String, JsValue> {
    let pkce = portcullis::Pkce::from_entropy(entropy).map_err(throw::refusal)?;
    // Both are base64url.
    Ok([
        r#"{"code_verifier":""#,
        pkce.verifier(),
        r#"","code_challenge":""#,
        pkce.challenge(),
        r#""}"#,
    ]
    .concat())
}

/// The address of an issuer's metadata, `openid` (OpenID Connect Discovery §4) or `oauth`
/// (RFC 8414 §3.1); nothing when the issuer is no such URL.
#[wasm_bindgen(js_name = metadataUrl)]
#[must_use]
pub fn metadata_url(issuer: &str, kind: &str) -> Option<String> {
    let kind = match kind {
        "openid" => MetadataKind::OpenId,
        "oauth" => MetadataKind::OAuth,
        _ => return None,
    };
    Metadata::url(issuer, kind)
}

/// The URL of the keys in an issuer's metadata, of which nothing else is needed.
///
/// # Errors
///
/// Throws the number of the refusal.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = readJwksUri)]
pub fn read_jwks_uri(text: &str, issuer: &str) -> Result<String, JsValue> {
    Metadata::for_keys(text, issuer, &Limits::default())
        .map(|metadata| metadata.jwks_uri)
        .map_err(throw::refusal)
}

/// An issuer's metadata for a login: JSON with the members of the document that are used, and
/// `iss_parameter` (RFC 9207 §3) and `s256` (RFC 7636).
///
/// # Errors
///
/// Throws the number of the refusal.
#[wasm_bindgen(js_name = readMetadata)]
pub fn read_metadata(text: &str, issuer: &str) -> Result<String, JsValue> {
    Metadata::for_login(text, issuer, &Limits::default())
        .map(|metadata| metadata.to_json())
        .map_err(throw::refusal)
}

/// The code in the query of an authorization response, once `state` and `iss` are what they must be.
///
/// # Errors
///
/// Throws the number of the refusal; see [`callback_error`] for an error response.
#[wasm_bindgen(js_name = readCallback)]
pub fn read_callback(
    query: &str,
    state: &str,
    issuer: &str,
    iss_parameter: bool,
) -> Result<String, JsValue> {
    let expected = Expected {
        state,
        issuer,
        iss_parameter,
    };
    oauth::read_callback(query, &expected).map_err(throw::refusal)
}

/// The registered error code of an error response (RFC 6749 §4.1.2.1).
#[wasm_bindgen(js_name = callbackError)]
#[must_use]
pub fn callback_error(query: &str) -> Option<String> {
    oauth::callback_error(query).map(str::to_owned)
}

/// A token response as JSON (RFC 6749 §5.1).
///
/// # Errors
///
/// Throws the number of the refusal.
#[wasm_bindgen(js_name = readTokenResponse)]
pub fn read_token_response(text: &str, requested_scope: &str) -> Result<String, JsValue> {
    TokenResponse::read(text, requested_scope)
        .map(|response| response.to_json())
        .map_err(throw::refusal)
}

/// The registered code of a token endpoint's error answer, or `invalid_response` (RFC 6749 §5.2).
#[wasm_bindgen(js_name = readTokenError)]
#[must_use]
pub fn read_token_error(text: &str) -> String {
    oauth::token_error(text).to_owned()
}
