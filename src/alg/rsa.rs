//! RS256/384/512 and PS256/384/512 (RFC 7518 §3.3, §3.5; RFC 8017 §8), verifying only.

use rsa::signature::Verifier;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, pkcs1v15, pss};
use sha2::{Sha256, Sha384, Sha512};

use super::Algorithm;

/// An RSA key of 2048 to 8192 bits with an odd exponent from 3 to 2^33 − 1.
pub(crate) type PublicKey = rsa::PublicKey;

/// RFC 7518 §3.3 asks for 2048 bits at least; the upper bound caps the work of one verification.
const SIZES: core::ops::RangeInclusive<usize> = 2048..=8192;

/// The key of two big-endian numbers without leading zeros (RFC 7518 §6.3.1).
pub(crate) fn public_key(n: &[u8], e: &[u8]) -> Option<PublicKey> {
    if n.len() > 1024 || e.len() > 5 || n.first() == Some(&0) || e.first() == Some(&0) {
        return None;
    }
    // An exponent of 1 makes every encoding its own signature.
    if matches!(e, [] | [1]) {
        return None;
    }
    let n = BoxedUint::from_be_slice_vartime(n);
    let e = BoxedUint::from_be_slice_vartime(e);
    rsa::PublicKey::new_with_size_limits(n, e, SIZES).ok()
}

/// Whether a signature, exactly as long as the modulus and smaller than it, is of this key.
///
/// PSS takes a salt as long as the hash, never any other (RFC 7518 §3.5).
pub(crate) fn verify(
    algorithm: Algorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    if signature.len() != key.size() {
        return false;
    }
    match algorithm {
        Algorithm::Rs256 => pkcs1::<Sha256>(key, message, signature),
        Algorithm::Rs384 => pkcs1::<Sha384>(key, message, signature),
        Algorithm::Rs512 => pkcs1::<Sha512>(key, message, signature),
        Algorithm::Ps256 => pss::<Sha256>(key, message, signature),
        Algorithm::Ps384 => pss::<Sha384>(key, message, signature),
        Algorithm::Ps512 => pss::<Sha512>(key, message, signature),
        _ => false,
    }
}

fn pkcs1<D>(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool
where
    D: sha2::Digest + sha2::digest::const_oid::AssociatedOid,
    pkcs1v15::VerifyingKey<D>: Verifier<pkcs1v15::Signature>,
{
    pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| {
        pkcs1v15::VerifyingKey::<D>::new(key.clone())
            .verify(message, &signature)
            .is_ok()
    })
}

fn pss<D>(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool
where
    D: sha2::Digest,
    pss::VerifyingKey<D>: Verifier<pss::Signature>,
{
    pss::Signature::try_from(signature).is_ok_and(|signature| {
        let salt = <D as sha2::Digest>::output_size();
        let key = pss::VerifyingKey::<D>::new_with_salt_len(key.clone(), salt);
        key.verify(message, &signature).is_ok()
    })
}

/// Whether a signature is exactly as long as the modulus and smaller than it (RFC 8017 §5.2.2); for
/// an engine that may not look itself.
#[cfg(feature = "host-engine")]
pub(crate) fn is_well_formed(key: &PublicKey, signature: &[u8]) -> bool {
    let modulus = key.n_bytes();
    // Of numbers of one length, big-endian, the lesser bytes are the lesser number.
    signature.len() == modulus.len() && *signature < *modulus
}
