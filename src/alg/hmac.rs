//! HS256/384/512: HMAC with SHA-2 (RFC 7518 §3.2).

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::Algorithm;

/// The least length of a secret: that of the hash output (RFC 7518 §3.2).
pub(crate) fn least_secret(algorithm: Algorithm) -> Option<usize> {
    match algorithm {
        Algorithm::Hs256 => Some(32),
        Algorithm::Hs384 => Some(48),
        Algorithm::Hs512 => Some(64),
        _ => None,
    }
}

/// Whether a tag of full length is of this secret, compared in constant time.
pub(crate) fn verify(algorithm: Algorithm, secret: &[u8], message: &[u8], tag: &[u8]) -> bool {
    match algorithm {
        Algorithm::Hs256 => check::<Hmac<Sha256>>(secret, message, tag),
        Algorithm::Hs384 => check::<Hmac<Sha384>>(secret, message, tag),
        Algorithm::Hs512 => check::<Hmac<Sha512>>(secret, message, tag),
        _ => false,
    }
}

fn check<M: Mac + KeyInit>(secret: &[u8], message: &[u8], tag: &[u8]) -> bool {
    <M as KeyInit>::new_from_slice(secret)
        .is_ok_and(|mac| mac.chain_update(message).verify_slice(tag).is_ok())
}
