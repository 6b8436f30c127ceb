//! Not part of the public interface: a signature check without a token around it.
//!
//! Published test cases sign messages that are no tokens, and a fuzz target wants to reach the
//! arithmetic at once. Nothing here may be built upon; it can change in any version.

use crate::alg::Algorithm;
use crate::key::VerifyingKey;

/// Whether the signature is of this key: the very check that a token's signature gets.
#[must_use]
pub fn verify(key: &VerifyingKey, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    key.verify(algorithm, message, signature)
}
