//! A token whose signature somebody else is to check.

use alloc::borrow::Cow;
use alloc::sync::Arc;

use super::authentic::Authentic;
use super::candidate::{Candidate, Signer};
use super::unverified::Unverified;
use crate::alg::Algorithm;
use crate::error::{Error, KeyFault};

/// What an engine outside of the core has to check: that `signature` is the key's, over `input`.
///
/// Everything else is checked: the token's form, that this key may verify it, that the key is sound,
/// and that the signature's bytes are of the one form that the core takes. Engines differ there:
/// some take an Ed25519 key of small order, an RSA exponent of 1, or a second encoding.
///
/// Owns all it holds, so that it can wait for an answer from elsewhere. It shows no claims, and is
/// good for one answer.
#[must_use = "a pending check is not verified"]
pub struct PendingCheck {
    token: Unverified<'static>,
    algorithm: Algorithm,
    issuer: Arc<str>,
    thumbprint: [u8; 32],
    jwk: Arc<str>,
}

impl Candidate<'_, '_> {
    /// Leaves the signature to an engine outside of the core, such as `WebCrypto`.
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`] when no signature of this key has such bytes: a wrong length, ECDSA
    /// r or s outside `[1, n-1]` (RFC 7518 §3.4), S ≥ L or an R that is not canonical or of small
    /// order (RFC 8032 §5.1.7), an RSA signature not below the modulus (RFC 8017 §5.2.2).
    ///
    /// [`KeyFault::AlgUnknown`] for a shared secret, which is handed to nobody, and for a proof's own
    /// key, which is good for one proof.
    pub fn detach(self) -> Result<PendingCheck, Error> {
        // Without shared secrets and proofs there is no other kind of signer.
        #[allow(irrefutable_let_patterns, reason = "see above")]
        let Signer::Key(key, issuer) = self.signer else {
            return Err(Error::Key(KeyFault::AlgUnknown));
        };
        if !key.is_well_formed(self.algorithm, &self.token.signature) {
            return Err(Error::BadSignature);
        }
        Ok(PendingCheck {
            algorithm: self.algorithm,
            issuer: Arc::clone(issuer),
            thumbprint: *key.thumbprint(),
            jwk: Arc::clone(key.canonical()),
            token: self.token.into_owned(),
        })
    }
}

impl PendingCheck {
    /// The algorithm to verify with: the key's own. For PSS the salt is as long as the hash
    /// (RFC 7518 §3.5), for ECDSA the signature is r‖s.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key, a JWK of its required members alone (RFC 7638 §3.2).
    #[must_use]
    pub fn jwk(&self) -> &str {
        &self.jwk
    }

    /// The key's thumbprint (RFC 7638 §3), for keeping what an engine has made of the key.
    #[must_use]
    pub fn key_thumbprint(&self) -> &[u8; 32] {
        &self.thumbprint
    }

    /// The bytes that were signed (RFC 7515 §5.2).
    #[must_use]
    pub fn input(&self) -> &[u8] {
        self.token.signing_input().as_bytes()
    }

    /// The bytes of the signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.token.signature
    }

    /// Takes somebody else's word for the signature. With `true` **the token counts as signed**:
    /// hand in nothing but the answer of an engine that was given exactly what this check holds.
    ///
    /// # Errors
    ///
    /// [`Error::BadSignature`] when the answer is no.
    pub fn dangerously_accept(self, good: bool) -> Result<Authentic<'static>, Error> {
        if !good {
            return Err(Error::BadSignature);
        }
        Ok(Authentic {
            token: self.token,
            algorithm: self.algorithm,
            issuer: Some(self.issuer),
            thumbprint: Some(self.thumbprint),
        })
    }
}

impl Unverified<'_> {
    fn into_owned(self) -> Unverified<'static> {
        Unverified {
            signing_input: Cow::Owned(self.signing_input.into_owned()),
            header: self.header,
            payload: self.payload,
            signature: self.signature,
            claims: self.claims,
            limits: self.limits,
        }
    }
}

impl core::fmt::Debug for PendingCheck {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PendingCheck(..)")
    }
}
