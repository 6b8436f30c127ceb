//! `mint`: signs claims with a private JWK, for the tokens that no good provider would issue.

use std::borrow::Cow;
use std::fs;
use std::io::{Read, stdin};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jwt_compact::{Algorithm, AlgorithmExt, AlgorithmSignature, Claims, Empty, Header};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
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

fn signing_key(jwk: &Value) -> Result<SigningKey> {
    if (member(jwk, "kty"), member(jwk, "crv")) != (Some("EC"), Some("P-256")) {
        bail!("the key is not an EC key on P-256");
    }
    let d = member(jwk, "d").context("the key has no private part")?;
    let secret = BASE64_URL_SAFE_NO_PAD
        .decode(d)
        .ok()
        .context("`d` is not base64url")?;
    SigningKey::from_slice(&secret)
        .ok()
        .context("`d` is not a private key of P-256")
}

fn member<'v>(jwk: &'v Value, name: &str) -> Option<&'v str> {
    jwk.get(name).and_then(Value::as_str)
}

/// ES256 (RFC 7518 §3.4) on the curve crate of the core, for jwt-compact to mint with.
struct Es256;

/// A signature in the form of JWS: r and s, 32 bytes each.
struct Jws(Signature);

impl Algorithm for Es256 {
    type SigningKey = SigningKey;
    type VerifyingKey = VerifyingKey;
    type Signature = Jws;

    fn name(&self) -> Cow<'static, str> {
        "ES256".into()
    }

    fn sign(&self, key: &SigningKey, message: &[u8]) -> Jws {
        Jws(key.sign(message))
    }

    fn verify_signature(&self, signature: &Jws, key: &VerifyingKey, message: &[u8]) -> bool {
        key.verify(message, &signature.0).is_ok()
    }
}

impl AlgorithmSignature for Jws {
    fn try_from_slice(slice: &[u8]) -> Result<Self> {
        Ok(Self(Signature::from_slice(slice)?))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.0.to_bytes().to_vec())
    }
}
