//! Functions that need no verifier: PKCE at a server, thumbprints, a look into a token, randomness.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use portcullis::{Error, Limits, PkceFault, dangerous};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;

use crate::throw;

/// Random bytes from the host. The only source of randomness that the package has.
///
/// # Errors
///
/// Throws the number of `ERR_PKCE_ENTROPY` when the host has none.
#[wasm_bindgen]
pub fn entropy(length: u32) -> Result<Vec<u8>, JsValue> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    getrandom::fill(&mut bytes).map_err(|_| throw::refusal(Error::Pkce(PkceFault::Entropy)))?;
    Ok(bytes)
}

/// The S256 challenge of a code verifier (RFC 7636 §4.2).
///
/// # Errors
///
/// Throws the number of the refusal when the verifier is none.
#[wasm_bindgen(js_name = pkceChallenge)]
pub fn pkce_challenge(verifier: &str) -> Result<String, JsValue> {
    portcullis::pkce::challenge(verifier).map_err(throw::refusal)
}

/// Whether a code verifier belongs to a challenge (RFC 7636 §4.6).
///
/// # Errors
///
/// Throws the number of the refusal when one of the two is malformed.
#[wasm_bindgen(js_name = pkceVerify)]
pub fn pkce_verify(verifier: &str, challenge: &str) -> Result<bool, JsValue> {
    match portcullis::pkce::verify(verifier, challenge) {
        Ok(()) => Ok(true),
        Err(Error::Pkce(PkceFault::Mismatch)) => Ok(false),
        Err(error) => Err(throw::refusal(error)),
    }
}

/// The thumbprint of a JWK, given as JSON text (RFC 7638 §3).
///
/// # Errors
///
/// Throws the number of the refusal when it is no key.
#[wasm_bindgen]
pub fn thumbprint(jwk: &str) -> Result<String, JsValue> {
    portcullis::thumbprint(jwk).map_err(throw::refusal)
}

/// Header and claims of a token that nobody verified: JSON `{ "header", "claims" }`.
///
/// # Errors
///
/// Throws the number of the refusal when the token is not well-formed.
#[wasm_bindgen]
pub fn peek(jwt: &str) -> Result<String, JsValue> {
    let peeked = dangerous::peek(jwt, &Limits::default())
        .map_err(throw::refusal)?
        .dangerously_trust();
    // Both are JSON objects that the strict reader has taken.
    let parts = [
        r#"{"header":"#,
        &peeked.header,
        r#","claims":"#,
        &peeked.claims,
        "}",
    ];
    Ok(parts.concat())
}

/// SHA-256 of a DER certificate, which a bound token names as `x5t#S256` (RFC 8705 §3.1).
#[wasm_bindgen(js_name = certificateHash)]
#[must_use]
pub fn certificate_hash(der: &[u8]) -> Vec<u8> {
    Sha256::digest(der).to_vec()
}
