//! RS256/384/512 and PS256/384/512 (RFC 7518 §3.3, §3.5; RFC 8017 §8), verifying only.

mod pkcs1;
mod pss;

use alloc::sync::Arc;

use portcullis_engine::rsa::Key;
use sha2::{Sha256, Sha384, Sha512};

use super::Algorithm;

/// An RSA key of 2048 to 8192 bits with an odd exponent from 3 to 2^33 − 1.
#[derive(Clone)]
pub(crate) struct PublicKey {
    arithmetic: Arc<Key>,
    modulus_bits: usize,
}

/// RFC 7518 §3.3 asks for 2048 bits at least; the upper bound caps the work of one verification.
const SIZES: core::ops::RangeInclusive<usize> = 2048..=8192;

/// An exponent of 1 makes every encoding its own signature; the upper bound caps the work.
const EXPONENTS: core::ops::Range<u64> = 3..1 << 33;

/// The key of two big-endian numbers without leading zeros (RFC 7518 §6.3.1).
pub(crate) fn public_key(n: &[u8], e: &[u8]) -> Option<PublicKey> {
    let modulus_bits = bits(n)?;
    let sized = SIZES.contains(&modulus_bits) && bits(e)? <= 33;
    // A modulus with the factor 2, or an exponent with it, is no RSA key (RFC 8017 §3.1).
    if !sized || !is_odd(n) || !is_odd(e) {
        return None;
    }
    let exponent = e.iter().fold(0, |e, &byte| e << 8 | u64::from(byte));
    EXPONENTS.contains(&exponent).then(|| PublicKey {
        arithmetic: Arc::new(Key::new(n, exponent)),
        modulus_bits,
    })
}

/// Bits of a number whose first byte is not zero.
fn bits(number: &[u8]) -> Option<usize> {
    let first = number.first().filter(|&&first| first != 0)?;
    let unused = usize::try_from(first.leading_zeros()).ok()?;
    number.len().checked_mul(8)?.checked_sub(unused)
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last % 2 == 1)
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
    let Some(encoded) = key.arithmetic.recover(signature) else {
        return false;
    };
    let bits = key.modulus_bits;
    match algorithm {
        Algorithm::Rs256 => pkcs1::is_encoding::<Sha256>(&encoded, message),
        Algorithm::Rs384 => pkcs1::is_encoding::<Sha384>(&encoded, message),
        Algorithm::Rs512 => pkcs1::is_encoding::<Sha512>(&encoded, message),
        Algorithm::Ps256 => pss::is_encoding::<Sha256>(&encoded, bits, message),
        Algorithm::Ps384 => pss::is_encoding::<Sha384>(&encoded, bits, message),
        Algorithm::Ps512 => pss::is_encoding::<Sha512>(&encoded, bits, message),
        _ => false,
    }
}

/// Whether a signature is exactly as long as the modulus and smaller than it (RFC 8017 §5.2.2); for
/// an engine that may not look itself.
#[cfg(feature = "host-engine")]
pub(crate) fn is_well_formed(key: &PublicKey, signature: &[u8]) -> bool {
    key.arithmetic.is_representative(signature)
}

#[cfg(test)]
mod tests;
