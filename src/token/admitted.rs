//! A token that may be used.

use alloc::borrow::Cow;
#[cfg(feature = "providers")]
use alloc::sync::Arc;

use super::header::Header;
use crate::alg::Algorithm;
use crate::claims::Claims;
use crate::error::{DeniedFault, Error};
#[cfg(feature = "providers")]
use crate::identity::Identity;
#[cfg(feature = "providers")]
use crate::policy::Dialect;
use crate::policy::ScopeRule;

/// A token that passed every check of its policy. Only it shows claims.
#[must_use = "look at the claims, or drop it on purpose"]
pub struct Admitted<'t> {
    pub(super) signing_input: Cow<'t, str>,
    pub(super) header: Header,
    pub(super) claims: Claims,
    pub(super) algorithm: Algorithm,
    pub(super) thumbprint: Option<[u8; 32]>,
    #[cfg(feature = "providers")]
    pub(super) dialect: Arc<Dialect>,
}

impl Admitted<'_> {
    /// Who the token stands for, whichever claims its issuer says that with.
    #[cfg(feature = "providers")]
    #[must_use]
    pub fn identity(&self) -> Identity<'_> {
        Identity::of(&self.claims, &self.dialect)
    }

    /// The claims (RFC 7519 §4).
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The claims as the JSON text that was signed, without a copy.
    #[must_use]
    pub fn into_claims_json(self) -> alloc::string::String {
        self.claims.into_json()
    }

    /// The algorithm that the signature was verified with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The header's `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The header's `typ`.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// The thumbprint of the key that signed (RFC 7638); `None` for a shared secret.
    #[must_use]
    pub fn key_thumbprint(&self) -> Option<&[u8; 32]> {
        self.thumbprint.as_ref()
    }

    /// The ASCII bytes that were signed (RFC 7515 §5.2); what a log may take the hash of.
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// Checks scopes beyond the policy's, such as those of one route (RFC 6750 §3.1).
    ///
    /// # Errors
    ///
    /// [`DeniedFault::Scope`] when the token lacks a scope of the rule.
    pub fn require(&self, rule: &ScopeRule) -> Result<(), Error> {
        if rule.is_empty() || rule.is_met_by(&self.claims.scopes()) {
            return Ok(());
        }
        Err(Error::Denied(DeniedFault::Scope))
    }
}

impl core::fmt::Debug for Admitted<'_> {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Admitted(..)")
    }
}
