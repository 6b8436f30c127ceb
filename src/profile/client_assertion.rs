//! What clients authenticate with at an authorization server (RFC 7523 §3, OpenID Connect Core §9).

use super::refuse_marks;
use crate::claims::Claims;
use crate::error::{Claim, ClaimFault, Error};

/// RFC 7523 §3; `jti` by OpenID Connect Core §9, since an assertion is good for one use.
pub(super) const REQUIRED: &[Claim] = &[Claim::Iss, Claim::Sub, Claim::Aud, Claim::Exp, Claim::Jti];

/// What an authorization server puts into its tokens, and a client into none.
pub(super) fn check_marks(claims: &Claims) -> Result<(), Error> {
    use Claim::{AtHash, CHash, ClientId, Events, Htm, Htu, Nonce, Scope, Scp, TokenUse};
    refuse_marks(
        claims,
        &[
            Nonce, AtHash, CHash, Events, Htm, Htu, Scope, Scp, ClientId, TokenUse,
        ],
    )
}

/// The client is issuer and subject (RFC 7523 §3, rule 2), and the server the sole audience: one that
/// is shared could be replayed at the other (draft-ietf-oauth-rfc7523bis §4).
pub(super) fn check_parties(claims: &Claims) -> Result<(), Error> {
    if claims.subject() != claims.issuer() {
        return Err(Error::Claims(ClaimFault::Kind, Claim::Sub));
    }
    if claims.audience().len() > 1 {
        return Err(Error::Claims(ClaimFault::Audience, Claim::Aud));
    }
    Ok(())
}
