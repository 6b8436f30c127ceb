//! The crate `jwt-compact`, with an arithmetic of its own: form, signature, `exp` and `nbf`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a failed test may panic; dates and leeways are our own"
)]

use chrono::{DateTime, Duration, Utc};
use jwt_compact::alg::{Ed25519, Es256, Rsa, RsaPublicKey, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm, AlgorithmExt, TimeOptions, UntrustedToken};
use serde_json::Value;

/// What it says of a token, with whichever key of the set; `None` when it cannot verify such a
/// token at all.
pub(crate) fn verdict(
    token: &str,
    jwks: &str,
    leeway: f64,
    now: f64,
) -> Option<Result<(), String>> {
    let jwks: Value = serde_json::from_str(jwks).ok()?;
    let token = match UntrustedToken::new(token) {
        Ok(token) => token,
        Err(error) => return Some(Err(error.to_string())),
    };
    let clock = DateTime::from_timestamp_millis((now * 1000.0) as i64).unwrap();
    let leeway = Duration::milliseconds((leeway * 1000.0) as i64);
    let time = TimeOptions::new(leeway, move || clock);
    let mut verdict = None;
    for key in jwks["keys"].as_array()? {
        if fits(key, &token)
            && let Some(found) = with_key(key, &token, &time)
            && verdict != Some(Ok(()))
        {
            verdict = Some(found);
        }
    }
    verdict
}

fn fits(key: &Value, token: &UntrustedToken<'_>) -> bool {
    let named = match &token.header().key_id {
        Some(kid) => key["kid"] == kid.as_str(),
        None => true,
    };
    let family = match token.algorithm() {
        "ES256" => key["crv"] == "P-256",
        "EdDSA" | "Ed25519" => key["crv"] == "Ed25519",
        _ => key["kty"] == "RSA",
    };
    named && family
}

fn with_key<F>(
    key: &Value,
    token: &UntrustedToken<'_>,
    time: &TimeOptions<F>,
) -> Option<Result<(), String>>
where
    F: Fn() -> DateTime<Utc>,
{
    // Its types take exactly these members.
    let names = ["kty", "crv", "x", "y", "n", "e"];
    let bare: serde_json::Map<String, Value> = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), key.get(name)?.clone())))
        .collect();
    let jwk: JsonWebKey<'_> = serde_json::from_value(Value::Object(bare)).ok()?;
    Some(match token.algorithm() {
        "ES256" => with(&Es256, &jwk, token, time),
        "EdDSA" => with(&Ed25519, &jwk, token, time),
        "Ed25519" => with(&Ed25519::with_specific_name(), &jwk, token, time),
        name @ ("RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512") => {
            let key = RsaPublicKey::try_from(&jwk).map_err(|error| error.to_string());
            key.and_then(|key| StrongKey::try_from(key).map_err(|error| error.to_string()))
                .and_then(|key| judge(&Rsa::with_name(name), &key.into_inner(), token, time))
        }
        _ => return None,
    })
}

fn with<A, F>(
    algorithm: &A,
    jwk: &JsonWebKey<'_>,
    token: &UntrustedToken<'_>,
    time: &TimeOptions<F>,
) -> Result<(), String>
where
    A: Algorithm,
    A::VerifyingKey: for<'a> TryFrom<&'a JsonWebKey<'a>>,
    F: Fn() -> DateTime<Utc>,
{
    let key = A::VerifyingKey::try_from(jwk).map_err(|_| "no such key".to_owned())?;
    judge(algorithm, &key, token, time)
}

fn judge<A, F>(
    algorithm: &A,
    key: &A::VerifyingKey,
    token: &UntrustedToken<'_>,
    time: &TimeOptions<F>,
) -> Result<(), String>
where
    A: Algorithm,
    F: Fn() -> DateTime<Utc>,
{
    let token = algorithm
        .validator::<Value>(key)
        .validate(token)
        .map_err(|error| error.to_string())?;
    let claims = token.claims();
    if claims.expiration.is_some() {
        claims
            .validate_expiration(time)
            .map_err(|error| error.to_string())?;
    }
    if claims.not_before.is_some() {
        claims
            .validate_maturity(time)
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
