//! Logout tokens (OpenID Connect Back-Channel Logout §2.4, §2.6).

use super::{check_token_use, refuse_marks};
use crate::claims::Claims;
use crate::encoding::json::Value;
use crate::error::{Claim, ClaimFault, Error};

/// OpenID Connect Back-Channel Logout §2.4.
pub(super) const REQUIRED: &[Claim] = &[
    Claim::Iss,
    Claim::Aud,
    Claim::Iat,
    Claim::Exp,
    Claim::Jti,
    Claim::Events,
];

/// The event that makes a security event token one of logout.
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A nonce is forbidden, so that no logout token can pass for an ID token (§2.4); the event must be
/// there, with an object for its value.
pub(super) fn check_marks(claims: &Claims) -> Result<(), Error> {
    use Claim::{AtHash, CHash, ClientId, Htm, Htu, Nonce, Scope, Scp};
    refuse_marks(
        claims,
        &[Nonce, AtHash, CHash, Htm, Htu, Scope, Scp, ClientId],
    )?;
    check_token_use(claims, "logout")?;
    let events = claims.claim(Claim::Events).and_then(Value::as_object);
    if events.is_some_and(|events| events.get(LOGOUT).and_then(Value::as_object).is_none()) {
        return Err(Error::Claims(ClaimFault::Kind, Claim::Events));
    }
    Ok(())
}

/// Who or what is to be logged out: `sub`, `sid` or both (§2.4).
pub(super) fn check_subject(claims: &Claims) -> Result<(), Error> {
    let sid = claims.claim(Claim::Sid);
    if sid.is_some_and(|sid| sid.as_str().is_none_or(str::is_empty)) {
        return Err(Error::Claims(ClaimFault::Type, Claim::Sid));
    }
    if sid.is_none() && !claims.has(Claim::Sub) {
        return Err(Error::Claims(ClaimFault::Missing, Claim::Sub));
    }
    Ok(())
}
