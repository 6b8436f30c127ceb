//! Keys: one JWK, a set of them, and shared secrets.

pub(crate) mod jwk;
mod material;
pub mod ring;
#[cfg(feature = "hmac")]
mod secret;
mod set;
mod thumbprint;

pub use jwk::VerifyingKey;
#[cfg(feature = "hmac")]
pub use secret::HmacSecret;
pub use set::KeySet;
pub use thumbprint::thumbprint;
