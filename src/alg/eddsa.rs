//! EdDSA on Ed25519 (RFC 8037 §3.1), also named Ed25519 (RFC 9864 §2.2).

#[cfg(feature = "host-engine")]
mod form;

use ed25519_dalek::{Signature, VerifyingKey};

#[cfg(feature = "host-engine")]
pub(crate) use form::is_well_formed;

/// A point of Ed25519 in its one canonical encoding, of large order.
pub(crate) type PublicKey = VerifyingKey;

/// The key of 32 bytes; `None` for no point, a second encoding of a point, or a small order.
///
/// The library takes encodings with y ≥ p; two encodings of one key would be two thumbprints.
pub(crate) fn public_key(x: &[u8; 32]) -> Option<PublicKey> {
    let key = VerifyingKey::from_bytes(x).ok()?;
    let canonical = key.to_edwards().compress().to_bytes() == *x;
    (canonical && !key.is_weak()).then_some(key)
}

/// Whether a signature of exactly 64 bytes is of this key: S < L, R canonical and of large order,
/// no cofactor (RFC 8032 §5.1.7, the strict reading).
pub(crate) fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}
