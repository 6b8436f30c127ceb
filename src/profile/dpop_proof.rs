//! Proofs of possession (RFC 9449 §4): signed by the key that they hold, for one request.

mod target;

use alloc::string::String;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use self::target::is_same_target;
use super::refuse_marks;
use crate::claims::Claims;
use crate::encoding::base64url;
use crate::error::{Claim, ClaimFault, Error};
use crate::policy::{Policy, Presentation, Proof};
use crate::time::UnixTime;
use crate::token::{Parts, Unverified};

/// RFC 9449 §4.2; `ath` where a token is presented.
pub(super) const REQUIRED: &[Claim] = &[Claim::Jti, Claim::Htm, Claim::Htu, Claim::Iat];

/// What tokens bear and proofs do not.
pub(super) fn check_marks(claims: &Claims) -> Result<(), Error> {
    use Claim::{AtHash, CHash, ClientId, Events, Scope, Scp, TokenUse};
    refuse_marks(
        claims,
        &[AtHash, CHash, Events, Scope, Scp, ClientId, TokenUse],
    )
}

/// The request that the proof is for (RFC 9449 §4.3, rules 8 to 10 and 12). What was not presented
/// is not proven: without a request every proof is refused.
pub(super) fn check_presentation(
    claims: &Claims,
    presentation: &Presentation,
) -> Result<(), Error> {
    let refuse = |fault, claim| Err(Error::Claims(fault, claim));
    let Some(request) = &presentation.request else {
        return refuse(ClaimFault::Method, Claim::Htm);
    };
    if claims.text(Claim::Htm) != Some(&request.method) {
        return refuse(ClaimFault::Method, Claim::Htm);
    }
    let target = claims.text(Claim::Htu).unwrap_or_default();
    if !is_same_target(target, &request.url) {
        return refuse(ClaimFault::Url, Claim::Htu);
    }
    if let Some(issued) = &presentation.nonce {
        match claims.nonce() {
            None => return refuse(ClaimFault::Missing, Claim::Nonce),
            Some(nonce) if bool::from(issued.as_bytes().ct_eq(nonce.as_bytes())) => {}
            Some(_) => return refuse(ClaimFault::NonceMismatch, Claim::Nonce),
        }
    }
    let Some(token) = &presentation.access_token else {
        return Ok(());
    };
    let hash = base64url::encode(&Sha256::digest(token));
    match claims.claim(Claim::Ath) {
        None => refuse(ClaimFault::Missing, Claim::Ath),
        Some(ath) if ath.as_str() == Some(&hash) => Ok(()),
        Some(_) => refuse(ClaimFault::ProvenTokenHash, Claim::Ath),
    }
}

/// The thumbprint of the key that a proof beside an access token proves, under the algorithms, limits
/// and leeway of the token's own policy.
pub(crate) fn prove(
    proof: &Proof,
    token: &Parts<'_>,
    policy: &Policy,
    now: UnixTime,
) -> Result<[u8; 32], Error> {
    let own = policy.of_proofs();
    let presentation = Presentation {
        request: Some(proof.request.clone()),
        nonce: proof.nonce.clone(),
        access_token: Some(compact(token)),
        ..Presentation::default()
    };
    let admitted = Unverified::parse(&proof.jwt, &policy.limits)?
        .select_embedded(policy.algorithms)?
        .verify()?
        .admit(&own, &presentation, now)?;
    admitted
        .key_thumbprint()
        .copied()
        .ok_or(Error::Claims(ClaimFault::Proof, Claim::Cnf))
}

/// The token as it came: its segments are canonical, so this is the only way to write it.
fn compact(token: &Parts<'_>) -> String {
    let signature = base64url::encode(&token.signature);
    [&*token.signing_input, ".", &signature].concat()
}
