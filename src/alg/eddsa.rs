//! EdDSA on Ed25519 (RFC 8037 §3.1), also named Ed25519 (RFC 9864 §2.2).

#[cfg(feature = "host-engine")]
mod form;

use alloc::sync::Arc;

use portcullis_engine::ed25519::Key;

#[cfg(feature = "host-engine")]
pub(crate) use form::is_well_formed;

/// A point of Ed25519 in its one canonical encoding, of large order.
///
/// Shared between copies of a key, so that its tables are built once.
pub(crate) type PublicKey = Arc<Key>;

/// The key of 32 bytes; `None` for no point, a second encoding of a point, or a small order: two
/// encodings of one key would be two thumbprints.
pub(crate) fn public_key(x: &[u8; 32]) -> Option<PublicKey> {
    Key::new(x).map(Arc::new)
}

/// Whether a signature of exactly 64 bytes is of this key: S < L, R canonical and of large order,
/// no cofactor (RFC 8032 §5.1.7, the strict reading).
pub(crate) fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let Some((r, s)) = signature.split_first_chunk::<32>() else {
        return false;
    };
    s.try_into().is_ok_and(|s| key.verify(message, r, s))
}
