//! A token whose form is right and of which nothing else is known.

use alloc::borrow::Cow;
#[cfg(feature = "back-channel")]
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::candidate::{Candidate, Signer};
use super::header::Header;
use crate::alg::{AlgSet, Algorithm};
use crate::claims::Claims;
use crate::encoding::base64url::{self, Base64Fault};
use crate::error::{Error, KeyFault, MalformedFault};
use crate::key::KeySet;
#[cfg(feature = "back-channel")]
use crate::key::VerifyingKey;
use crate::limits::Limits;
use crate::time::UnixTime;
use crate::untrusted::Untrusted;

/// A compact JWS in strict form (RFC 7515 §3.1) with a strict header (§4); nothing is verified.
///
/// Shows what finding the key needs, and no claim.
#[must_use = "a parsed token is not verified"]
pub struct Unverified<'t> {
    pub(super) signing_input: Cow<'t, str>,
    pub(super) header: Header,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) claims: Option<Claims>,
    pub(super) limits: Limits,
}

/// A token whose payload has been read.
pub(crate) struct Parts<'t> {
    pub(crate) signing_input: Cow<'t, str>,
    pub(crate) header: Header,
    pub(crate) claims: Claims,
    #[cfg(feature = "back-channel")]
    pub(crate) signature: Vec<u8>,
}

impl<'t> Unverified<'t> {
    /// Takes a token apart: three canonical base64url segments and a strict JSON header.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`], the first fault from left to right (RFC 7515 §5.2, RFC 8725 §3.14).
    pub fn parse(token: &'t str, limits: &Limits) -> Result<Self, Error> {
        let (signing_input, [header, payload, signature]) =
            segments(token, limits).map_err(Error::Malformed)?;
        let header = Header::read(&decode(header)?, limits)?;
        Ok(Self {
            signing_input: Cow::Borrowed(signing_input),
            header,
            payload: decode(payload)?,
            signature: decode(signature)?,
            claims: None,
            limits: *limits,
        })
    }

    /// The header's `kid` (RFC 7515 §4.1.4): data, never a path or a query (RFC 8725 §3.10).
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The header's `typ` (RFC 7515 §4.1.9).
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// The header's `alg` as written (RFC 7515 §4.1.1).
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.header.alg
    }

    /// The ASCII bytes that were signed (RFC 7515 §5.2).
    pub(crate) fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The `iss` claim, to choose among several issuers' key sets. Reads the payload.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] or [`Error::Claims`] when the payload is no strict claims set.
    pub fn issuer_hint(&mut self) -> Result<Option<Untrusted<&str>>, Error> {
        Ok(self.read_claims()?.issuer().map(Untrusted::new))
    }

    /// The `exp` claim, to refuse an expired token before any signature work. Reads the payload.
    ///
    /// # Errors
    ///
    /// As [`issuer_hint`](Self::issuer_hint).
    pub fn expiry_hint(&mut self) -> Result<Option<Untrusted<UnixTime>>, Error> {
        Ok(self.read_claims()?.expires_at().map(Untrusted::new))
    }

    /// Finds the one key that may verify this token.
    ///
    /// A `kid` matches only an equal `kid`; without one, exactly one key may fit (RFC 7517 §4.5).
    /// The header's `alg` must be in `allowed` and be the key's own (RFC 8725 §3.1).
    ///
    /// # Errors
    ///
    /// [`Error::Key`]: unknown or forbidden algorithm, no key, more than one, or a key that is not
    /// for this algorithm.
    pub fn select<'k>(self, keys: &'k KeySet, allowed: AlgSet) -> Result<Candidate<'t, 'k>, Error> {
        let algorithm = self.algorithm(allowed)?;
        let key = keys
            .select(self.kid(), algorithm, allowed)
            .map_err(Error::Key)?;
        Ok(Candidate {
            token: self,
            algorithm,
            signer: Signer::Key(key, keys.shared_issuer()),
        })
    }

    /// Takes the key in the token's own header, as only a proof of possession may ask for (RFC 9449
    /// §4.2): good under a policy of kind `dpop`, and refused by every other.
    ///
    /// # Errors
    ///
    /// [`Error::Key`]: unknown or forbidden algorithm, a shared secret's too, no public key in the
    /// header of a `dpop+jwt`, a private or unsound one, an RSA key above 4096 bits, or one that is
    /// not for this algorithm.
    #[cfg(feature = "back-channel")]
    pub fn select_embedded(mut self, allowed: AlgSet) -> Result<Candidate<'t, 'static>, Error> {
        let algorithm = self.algorithm(allowed)?;
        let jwk = self.header.jwk.take();
        let jwk = jwk.ok_or(Error::Key(KeyFault::NotEmbedded))?;
        let key = VerifyingKey::embedded(&jwk, algorithm).map_err(Error::Key)?;
        Ok(Candidate {
            token: self,
            algorithm,
            signer: Signer::Embedded(Box::new(key)),
        })
    }

    /// Takes a shared secret instead of a key set. The policy must name the secret's algorithm.
    ///
    /// # Errors
    ///
    /// [`Error::Key`] when the header's `alg` is not the secret's, or not in `allowed`.
    #[cfg(feature = "hmac")]
    pub fn select_secret(
        self,
        secret: &crate::key::HmacSecret,
        allowed: AlgSet,
    ) -> Result<Candidate<'t, '_>, Error> {
        let algorithm = self.algorithm(allowed)?;
        if algorithm != secret.algorithm() {
            return Err(Error::Key(KeyFault::AlgMismatch));
        }
        Ok(Candidate {
            token: self,
            algorithm,
            signer: Signer::Secret(secret),
        })
    }

    fn algorithm(&self, allowed: AlgSet) -> Result<Algorithm, Error> {
        let unknown = Error::Key(KeyFault::AlgUnknown);
        let algorithm = Algorithm::from_known_name(self.alg()).ok_or(unknown)?;
        if !allowed.contains(algorithm) {
            return Err(Error::Key(KeyFault::AlgNotAllowed));
        }
        if !algorithm.is_compiled_in() {
            return Err(unknown);
        }
        Ok(algorithm)
    }

    fn read_claims(&mut self) -> Result<&Claims, Error> {
        let claims = match self.claims.take() {
            Some(claims) => claims,
            None => Claims::read(core::mem::take(&mut self.payload), &self.limits)?,
        };
        Ok(self.claims.insert(claims))
    }

    pub(crate) fn into_parts(self) -> Result<Parts<'t>, Error> {
        let claims = match self.claims {
            Some(claims) => claims,
            None => Claims::read(self.payload, &self.limits)?,
        };
        Ok(Parts {
            signing_input: self.signing_input,
            header: self.header,
            claims,
            #[cfg(feature = "back-channel")]
            signature: self.signature,
        })
    }
}

impl core::fmt::Debug for Unverified<'_> {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Unverified(..)")
    }
}

/// Signing input and the three segments, none of them empty.
fn segments<'t>(
    token: &'t str,
    limits: &Limits,
) -> Result<(&'t str, [&'t str; 3]), MalformedFault> {
    use MalformedFault as Fault;
    if token.len() > limits.token {
        return Err(Fault::TokenTooLarge);
    }
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(signature)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(Fault::Segments);
    };
    // A JWE has five segments (RFC 7516 §7.1); it is encrypted, which is not verified.
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => {}
        (Some(_), Some(_), None) => return Err(Fault::Encrypted),
        _ => return Err(Fault::Segments),
    }
    if header.is_empty() || payload.is_empty() || signature.is_empty() {
        return Err(Fault::SegmentEmpty);
    }
    let signed = header.len().saturating_add(1).saturating_add(payload.len());
    let signing_input = token.get(..signed).ok_or(Fault::Segments)?;
    Ok((signing_input, [header, payload, signature]))
}

fn decode(segment: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(segment).map_err(|fault| {
        Error::Malformed(match fault {
            Base64Fault::Character => MalformedFault::Character,
            Base64Fault::NotCanonical => MalformedFault::Base64,
        })
    })
}
