//! Published keys, and tokens that they sign: whatever bytes header and payload are.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jwt_compact::alg::{Ed25519, Es256, Hs256, Hs256Key, Rsa, RsaPrivateKey, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm, AlgorithmSignature};
use serde_json::{Map, Value};

pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "https://api.example";
/// The second of every verdict.
pub(crate) const NOW: u64 = 1_760_000_000;

/// RFC 7515 A.3.
const ES256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
/// RFC 8037 A.1.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#;
/// RFC 7515 A.2, without what follows from the rest.
const RSA: &str = include_str!("../mint/keys/rfc7515_a2_published_rsa_key.json");
const RSA_D: &str = "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ";

type Sign = dyn Fn(&[u8]) -> Vec<u8>;

/// One key with the one algorithm it signs with.
pub(crate) struct Signer {
    pub(crate) alg: &'static str,
    /// The public JWK; its `kid` is the algorithm's name.
    pub(crate) jwk: Value,
    sign: Box<Sign>,
}

/// Every algorithm that the oracle has: cheap ones first.
pub(crate) fn signers() -> Vec<Signer> {
    let mut rsa: Value = serde_json::from_str(RSA).unwrap();
    rsa["d"] = RSA_D.into();
    vec![
        signer(Es256, "ES256", &serde_json::from_str(ES256).unwrap()),
        signer(Ed25519, "EdDSA", &serde_json::from_str(ED25519).unwrap()),
        rsa_signer(Rsa::rs256(), "RS256", &rsa),
        rsa_signer(Rsa::ps256(), "PS256", &rsa),
    ]
}

fn signer<A>(algorithm: A, alg: &'static str, jwk: &Value) -> Signer
where
    A: Algorithm + 'static,
    A::SigningKey: for<'a> TryFrom<&'a JsonWebKey<'a>> + 'static,
{
    let read: JsonWebKey<'_> = serde_json::from_value(jwk.clone()).unwrap();
    let key = A::SigningKey::try_from(&read).ok().unwrap();
    Signer {
        alg,
        jwk: public(jwk, alg),
        sign: Box::new(move |input| algorithm.sign(&key, input).as_bytes().into_owned()),
    }
}

fn rsa_signer(algorithm: Rsa, alg: &'static str, jwk: &Value) -> Signer {
    let read: JsonWebKey<'_> = serde_json::from_value(jwk.clone()).unwrap();
    let key = StrongKey::try_from(RsaPrivateKey::try_from(&read).unwrap()).unwrap();
    let key = key.into_inner();
    Signer {
        alg,
        jwk: public(jwk, alg),
        sign: Box::new(move |input| algorithm.sign(&key, input).as_bytes().into_owned()),
    }
}

fn public(jwk: &Value, alg: &str) -> Value {
    let names = ["kty", "crv", "x", "y", "n", "e"];
    let mut bare: Map<String, Value> = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), jwk.get(name)?.clone())))
        .collect();
    bare.insert("kid".into(), alg.into());
    bare.insert("alg".into(), alg.into());
    bare.into()
}

impl Signer {
    pub(crate) fn token(&self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        let input = input(header, payload);
        let signature = self.signature(&input);
        format!("{input}.{}", encode(signature))
    }

    pub(crate) fn signature(&self, input: &str) -> Vec<u8> {
        (self.sign)(input.as_bytes())
    }

    /// The set of this key alone.
    pub(crate) fn jwks(&self) -> String {
        format!(r#"{{"keys":[{}]}}"#, self.jwk)
    }

    /// The header of a good token.
    pub(crate) fn header(&self) -> String {
        format!(r#"{{"alg":"{0}","typ":"at+jwt","kid":"{0}"}}"#, self.alg)
    }
}

/// A token with a MAC, made with a secret that is none.
pub(crate) fn mac_token(secret: &[u8], header: &str, payload: &str) -> String {
    let input = input(header, payload);
    let signature = Hs256.sign(&Hs256Key::new(secret), input.as_bytes());
    format!("{input}.{}", encode(signature.as_bytes()))
}

/// The claims of a good token (RFC 9068 §2.2).
pub(crate) fn claims() -> String {
    format!(
        r#"{{"iss":"{ISSUER}","sub":"ada","aud":"{AUDIENCE}","client_id":"client-1","iat":{},"exp":{},"jti":"token-1"}}"#,
        NOW - 60,
        NOW + 240
    )
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn input(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", encode(header), encode(payload))
}
