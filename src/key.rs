//! Keys: one JWK, a set of them, and shared secrets.

#[cfg(feature = "certificates")]
mod certificate;
mod document;
pub(crate) mod jwk;
mod material;
pub mod ring;
#[cfg(feature = "hmac")]
mod secret;
mod set;
mod thumbprint;

pub use document::KeyDocument;
pub use jwk::VerifyingKey;
#[cfg(feature = "hmac")]
pub use secret::HmacSecret;
pub use set::KeySet;
pub use thumbprint::thumbprint;
