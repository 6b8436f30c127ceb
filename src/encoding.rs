//! Strict decoders that every byte passes: base64url and JSON.

pub(crate) mod base64url;
pub(crate) mod decimal;
pub(crate) mod hex;
pub(crate) mod json;
