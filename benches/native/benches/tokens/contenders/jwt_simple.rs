//! jwt-simple, `verify_token` with issuer and audience.

use std::collections::HashSet;
use std::error::Error;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jwt_simple::prelude::*;

use super::Verify;
use crate::case::Case;

pub(super) fn prepare(case: &Case) -> Result<Verify, Box<dyn Error>> {
    let options = VerificationOptions {
        allowed_issuers: Some(HashSet::from([case.issuer.clone()])),
        allowed_audiences: Some(HashSet::from([case.audience.clone()])),
        ..VerificationOptions::default()
    };
    let member = |name| member(case, name);
    let point = || -> Result<Vec<u8>, Box<dyn Error>> {
        Ok([vec![4], member("x")?, member("y")?].concat())
    };
    Ok(match case.alg.as_str() {
        "ES256" => {
            let key = ES256PublicKey::from_bytes(&point()?)?;
            Box::new(move |token| accepts(&key.verify_token(token, Some(options.clone()))))
        }
        "ES384" => {
            let key = ES384PublicKey::from_bytes(&point()?)?;
            Box::new(move |token| accepts(&key.verify_token(token, Some(options.clone()))))
        }
        "EdDSA" => {
            let key = Ed25519PublicKey::from_bytes(&member("x")?)?;
            Box::new(move |token| accepts(&key.verify_token(token, Some(options.clone()))))
        }
        "RS256" => {
            let key = RS256PublicKey::from_components(&member("n")?, &member("e")?)?;
            Box::new(move |token| accepts(&key.verify_token(token, Some(options.clone()))))
        }
        other => return Err(format!("no key for {other}").into()),
    })
}

fn accepts(claims: &Result<JWTClaims<NoCustomClaims>, jwt_simple::Error>) -> bool {
    claims.is_ok()
}

/// The bytes of a member of the JWK.
fn member(case: &Case, name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let text = case.key()?.get(name).and_then(|value| value.as_str());
    Ok(BASE64_URL_SAFE_NO_PAD.decode(text.ok_or("a member is missing")?)?)
}
