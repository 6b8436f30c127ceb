//! jwt-compact: the signature, then the dates; issuer, audience and type are its application's.

use anyhow::{Context, Result, anyhow, bail};
use chrono::TimeDelta;
use jwt_compact::alg::{Ed25519, Es256, Rsa, RsaPublicKey, StrongAlg, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm, AlgorithmExt, Claims, TimeOptions, UntrustedToken};
use serde_json::Value;

use super::{Column, Contender};
use crate::case::{self, Case};

pub(super) const CONTENDER: Contender = Contender {
    name: "jwt-compact",
    algorithms: &[
        "ES256", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    ],
    recommended: Column {
        knows: &["algorithms", "claims"],
        verify: recommended,
    },
    strict: Column {
        knows: &["algorithms", "claims", "leeway", "part of a second"],
        verify: strict,
    },
};

fn recommended(case: &Case) -> Result<()> {
    let claims = signed(case, false)?;
    check_dates(case, &claims, &TimeOptions::default())
}

fn strict(case: &Case) -> Result<()> {
    let claims = signed(case, true)?;
    #[allow(clippy::cast_possible_truncation, reason = "at most minutes")]
    let leeway = TimeDelta::milliseconds((case.leeway * 1000.0) as i64);
    check_dates(case, &claims, &TimeOptions::from_leeway(leeway))?;
    case.require(|claim| match claim {
        "exp" => claims.expiration.is_some(),
        "iat" => claims.issued_at.is_some(),
        other => claims.custom.hold(other),
    })
}

/// Both checks refuse a token without the date.
fn check_dates(case: &Case, claims: &Claims<case::Claims>, options: &TimeOptions) -> Result<()> {
    if case.requires("exp") || claims.expiration.is_some() {
        claims.validate_expiration(options)?;
    }
    if claims.not_before.is_some() {
        claims.validate_maturity(options)?;
    }
    Ok(())
}

/// The claims under a signature of the key that the header names.
fn signed(case: &Case, strong: bool) -> Result<Claims<case::Claims>> {
    let token = UntrustedToken::new(&case.token)?;
    let jwk = case.key(token.header().key_id.as_deref())?;
    let algorithms = case.algorithms_of(jwk);
    let alg = algorithms
        .into_iter()
        .find(|alg| *alg == token.algorithm())
        .context("no algorithm for the key")?;
    match alg {
        "ES256" => verified(&Es256, &key(jwk)?, &token),
        "EdDSA" => verified(&Ed25519, &key(jwk)?, &token),
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" if strong => {
            let key: StrongKey<RsaPublicKey> = key::<RsaPublicKey>(jwk)?.try_into()?;
            verified(&StrongAlg(rsa(alg)), &key, &token)
        }
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => {
            verified(&rsa(alg), &key(jwk)?, &token)
        }
        _ => bail!("no such algorithm"),
    }
}

fn rsa(alg: &str) -> Rsa {
    Rsa::with_name(alg)
}

fn key<K>(jwk: &Value) -> Result<K>
where
    K: for<'a> TryFrom<&'a JsonWebKey<'a>>,
    for<'a> <K as TryFrom<&'a JsonWebKey<'a>>>::Error: std::fmt::Display,
{
    let jwk: JsonWebKey = serde_json::from_value(jwk.clone())?;
    K::try_from(&jwk).map_err(|fault| anyhow!("{fault}"))
}

fn verified<A: Algorithm>(
    algorithm: &A,
    key: &A::VerifyingKey,
    token: &UntrustedToken<'_>,
) -> Result<Claims<case::Claims>> {
    let token = algorithm.validator(key).validate(token)?;
    Ok(token.into_parts().1)
}
