//! ES256: ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).

use portcullis_engine::p256;
use sha2::{Digest, Sha256};

/// A point of P-256, on the curve and not at infinity.
pub(crate) type PublicKey = p256::PublicKey;

/// The key of two full-length coordinates; `None` when they are no point (RFC 8725 §3.4).
pub(crate) fn public_key(x: &[u8; 32], y: &[u8; 32]) -> Option<PublicKey> {
    PublicKey::new(x, y)
}

/// Whether a signature R‖S of exactly 64 bytes, both in `[1, n-1]`, is of this key.
///
/// DER is never tried (RFC 7518 §3.4). `S` and `n - S` both stand: JWS has no low-S rule.
pub(crate) fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let signature = signature.try_into();
    signature.is_ok_and(|signature| key.verify(&Sha256::digest(message).into(), signature))
}

/// Whether a signature is R‖S of exactly 64 bytes, both in `[1, n-1]`; for an engine that may not
/// look itself.
#[cfg(feature = "host-engine")]
pub(crate) fn is_well_formed(signature: &[u8]) -> bool {
    signature.try_into().is_ok_and(p256::is_well_formed)
}
