//! The only other way to look inside a token. Its name is its warning.

use alloc::string::String;

use crate::encoding::base64url;
use crate::error::{Error, MalformedFault};
#[cfg(feature = "providers")]
use crate::identity::Identity;
use crate::limits::Limits;
#[cfg(feature = "providers")]
use crate::policy::Policy;
use crate::token::Unverified;
use crate::untrusted::Untrusted;

/// Header and claims of a token that nobody verified, as the JSON texts that it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Peeked {
    /// The header (RFC 7515 §4).
    pub header: String,
    /// The claims (RFC 7519 §4).
    pub claims: String,
}

/// Looks into a token without verifying it: for showing it to its owner, never for deciding.
///
/// # Errors
///
/// [`Error::Malformed`] or [`Error::Claims`]: form, header and claims are read as strictly as ever.
pub fn peek(token: &str, limits: &Limits) -> Result<Untrusted<Peeked>, Error> {
    let claims = Unverified::parse(token, limits)?.into_parts()?.claims;
    let header = token
        .split('.')
        .next()
        .and_then(|segment| base64url::decode(segment).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(Error::Malformed(MalformedFault::HeaderUtf8))?;
    Ok(Untrusted::new(Peeked {
        header,
        claims: String::from(claims.as_json()),
    }))
}

/// Who a token would stand for under a policy, without verifying it: its [`Identity`] as JSON, for a
/// token that was verified before and whose [`Admitted`](crate::Admitted) is gone.
///
/// # Errors
///
/// As [`peek`].
#[cfg(feature = "providers")]
pub fn identity(token: &str, policy: &Policy) -> Result<Untrusted<String>, Error> {
    let claims = Unverified::parse(token, policy.limits())?
        .into_parts()?
        .claims;
    Ok(Untrusted::new(
        Identity::of(&claims, &policy.dialect).to_json(),
    ))
}
