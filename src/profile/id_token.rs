//! ID tokens (OpenID Connect Core §2, §3.1.3.7).

use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use super::{check_token_use, refuse_marks};
use crate::alg::Algorithm;
use crate::claims::Claims;
use crate::encoding::base64url;
use crate::error::{Claim, ClaimFault, Error};
use crate::policy::{Policy, Presentation, Subject};

/// OpenID Connect Core §2.
pub(super) const REQUIRED: &[Claim] = &[Claim::Iss, Claim::Sub, Claim::Aud, Claim::Exp, Claim::Iat];

/// Access tokens name scopes and clients; logout tokens and proofs have claims of their own.
pub(super) fn check_marks(claims: &Claims) -> Result<(), Error> {
    use Claim::{ClientId, Events, Htm, Htu, Scope, Scp};
    refuse_marks(claims, &[Events, Htm, Htu, Scope, Scp, ClientId])?;
    // Who asserts itself is a client (RFC 7523 §3), or an issuer of its own that nobody configured.
    if claims.subject().is_some() && claims.subject() == claims.issuer() {
        return Err(Error::Claims(ClaimFault::Kind, Claim::Sub));
    }
    check_token_use(claims, "id")
}

pub(super) fn check_presentation(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
) -> Result<(), Error> {
    let claims = &subject.token.claims;
    check_nonce(claims, presentation)?;
    check_parties(claims, policy)?;
    let hashes = [
        (
            Claim::AtHash,
            &presentation.access_token,
            ClaimFault::AccessTokenHash,
        ),
        (Claim::CHash, &presentation.code, ClaimFault::CodeHash),
    ];
    for (claim, value, fault) in hashes {
        let (Some(hash), Some(value)) = (claims.text(claim), value) else {
            continue;
        };
        if hash != left_half(subject.algorithm, value.as_bytes()) {
            return Err(Error::Claims(fault, claim));
        }
    }
    Ok(())
}

/// A nonce that was sent must come back; one that was not sent must not be there, since nothing
/// would compare it (OpenID Connect Core §3.1.3.7, rule 11).
fn check_nonce(claims: &Claims, presentation: &Presentation) -> Result<(), Error> {
    let refuse = |fault| Err(Error::Claims(fault, Claim::Nonce));
    match (&presentation.nonce, claims.nonce()) {
        (None, None) => Ok(()),
        (None, Some(_)) => refuse(ClaimFault::NonceUnexpected),
        (Some(_), None) => refuse(ClaimFault::Missing),
        (Some(sent), Some(nonce)) if bool::from(sent.as_bytes().ct_eq(nonce.as_bytes())) => Ok(()),
        (Some(_), Some(_)) => refuse(ClaimFault::NonceMismatch),
    }
}

/// Every audience is ours, and so is the authorized party, which several audiences demand
/// (OpenID Connect Core §3.1.3.7, rules 3 to 5).
fn check_parties(claims: &Claims, policy: &Policy) -> Result<(), Error> {
    let ours = |party: &str| policy.audience.iter().any(|client| client == party);
    let audience = claims.audience();
    if !audience.iter().all(|party| ours(party)) {
        return Err(Error::Claims(ClaimFault::Audience, Claim::Aud));
    }
    match claims.text(Claim::Azp) {
        Some(party) if ours(party) => Ok(()),
        Some(_) => Err(Error::Claims(ClaimFault::AuthorizedParty, Claim::Azp)),
        None if audience.len() > 1 => Err(Error::Claims(ClaimFault::Missing, Claim::Azp)),
        None => Ok(()),
    }
}

/// The left half of the hash that the signature's algorithm uses (OpenID Connect Core §3.1.3.6);
/// SHA-512 for Ed25519.
fn left_half(algorithm: Algorithm, value: &[u8]) -> alloc::string::String {
    use Algorithm::{
        EdDsa, Es256, Es384, Hs256, Hs384, Hs512, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512,
    };
    let half = |hash: &[u8]| base64url::encode(hash.split_at(hash.len() / 2).0);
    match algorithm {
        Es256 | Rs256 | Ps256 | Hs256 => half(&Sha256::digest(value)),
        Es384 | Rs384 | Ps384 | Hs384 => half(&Sha384::digest(value)),
        EdDsa | Rs512 | Ps512 | Hs512 => half(&Sha512::digest(value)),
    }
}
