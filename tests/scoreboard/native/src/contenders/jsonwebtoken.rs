//! jsonwebtoken: a key of its own key set, and `decode`.

use anyhow::{Context, Result};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use super::{Column, Contender};
use crate::case::{Case, Claims};

pub(super) const CONTENDER: Contender = Contender {
    name: "jsonwebtoken",
    algorithms: &[
        "ES256", "ES384", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    ],
    recommended: Column {
        knows: &["issuer", "audience", "claims", "set", "algorithms"],
        verify: recommended,
    },
    strict: Column {
        knows: &[
            "issuer",
            "audience",
            "claims",
            "set",
            "algorithms",
            "leeway",
        ],
        verify: strict,
    },
};

/// As its documents do with a key of an issuer: the key says which algorithm.
fn recommended(case: &Case) -> Result<()> {
    let (key, validation) = prepare(case)?;
    decode::<Claims>(&case.token, &key, &validation)?;
    Ok(())
}

fn strict(case: &Case) -> Result<()> {
    let (key, mut validation) = prepare(case)?;
    for claim in ["iss", "aud", "sub"] {
        if case.requires(claim) {
            validation.required_spec_claims.insert(claim.into());
        }
    }
    validation.validate_nbf = true;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole seconds are all that it is asked"
    )]
    let leeway = case.leeway as u64;
    validation.leeway = leeway;
    let found = decode::<Claims>(&case.token, &key, &validation)?;
    case.require(|claim| found.claims.hold(claim))
}

fn prepare(case: &Case) -> Result<(DecodingKey, Validation)> {
    let header = decode_header(&case.token)?;
    let set: JwkSet = serde_json::from_value(case.keys.clone())?;
    let jwk = match (&header.kid, set.keys.as_slice()) {
        (Some(kid), _) => set.find(kid),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
    .context("no key")?;
    let validation = validation(
        case,
        algorithm(case, &serde_json::to_value(jwk)?, header.alg)?,
    );
    Ok((DecodingKey::from_jwk(jwk)?, validation))
}

/// The header chooses only where the key serves several algorithms.
fn algorithm(case: &Case, jwk: &Value, named: Algorithm) -> Result<Algorithm> {
    let served = case.algorithms_of(jwk);
    let served: Vec<Algorithm> = served
        .iter()
        .map(|alg| alg.parse())
        .collect::<Result<_, _>>()?;
    let first = served.first().copied();
    first
        .map(|first| {
            if served.contains(&named) {
                named
            } else {
                first
            }
        })
        .context("no algorithm for the key")
}

fn validation(case: &Case, algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    if let Some(issuer) = &case.issuer {
        validation.set_issuer(&[issuer]);
    }
    match &case.audience {
        Some(audience) => validation.set_audience(audience),
        None => validation.validate_aud = false,
    }
    if !case.requires("exp") {
        validation.required_spec_claims.clear();
    }
    validation
}
