//! What the targets do with a case, and what they share.

pub mod base64url;
pub mod callback;
pub mod certificates;
pub mod discovery;
pub mod dpop_proof;
pub mod ecdsa;
pub mod eddsa;
pub mod json;
pub mod jwk;
pub mod jwks;
pub mod policy;
pub mod rsa;
mod tree;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::{Algorithm, Limits, VerifyingKey, signature_tests};

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn decode(text: &str) -> Vec<u8> {
    try_decode(text).expect("base64url")
}

/// What a text says, when it is canonical and without padding.
fn try_decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Our reading of a JWK.
pub fn key(jwk: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_jwk(jwk, &Limits::DEFAULT).ok()
}

/// Good signatures before a kept key counts as prepared; the core builds its tables before that.
const GOOD: usize = 16;

/// A key that was kept, after enough good signatures.
pub fn prepared(jwk: &str, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> VerifyingKey {
    let key = key(jwk).expect("a sound key");
    for _ in 0..GOOD {
        assert!(signature_tests::verify(&key, algorithm, message, signature));
    }
    key
}

/// What is done to a good signature.
#[derive(arbitrary::Arbitrary, Debug)]
pub enum Change<'a> {
    Nothing,
    Bit(u16),
    Byte(u16, u8),
    Cut(u8),
    Append(u8),
    Halves,
    Replace(&'a [u8]),
}

impl Change<'_> {
    pub fn apply(&self, signature: &mut Vec<u8>) {
        let length = signature.len();
        match self {
            Self::Nothing => {}
            Self::Bit(at) => signature[usize::from(*at) / 8 % length] ^= 1 << (at % 8),
            Self::Byte(at, byte) => signature[usize::from(*at) % length] = *byte,
            Self::Cut(bytes) => signature.truncate(length.saturating_sub(usize::from(*bytes))),
            Self::Append(byte) => signature.push(*byte),
            Self::Halves => signature.rotate_left(length / 2),
            Self::Replace(bytes) => *signature = bytes.to_vec(),
        }
    }
}
