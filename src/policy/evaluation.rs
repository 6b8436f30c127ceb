//! Judges claims in a fixed order; the first fault is the verdict.

use alloc::vec::Vec;

use super::{Policy, Presentation, binding};
use crate::alg::Algorithm;
use crate::claims::Claims;
use crate::encoding::json::Value;
use crate::error::{Claim, ClaimFault, DeniedFault, Error};
use crate::profile;
use crate::time::UnixTime;
use crate::token::Parts;

/// What is judged: an authentic token, and what its signature proved.
pub(crate) struct Subject<'a> {
    pub(crate) token: &'a Parts<'a>,
    pub(crate) algorithm: Algorithm,
    /// Whose key signed; `None` for the token's own.
    pub(crate) key_issuer: Option<&'a str>,
}

/// The order is part of the contract: a record's code names the first check that failed.
pub(crate) fn evaluate(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<(), Error> {
    let claims = &subject.token.claims;
    check_signer(policy, subject.key_issuer)?;
    profile::check_kind(&subject.token.header, claims, policy)?;
    check_dates(claims, policy, now.as_secs_f64())?;
    if let Some(key_issuer) = subject.key_issuer {
        check_issuer(claims, policy, key_issuer)?;
        check_audience(claims, policy)?;
    }
    profile::check_required(claims, policy)?;
    profile::check_presentation(subject, policy, presentation)?;
    binding::check(subject, policy, presentation, now)?;
    check_required(claims, policy)?;
    #[cfg(feature = "providers")]
    policy.check_values(claims)?;
    if !policy.scopes.is_empty() && !policy.scopes.is_met_by(&claims.scopes()) {
        return Err(Error::Denied(DeniedFault::Scope));
    }
    check_sign_in(claims, policy, now.as_secs_f64())
}

/// A key that came with the token proves that its sender has it, which is all that a proof is for;
/// and a proof is signed by no other key (RFC 9449 §4.3).
fn check_signer(policy: &Policy, key_issuer: Option<&str>) -> Result<(), Error> {
    if policy.kind.is_proof() == key_issuer.is_none() {
        return Ok(());
    }
    Err(Error::Claims(ClaimFault::Kind, Claim::Typ))
}

/// `now < exp + leeway`, `now ≥ nbf − leeway`, `iat ≤ now + leeway` (RFC 7519 §4.1.4–§4.1.6).
fn check_dates(claims: &Claims, policy: &Policy, now: f64) -> Result<(), Error> {
    let refuse = |fault, claim| Err(Error::Claims(fault, claim));
    match claims.expires_at() {
        Some(exp) if now >= exp.as_secs_f64() + policy.leeway => {
            return refuse(ClaimFault::Expired, Claim::Exp);
        }
        None if !policy.any_lifetime && !policy.kind.is_proof() => {
            return refuse(ClaimFault::Missing, Claim::Exp);
        }
        _ => {}
    }
    if claims
        .not_before()
        .is_some_and(|nbf| now < nbf.as_secs_f64() - policy.leeway)
    {
        return refuse(ClaimFault::NotYetValid, Claim::Nbf);
    }
    let issued = claims.issued_at().map(UnixTime::as_secs_f64);
    if issued.is_some_and(|iat| iat > now + policy.leeway) {
        return refuse(ClaimFault::IssuedInFuture, Claim::Iat);
    }
    let Some(age) = policy.max_token_age else {
        return Ok(());
    };
    match issued {
        None => refuse(ClaimFault::Missing, Claim::Iat),
        Some(iat) if now - iat > age + policy.leeway => refuse(ClaimFault::TooOld, Claim::Iat),
        Some(_) => Ok(()),
    }
}

/// `iss` is the policy's issuer and the owner of the key, code point by code point.
fn check_issuer(claims: &Claims, policy: &Policy, key_issuer: &str) -> Result<(), Error> {
    let iss = claims
        .issuer()
        .ok_or(Error::Claims(ClaimFault::Missing, Claim::Iss))?;
    let of_policy = policy.issuer.as_deref().is_none_or(|issuer| issuer == iss);
    if of_policy && iss == key_issuer {
        return Ok(());
    }
    Err(Error::Claims(ClaimFault::Issuer, Claim::Iss))
}

/// One of the token's audiences is ours (RFC 7519 §4.1.3).
fn check_audience(claims: &Claims, policy: &Policy) -> Result<(), Error> {
    if policy.audience.is_empty() {
        return Ok(());
    }
    let audience = claims.audience();
    if audience.is_empty() {
        return Err(Error::Claims(ClaimFault::Missing, Claim::Aud));
    }
    if policy
        .audience
        .iter()
        .any(|ours| audience.contains(&ours.as_str()))
    {
        return Ok(());
    }
    Err(Error::Claims(ClaimFault::Audience, Claim::Aud))
}

fn check_required(claims: &Claims, policy: &Policy) -> Result<(), Error> {
    for (index, name) in policy.required_claims.iter().enumerate() {
        if claims
            .get(name)
            .is_none_or(|value| matches!(value, Value::Null))
        {
            let claim = Claim::Required(u8::try_from(index).unwrap_or(u8::MAX));
            return Err(Error::Claims(ClaimFault::Missing, claim));
        }
    }
    Ok(())
}

/// `acr`, `amr` and `auth_time`; one that is missing never satisfies (RFC 9470 §5, §6).
fn check_sign_in(claims: &Claims, policy: &Policy, now: f64) -> Result<(), Error> {
    if !policy.acr.is_empty()
        && !claims
            .text(Claim::Acr)
            .is_some_and(|acr| policy.acr.iter().any(|class| class == acr))
    {
        return Err(Error::Denied(DeniedFault::Acr));
    }
    if !policy.amr.is_empty() {
        let methods = methods(claims, policy);
        if !policy
            .amr
            .iter()
            .all(|method| methods.contains(&method.as_str()))
        {
            return Err(Error::Denied(DeniedFault::Amr));
        }
    }
    let Some(age) = policy.max_auth_age else {
        return Ok(());
    };
    let fresh = claims.auth_time().is_some_and(|time| {
        let elapsed = now - time.as_secs_f64();
        elapsed <= age + policy.leeway && elapsed >= -policy.leeway
    });
    if fresh {
        Ok(())
    } else {
        Err(Error::Denied(DeniedFault::AuthAge))
    }
}

#[cfg(feature = "providers")]
fn methods<'c>(claims: &'c Claims, policy: &Policy) -> Vec<&'c str> {
    policy.dialect.methods(claims)
}

#[cfg(not(feature = "providers"))]
fn methods<'c>(claims: &'c Claims, _: &Policy) -> Vec<&'c str> {
    match claims.claim(Claim::Amr) {
        Some(Value::Array(_)) => claims.list(Claim::Amr),
        _ => Vec::new(),
    }
}
