//! jwt-simple: a key of the algorithm's own type, and `verify_token`.

use std::collections::HashSet;

use anyhow::{Context, Result, bail};
use jwt_simple::prelude::*;

use super::{Column, Contender};
use crate::case::Case;

pub(super) const CONTENDER: Contender = Contender {
    name: "jwt-simple",
    algorithms: &[
        "ES256", "ES384", "EdDSA", "Ed25519", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    ],
    recommended: Column {
        knows: &["issuer", "audience", "algorithms"],
        verify: |case| verify(case, options(case)),
    },
    strict: Column {
        knows: &[
            "issuer",
            "audience",
            "algorithms",
            "typ",
            "leeway",
            "part of a second",
            "age",
        ],
        verify: |case| verify(case, strict_options(case)),
    },
};

fn options(case: &Case) -> VerificationOptions {
    let audience = case.audience.clone();
    VerificationOptions {
        allowed_issuers: case.issuer.clone().map(|issuer| HashSet::from([issuer])),
        allowed_audiences: audience.map(HashSet::from_iter),
        ..VerificationOptions::default()
    }
}

fn strict_options(case: &Case) -> VerificationOptions {
    VerificationOptions {
        required_signature_type: case.typ.clone(),
        time_tolerance: Some(duration(case.leeway)),
        max_validity: case.max_age.map(duration),
        ..options(case)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "policies have no negative spans"
)]
fn duration(seconds: f64) -> Duration {
    Duration::from_millis((seconds * 1000.0) as u64)
}

fn verify(case: &Case, options: VerificationOptions) -> Result<()> {
    let metadata = Token::decode_metadata(&case.token)?;
    let jwk = case.key(metadata.key_id())?;
    let algorithms = case.algorithms_of(jwk);
    let named = algorithms.iter().find(|alg| **alg == metadata.algorithm());
    let alg = named.or(algorithms.first()).context("no algorithm")?;
    let jwk = jwk.to_string();
    macro_rules! with {
        ($key:ident) => {
            drop($key::from_jwk(&jwk)?.verify_token::<NoCustomClaims>(&case.token, Some(options))?)
        };
    }
    match *alg {
        "ES256" => with!(ES256PublicKey),
        "ES384" => with!(ES384PublicKey),
        "EdDSA" | "Ed25519" => with!(Ed25519PublicKey),
        "RS256" => with!(RS256PublicKey),
        "RS384" => with!(RS384PublicKey),
        "RS512" => with!(RS512PublicKey),
        "PS256" => with!(PS256PublicKey),
        "PS384" => with!(PS384PublicKey),
        "PS512" => with!(PS512PublicKey),
        _ => bail!("no such algorithm"),
    }
    Ok(())
}
