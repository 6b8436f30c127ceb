//! ES256: ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).

use p256::elliptic_curve::ops::{Invert, Reduce};
use p256::elliptic_curve::sec1::FromSec1Point;
use p256::{AffinePoint, FieldBytes, NonZeroScalar, Scalar, Sec1Point};
use sha2::{Digest, Sha256};

/// A point of P-256, on the curve and not at infinity.
pub(crate) type PublicKey = portcullis_engine::p256::PublicKey;

/// The key of two full-length coordinates; `None` when they are no point (RFC 8725 §3.4).
pub(crate) fn public_key(x: &[u8; 32], y: &[u8; 32]) -> Option<PublicKey> {
    let point = Sec1Point::from_affine_coordinates(x.into(), y.into(), false);
    let on_curve = AffinePoint::from_sec1_point(&point).is_some();
    bool::from(on_curve).then(|| PublicKey::new(x, y))
}

/// Whether a signature R‖S of exactly 64 bytes, both in `[1, n-1]`, is of this key.
///
/// DER is never tried (RFC 7518 §3.4). `S` and `n - S` both stand: JWS has no low-S rule.
pub(crate) fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let Some((r, s)) = scalars(signature) else {
        return false;
    };
    let inverse = *s.invert_vartime();
    let e = <Scalar as Reduce<FieldBytes>>::reduce(&Sha256::digest(message));
    key.verify(
        &(e * inverse).to_bytes().into(),
        &(*r * inverse).to_bytes().into(),
        &r.to_bytes().into(),
    )
}

/// R and S, where both are in `[1, n-1]`.
fn scalars(signature: &[u8]) -> Option<(NonZeroScalar, NonZeroScalar)> {
    let (r, s) = signature.split_first_chunk::<32>()?;
    let s: &[u8; 32] = s.try_into().ok()?;
    let scalar = |bytes: &[u8; 32]| NonZeroScalar::from_repr((*bytes).into()).into_option();
    Some((scalar(r)?, scalar(s)?))
}

/// Whether a signature is R‖S of exactly 64 bytes, both in `[1, n-1]`; for an engine that may not
/// look itself.
#[cfg(feature = "host-engine")]
pub(crate) fn is_well_formed(signature: &[u8]) -> bool {
    scalars(signature).is_some()
}
