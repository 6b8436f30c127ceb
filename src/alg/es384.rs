//! ES384: ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).

use p384::Scalar;
use p384::ecdsa::{Signature, VerifyingKey};
use p384::elliptic_curve::ops::{Invert, Reduce};
use sha2::{Digest, Sha384};

/// A point of P-384, on the curve and not at infinity.
pub(crate) type PublicKey = portcullis_engine::p384::PublicKey;

/// The key of two full-length coordinates; `None` when they are no point (RFC 8725 §3.4).
pub(crate) fn public_key(x: &[u8; 48], y: &[u8; 48]) -> Option<PublicKey> {
    let mut point = [4; 97];
    let (_, coordinates) = point.split_first_mut()?;
    let (first, second) = coordinates.split_at_mut(48);
    first.copy_from_slice(x);
    second.copy_from_slice(y);
    VerifyingKey::from_sec1_bytes(&point).ok()?;
    Some(PublicKey::new(x, y))
}

/// Whether a signature R‖S of exactly 96 bytes, both in `[1, n-1]`, is of this key.
///
/// DER is never tried (RFC 7518 §3.4). `S` and `n - S` both stand: JWS has no low-S rule.
pub(crate) fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let Ok(signature) = Signature::from_slice(signature) else {
        return false;
    };
    let (r, s) = signature.split_scalars();
    let inverse = s.invert_vartime();
    let e = <Scalar as Reduce<p384::FieldBytes>>::reduce(&Sha384::digest(message));
    key.verify(
        &(e * *inverse).to_bytes().into(),
        &(*r * *inverse).to_bytes().into(),
        &r.to_bytes().into(),
    )
}

/// Whether a signature is R‖S of exactly 96 bytes, both in `[1, n-1]`; for an engine that may not
/// look itself.
#[cfg(feature = "host-engine")]
pub(crate) fn is_well_formed(signature: &[u8]) -> bool {
    Signature::from_slice(signature).is_ok()
}
