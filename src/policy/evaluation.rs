//! Judges claims in a fixed order; the first fault is the verdict.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Policy, Presentation};
use crate::alg::Algorithm;
use crate::claims::Claims;
use crate::encoding::json::Value;
use crate::error::{Claim, ClaimFault, DeniedFault, Error};
use crate::profile;
use crate::time::UnixTime;
use crate::token::Header;

/// What is judged: an authentic token's header and claims, and what its signature proved.
pub(crate) struct Subject<'a> {
    pub(crate) header: &'a Header,
    pub(crate) claims: &'a Claims,
    pub(crate) algorithm: Algorithm,
    pub(crate) key_issuer: &'a Arc<str>,
}

/// The order is part of the contract: a record's code names the first check that failed.
pub(crate) fn evaluate(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<(), Error> {
    let claims = subject.claims;
    profile::check_kind(subject.header, claims, policy)?;
    check_dates(claims, policy, now.as_secs_f64())?;
    check_issuer(claims, policy, subject.key_issuer)?;
    check_audience(claims, policy)?;
    profile::check_required(claims, policy)?;
    profile::check_presentation(subject, policy, presentation)?;
    check_binding(claims, presentation)?;
    check_required(claims, policy)?;
    if !policy.scopes.is_empty() && !policy.scopes.is_met_by(&claims.scopes()) {
        return Err(Error::Denied(DeniedFault::Scope));
    }
    check_sign_in(claims, policy, now.as_secs_f64())
}

/// `now < exp + leeway`, `now ≥ nbf − leeway`, `iat ≤ now + leeway` (RFC 7519 §4.1.4–§4.1.6).
fn check_dates(claims: &Claims, policy: &Policy, now: f64) -> Result<(), Error> {
    let refuse = |fault, claim| Err(Error::Claims(fault, claim));
    match claims.expires_at() {
        Some(exp) if now >= exp.as_secs_f64() + policy.leeway => {
            return refuse(ClaimFault::Expired, Claim::Exp);
        }
        None if !policy.any_lifetime => return refuse(ClaimFault::Missing, Claim::Exp),
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

/// A bound token needs its proof, for Bearer too (RFC 7800 §3.1, RFC 8705 §3, RFC 9449 §7.1).
fn check_binding(claims: &Claims, presentation: &Presentation) -> Result<(), Error> {
    let Some(cnf) = claims.claim(Claim::Cnf).and_then(Value::as_object) else {
        return Ok(());
    };
    let refuse = |fault| Err(Error::Claims(fault, Claim::Cnf));
    if cnf.iter().next().is_none() {
        return refuse(ClaimFault::BindingUnknown);
    }
    for (name, value) in cnf.iter() {
        let proven = match name {
            "x5t#S256" => presentation.certificate.is_some_and(|hash| {
                value.as_str() == Some(crate::encoding::base64url::encode(&hash).as_str())
            }),
            "jkt" => false,
            _ => return refuse(ClaimFault::BindingUnknown),
        };
        if !proven {
            return refuse(ClaimFault::BindingUnproven);
        }
    }
    Ok(())
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
        let methods: Vec<&str> = match claims.claim(Claim::Amr) {
            Some(Value::Array(_)) => claims.list(Claim::Amr),
            _ => Vec::new(),
        };
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
