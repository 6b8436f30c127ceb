//! A token that its issuer signed, whose claims have not been judged.

use alloc::sync::Arc;

use super::admitted::Admitted;
use super::unverified::Unverified;
use crate::alg::Algorithm;
use crate::error::Error;
use crate::policy::{Policy, Presentation, Subject, evaluate};
use crate::time::UnixTime;

/// A token with a good signature. It shows nothing but [`admit`](Self::admit).
#[must_use = "an authentic token may be expired or for somebody else"]
pub struct Authentic<'t> {
    pub(super) token: Unverified<'t>,
    pub(super) algorithm: Algorithm,
    /// Whose key it was; `None` for the token's own.
    pub(super) issuer: Option<Arc<str>>,
    pub(super) thumbprint: Option<[u8; 32]>,
}

impl<'t> Authentic<'t> {
    /// Judges the claims under a policy, at a time given by the caller, for one presentation.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the payload is no strict JSON object, [`Error::Claims`] or
    /// [`Error::Denied`]: the first fault in the order that [`Policy`] documents.
    pub fn admit(
        self,
        policy: &Policy,
        presentation: &Presentation,
        now: UnixTime,
    ) -> Result<Admitted<'t>, Error> {
        let parts = self.token.into_parts()?;
        let subject = Subject {
            token: &parts,
            algorithm: self.algorithm,
            key_issuer: self.issuer.as_deref(),
        };
        evaluate(&subject, policy, presentation, now)?;
        Ok(Admitted {
            signing_input: parts.signing_input,
            header: parts.header,
            claims: parts.claims,
            algorithm: self.algorithm,
            thumbprint: self.thumbprint,
            #[cfg(feature = "providers")]
            dialect: Arc::clone(&policy.dialect),
        })
    }
}

impl core::fmt::Debug for Authentic<'_> {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Authentic(..)")
    }
}
