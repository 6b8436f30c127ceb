//! A token with the one key that may have signed it.

use alloc::sync::Arc;

use super::authentic::Authentic;
use super::unverified::Unverified;
use crate::alg::Algorithm;
use crate::error::Error;
use crate::key::VerifyingKey;

/// A token and its key; the signature has not been looked at.
#[must_use = "a candidate is not verified"]
pub struct Candidate<'t, 'k> {
    pub(super) token: Unverified<'t>,
    pub(super) algorithm: Algorithm,
    pub(super) signer: Signer<'k>,
}

/// Whose signature it has to be.
pub(super) enum Signer<'k> {
    Key(&'k VerifyingKey, &'k Arc<str>),
    /// The token's own, which proves that its sender has the key and nothing else.
    #[cfg(feature = "back-channel")]
    Embedded(alloc::boxed::Box<VerifyingKey>),
    #[cfg(feature = "hmac")]
    Secret(&'k crate::key::HmacSecret),
}

impl<'t> Candidate<'t, '_> {
    /// The algorithm of the key, which the header names too.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Checks the signature over the bytes as received (RFC 7515 §5.2).
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`], whatever is wrong with it: length, range, or not of this key.
    // Out of line: the arithmetic behind it would be in a module twice.
    #[inline(never)]
    pub fn verify(self) -> Result<Authentic<'t>, Error> {
        let message = self.token.signing_input.as_bytes();
        let signature = &self.token.signature;
        let of_key = |key: &VerifyingKey| {
            let good = key.verify(self.algorithm, message, signature);
            (good, Some(*key.thumbprint()))
        };
        let ((good, thumbprint), issuer) = match self.signer {
            Signer::Key(key, issuer) => (of_key(key), Some(Arc::clone(issuer))),
            #[cfg(feature = "back-channel")]
            Signer::Embedded(key) => (of_key(&key), None),
            #[cfg(feature = "hmac")]
            Signer::Secret(secret) => (
                (secret.verify(message, signature), None),
                Some(Arc::clone(secret.issuer())),
            ),
        };
        if !good {
            return Err(Error::BadSignature);
        }
        Ok(Authentic {
            token: self.token,
            algorithm: self.algorithm,
            issuer,
            thumbprint,
        })
    }
}

impl core::fmt::Debug for Candidate<'_, '_> {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Candidate(..)")
    }
}
