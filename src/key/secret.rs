//! Shared secrets for HS256/384/512: a type of its own, which no key set can produce.

use alloc::vec::Vec;

use crate::alg::{Algorithm, hmac};
use crate::error::{Error, KeyFault};

/// A shared secret with its one algorithm and the issuer that signs with it.
///
/// Keys from a JWK set never become one, so a public key can never be used as a MAC key
/// (RFC 8725 §2.1).
#[derive(Clone)]
pub struct HmacSecret {
    issuer: alloc::sync::Arc<str>,
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl HmacSecret {
    /// A secret of at least the hash's length: 32, 48 or 64 bytes, random (RFC 7518 §3.2).
    ///
    /// # Errors
    ///
    /// [`KeyFault::Secret`] when it is shorter, [`KeyFault::AlgMismatch`] for another algorithm.
    pub fn new(issuer: &str, algorithm: Algorithm, bytes: &[u8]) -> Result<Self, Error> {
        let least = hmac::least_secret(algorithm).ok_or(Error::Key(KeyFault::AlgMismatch))?;
        if bytes.len() < least {
            return Err(Error::Key(KeyFault::Secret));
        }
        Ok(Self {
            issuer: issuer.into(),
            algorithm,
            bytes: bytes.to_vec(),
        })
    }

    pub(crate) fn issuer(&self) -> &alloc::sync::Arc<str> {
        &self.issuer
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        hmac::verify(self.algorithm, &self.bytes, message, tag)
    }
}

impl core::fmt::Debug for HmacSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("HmacSecret")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
