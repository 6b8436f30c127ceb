//! What came along with one token, and is no part of any policy.

use alloc::borrow::ToOwned;
use alloc::string::String;

use sha2::{Digest, Sha256};

use super::fields::Fields;
use crate::encoding::{base64url, json};
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;

/// What came along with one token: the nonce that was sent, the access token beside an ID token,
/// the client's certificate.
///
/// A token that is bound to something (`cnf`) is refused unless that something is here.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Presentation {
    pub(crate) nonce: Option<String>,
    pub(crate) access_token: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) certificate: Option<[u8; 32]>,
}

impl Presentation {
    /// A token that came alone, as `Authorization: Bearer` (RFC 6750 §2.1).
    #[must_use]
    pub fn bearer() -> Self {
        Self::default()
    }

    /// The nonce that was sent; an ID token must hold the same (OpenID Connect Core §3.1.3.7).
    #[must_use]
    pub fn nonce(mut self, nonce: &str) -> Self {
        self.nonce = Some(nonce.to_owned());
        self
    }

    /// The access token that came with an ID token, for `at_hash` (OpenID Connect Core §3.1.3.6).
    #[must_use]
    pub fn access_token(mut self, token: &str) -> Self {
        self.access_token = Some(token.to_owned());
        self
    }

    /// The authorization code that came with an ID token, for `c_hash` (§3.3.2.11).
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// The DER bytes of the client's certificate, for `cnf.x5t#S256` (RFC 8705 §3.1).
    #[must_use]
    pub fn client_certificate(mut self, der: &[u8]) -> Self {
        self.certificate = Some(Sha256::digest(der).into());
        self
    }

    /// Reads `{ "nonce", "access_token", "code", "client_certificate" }`, all optional strings;
    /// the certificate as base64url of the SHA-256 of its DER bytes.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the path of the first fault; unknown members are refused.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        let limits = Limits::default();
        let object = json::read(text.as_bytes(), limits.policy, &limits)
            .map_err(|_| PolicyError::new(PolicyFault::Malformed, ""))?;
        let mut fields = Fields::new(&object, "");
        let mut string = |name| Ok(fields.opt_str(name)?.map(ToOwned::to_owned));
        let (nonce, access_token, code) =
            (string("nonce")?, string("access_token")?, string("code")?);
        let certificate = match fields.opt_str("client_certificate")? {
            None => None,
            Some(hash) => Some(
                base64url::decode(hash)
                    .ok()
                    .and_then(|bytes| bytes.try_into().ok())
                    .ok_or_else(|| fields.fault(PolicyFault::Value, "client_certificate"))?,
            ),
        };
        fields.finish()?;
        Ok(Self {
            nonce,
            access_token,
            code,
            certificate,
        })
    }
}

impl core::fmt::Debug for Presentation {
    /// Says what is there, and nothing of it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Presentation")
            .field("nonce", &self.nonce.is_some())
            .field("access_token", &self.access_token.is_some())
            .field("code", &self.code.is_some())
            .field("client_certificate", &self.certificate.is_some())
            .finish()
    }
}
