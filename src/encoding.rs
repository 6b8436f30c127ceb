//! Strict decoders that every byte passes: base64url and JSON; of certificates PEM and DER.

pub(crate) mod base64url;
pub(crate) mod decimal;
#[cfg(feature = "certificates")]
pub(crate) mod der;
pub(crate) mod hex;
pub(crate) mod json;
#[cfg(feature = "certificates")]
pub(crate) mod pem;
