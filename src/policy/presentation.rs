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
    #[cfg(feature = "back-channel")]
    pub(crate) request: Option<Request>,
    #[cfg(feature = "back-channel")]
    pub(crate) proof: Option<Proof>,
}

/// The HTTP request that a proof has to be for.
#[cfg(feature = "back-channel")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
}

/// A proof of possession that came beside an access token.
#[cfg(feature = "back-channel")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) jwt: String,
    pub(crate) request: Request,
    pub(crate) nonce: Option<String>,
}

impl Presentation {
    /// A token that came alone, as `Authorization: Bearer` (RFC 6750 §2.1).
    #[must_use]
    pub fn bearer() -> Self {
        Self::default()
    }

    /// The nonce that was sent; an ID token must hold the same (OpenID Connect Core §3.1.3.7), and so
    /// must a proof (RFC 9449 §4.3, rule 10).
    #[must_use]
    pub fn nonce(mut self, nonce: &str) -> Self {
        self.nonce = Some(nonce.to_owned());
        self
    }

    /// The access token that came with an ID token, for `at_hash` (OpenID Connect Core §3.1.3.6), or
    /// with a proof, for `ath` (RFC 9449 §4.3, rule 12).
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

    /// The request that a proof under a policy of kind `dpop` has to be for: its method, and its URL as
    /// the client sees it (RFC 9449 §4.3, rules 8 and 9).
    #[cfg(feature = "back-channel")]
    #[must_use]
    pub fn request(mut self, method: &str, url: &str) -> Self {
        self.request = Some(Request::new(method, url));
        self
    }

    /// The proof that came with an access token, as `DPoP: proof` beside `Authorization: DPoP token`,
    /// and the request that both came with (RFC 9449 §7.1). The token must then be bound to the
    /// proof's key, and the proof be for this token and this request.
    ///
    /// That a proof came once only is for the caller to see to: its `jti`, for as long as it is good
    /// (RFC 9449 §11.1).
    #[cfg(feature = "back-channel")]
    #[must_use]
    pub fn dpop(mut self, proof: &str, method: &str, url: &str) -> Self {
        self.proof = Some(Proof {
            jwt: proof.to_owned(),
            request: Request::new(method, url),
            nonce: None,
        });
        self
    }

    /// The nonce that the resource server gave out for the proof beside an access token (RFC 9449
    /// §9); goes after [`dpop`](Self::dpop).
    #[cfg(feature = "back-channel")]
    #[must_use]
    pub fn dpop_nonce(mut self, nonce: &str) -> Self {
        if let Some(proof) = &mut self.proof {
            proof.nonce = Some(nonce.to_owned());
        }
        self
    }

    /// Whether a proof came along.
    #[cfg_attr(
        not(feature = "back-channel"),
        allow(clippy::unused_self, reason = "as with the feature")
    )]
    pub(super) fn has_proof(&self) -> bool {
        #[cfg(feature = "back-channel")]
        return self.proof.is_some();
        #[cfg(not(feature = "back-channel"))]
        return false;
    }

    /// Reads `{ "nonce", "access_token", "code", "client_certificate" }`, all optional strings;
    /// the certificate as base64url of the SHA-256 of its DER bytes. `"request": { "method", "url" }`
    /// is what a proof is for, and `"dpop": { "proof", "method", "url", "nonce" }` the proof beside an
    /// access token, of which the nonce alone may be left out.
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
        #[cfg(feature = "back-channel")]
        let request = fields.object("request")?.map(read_request).transpose()?;
        #[cfg(feature = "back-channel")]
        let proof = fields.object("dpop")?.map(read_proof).transpose()?;
        fields.finish()?;
        Ok(Self {
            nonce,
            access_token,
            code,
            certificate,
            #[cfg(feature = "back-channel")]
            request,
            #[cfg(feature = "back-channel")]
            proof,
        })
    }
}

#[cfg(feature = "back-channel")]
impl Request {
    fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
        }
    }
}

#[cfg(feature = "back-channel")]
fn read_request(object: &json::Object) -> Result<Request, PolicyError> {
    let mut fields = Fields::new(object, "request");
    let request = Request::new(fields.str("method")?, fields.str("url")?);
    fields.finish()?;
    Ok(request)
}

#[cfg(feature = "back-channel")]
fn read_proof(object: &json::Object) -> Result<Proof, PolicyError> {
    let mut fields = Fields::new(object, "dpop");
    let proof = Proof {
        jwt: fields.str("proof")?.to_owned(),
        request: Request::new(fields.str("method")?, fields.str("url")?),
        nonce: fields.opt_str("nonce")?.map(ToOwned::to_owned),
    };
    fields.finish()?;
    Ok(proof)
}

impl core::fmt::Debug for Presentation {
    /// Says what is there, and nothing of it.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Presentation")
            .field("nonce", &self.nonce.is_some())
            .field("access_token", &self.access_token.is_some())
            .field("code", &self.code.is_some())
            .field("client_certificate", &self.certificate.is_some())
            .field("proof", &self.has_proof())
            .finish_non_exhaustive()
    }
}
