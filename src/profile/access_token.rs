//! Access tokens: after RFC 9068, and the plain ones of issuers that do not follow it.

use super::{check_token_use, refuse_marks};
use crate::claims::Claims;
use crate::error::{Claim, ClaimFault, Error};
use crate::policy::Policy;

/// RFC 9068 §2.2.
pub(super) const REQUIRED: &[Claim] = &[
    Claim::Iss,
    Claim::Exp,
    Claim::Aud,
    Claim::Sub,
    Claim::ClientId,
    Claim::Iat,
    Claim::Jti,
];

/// `exp` and `aud` are the policy's to waive.
pub(super) const PLAIN_REQUIRED: &[Claim] = &[Claim::Iss, Claim::Sub];

/// The explicit `typ` tells this kind apart; a logout token's or proof's claims still do not fit.
pub(super) fn check_marks(claims: &Claims) -> Result<(), Error> {
    refuse_marks(claims, &[Claim::Events, Claim::Htm, Claim::Htu])?;
    check_token_use(claims, "access")
}

/// Without an explicit `typ`, ID tokens, logout tokens and proofs are told by what they hold, and
/// an access token by a claim that only it has (RFC 8725 §3.12).
#[cfg_attr(
    not(feature = "providers"),
    allow(unused_variables, reason = "no policy has signs of its own")
)]
pub(super) fn check_plain_marks(claims: &Claims, policy: &Policy) -> Result<(), Error> {
    use Claim::{AtHash, CHash, Events, Htm, Htu, Nonce};
    refuse_marks(claims, &[Nonce, AtHash, CHash, Events, Htm, Htu])?;
    check_token_use(claims, "access")?;
    #[cfg(feature = "providers")]
    if let Some(sign) = policy.access_sign(claims) {
        return sign;
    }
    let signs = [Claim::Scope, Claim::Scp, Claim::ClientId, Claim::TokenUse];
    if signs.iter().any(|sign| claims.has(*sign)) {
        return Ok(());
    }
    Err(Error::Claims(ClaimFault::Kind, Claim::Scope))
}
