//! `mint`: signs claims with a private JWK, for the tokens that no good provider would issue.

use std::fs;
use std::io::{Read, stdin};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use jwt_compact::{AlgorithmExt, Claims, Empty, Header};
use portcullis::interop::{Es256, Es256SigningKey};
use serde_json::{Map, Value};

/// What to sign, and with which key.
#[derive(Default)]
pub(crate) struct Order {
    /// A file with one JWK or a JWKS.
    pub(crate) keys: PathBuf,
    /// Which key of a JWKS; also the token's `kid`.
    pub(crate) kid: Option<String>,
    /// The algorithm; `ES256` when it is not named.
    pub(crate) alg: Option<String>,
    /// The token's `typ`.
    pub(crate) typ: Option<String>,
    /// The claims as a JSON object; from standard input when absent.
    pub(crate) claims: Option<String>,
}

/// The token of an order.
pub(crate) fn mint(order: &Order) -> Result<String> {
    if order.alg.as_deref().is_some_and(|alg| alg != "ES256") {
        bail!("only ES256 can be minted");
    }
    let jwk = find_key(order)?;
    let mut header = Header::<Empty>::default();
    header.token_type.clone_from(&order.typ);
    header.key_id = order
        .kid
        .clone()
        .or_else(|| member(&jwk, "kid").map(str::to_owned));
    let claims = Claims::new(read_claims(order)?);
    // Its error would quote the claims.
    let token = Es256.token(&header, &claims, &signing_key(&jwk)?).ok();
    token.context("the claims cannot be written as a token")
}

fn read_claims(order: &Order) -> Result<Map<String, Value>> {
    let mut text = String::new();
    match &order.claims {
        Some(claims) => text.push_str(claims),
        None => drop(stdin().read_to_string(&mut text)?),
    }
    serde_json::from_str(&text)
        .ok()
        .context("the claims are not a JSON object")
}

fn find_key(order: &Order) -> Result<Value> {
    let text = fs::read_to_string(&order.keys)
        .with_context(|| format!("cannot read {}", order.keys.display()))?;
    let document: Value = serde_json::from_str(&text)
        .ok()
        .context("the key file is not JSON")?;
    let Some(keys) = document.get("keys").and_then(Value::as_array) else {
        return Ok(document);
    };
    let wanted = |jwk: &&Value| match &order.kid {
        Some(kid) => member(jwk, "kid") == Some(kid),
        None => member(jwk, "crv") == Some("P-256"),
    };
    keys.iter()
        .find(wanted)
        .cloned()
        .context("the JWKS has no such key")
}

fn signing_key(jwk: &Value) -> Result<Es256SigningKey> {
    let key = Es256SigningKey::from_jwk(&jwk.to_string()).ok();
    key.context("the key is not a private JWK on P-256")
}

fn member<'v>(jwk: &'v Value, name: &str) -> Option<&'v str> {
    jwk.get(name).and_then(Value::as_str)
}
