//! Tokens that are bound to something their sender has to prove (RFC 7800).

use super::{Policy, Presentation, Subject};
use crate::encoding::base64url;
#[cfg(feature = "back-channel")]
use crate::encoding::json::Object;
use crate::encoding::json::Value;
use crate::error::{Claim, ClaimFault, Error};
use crate::time::UnixTime;

/// A bound token needs its proof, for Bearer too (RFC 7800 §3.1, RFC 8705 §3, RFC 9449 §7.1).
#[cfg_attr(
    not(feature = "back-channel"),
    allow(unused_variables, reason = "no proof comes along")
)]
pub(super) fn check(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<(), Error> {
    let cnf = subject.token.claims.claim(Claim::Cnf);
    let cnf = cnf.and_then(Value::as_object);
    #[cfg(feature = "back-channel")]
    check_proof(subject, policy, presentation, cnf, now)?;
    let Some(cnf) = cnf else {
        return Ok(());
    };
    let certificate = cnf.get("x5t#S256");
    let key = cnf.get("jkt");
    // What is not understood first: the verdict is the same in whatever order the members come.
    let understood = [certificate, key].iter().flatten().count();
    if understood == 0 || cnf.iter().count() > understood {
        return refuse(ClaimFault::BindingUnknown);
    }
    let proves_certificate = |value: &Value| {
        let presented = presentation.certificate;
        presented.is_some_and(|hash| is_hash(value, &hash))
    };
    // A proof that is there holds: `check_proof` has seen to it.
    if certificate.is_none_or(proves_certificate) && (key.is_none() || presentation.has_proof()) {
        return Ok(());
    }
    refuse(ClaimFault::BindingUnproven)
}

/// A proof is for this token and its key, or the token has no business with it: sent with the scheme
/// DPoP, an unbound token is refused (RFC 9449 §7.1).
#[cfg(feature = "back-channel")]
fn check_proof(
    subject: &Subject<'_>,
    policy: &Policy,
    presentation: &Presentation,
    cnf: Option<&Object>,
    now: UnixTime,
) -> Result<(), Error> {
    let Some(proof) = &presentation.proof else {
        return Ok(());
    };
    let Some(jkt) = cnf.and_then(|cnf| cnf.get("jkt")) else {
        return refuse(ClaimFault::BindingMissing);
    };
    match crate::profile::dpop_proof::prove(proof, subject.token, policy, now) {
        Ok(thumbprint) if is_hash(jkt, &thumbprint) => Ok(()),
        Ok(_) => refuse(ClaimFault::Proof),
        Err(fault) => {
            let claim = fault.claim().unwrap_or(Claim::Cnf);
            Err(Error::Claims(ClaimFault::Proof, claim))
        }
    }
}

fn is_hash(value: &Value, hash: &[u8; 32]) -> bool {
    value.as_str() == Some(base64url::encode(hash).as_str())
}

fn refuse(fault: ClaimFault) -> Result<(), Error> {
    Err(Error::Claims(fault, Claim::Cnf))
}
