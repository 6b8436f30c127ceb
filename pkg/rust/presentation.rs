//! What came along with a token.

use alloc::string::String;
use alloc::vec::Vec;

use portcullis::Presentation;
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;

use crate::throw;

pub(crate) fn read_presentation(text: Option<String>) -> Result<Presentation, JsValue> {
    match text {
        None => Ok(Presentation::bearer()),
        Some(text) => Presentation::from_json(&text).map_err(|error| throw::policy(&error)),
    }
}

/// SHA-256 of a DER certificate, which a bound token names as `x5t#S256` (RFC 8705 §3.1).
#[wasm_bindgen(js_name = certificateHash)]
#[must_use]
pub fn certificate_hash(der: &[u8]) -> Vec<u8> {
    Sha256::digest(der).to_vec()
}
