//! Proofs of possession: what is signed with a key of its own is good for its own request alone.

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use portcullis::{Policy, Presentation, UnixTime, verify_proof};
use serde_json::{Value, json};
use url::Url;

use crate::encode;

/// What the fuzzer writes of a proof; the rest is good, and all is signed.
#[derive(Arbitrary, Debug)]
pub enum Case<'a> {
    Token(&'a str),
    Header(&'a str),
    Claims(&'a str),
    /// What the proof says its URL is, and what it was.
    Targets(&'a str, &'a str),
}

const NOW: u64 = 1_760_000_000;
const URL: &str = "https://api.example/notes";

static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_slice(&[7; 32]).expect("in range"));

static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::dpop_proof().build().expect("a policy"));

pub fn run(case: &Case) {
    assert!(accepts(&sign(&header(), &claims(URL)), URL), "a good proof");
    match case {
        // Nobody else has the key, and no two proofs of it are tried.
        Case::Token(text) => drop(accepts(text, URL)),
        Case::Header(text) => {
            if accepts(&sign(text, &claims(URL)), URL) {
                let header: Value = serde_json::from_str(text).expect("JSON");
                assert_eq!(header["jwk"]["x"], jwk()["x"], "signed by another key");
                assert_eq!(header["jwk"]["y"], jwk()["y"], "signed by another key");
            }
        }
        Case::Claims(text) => {
            if accepts(&sign(&header(), text), URL) {
                let claims: Value = serde_json::from_str(text).expect("JSON");
                assert_eq!(claims["htm"], "POST");
                assert!(claims["jti"].is_string());
                same(claims["htu"].as_str().expect("a string"), URL);
            }
        }
        Case::Targets(said, was) => {
            let accepted = accepts(&sign(&header(), &claims(said)), was);
            let turned = accepts(&sign(&header(), &claims(was)), said);
            assert_eq!(accepted, turned, "a target is the same as itself");
            if accepted {
                same(said, was);
            }
        }
    }
}

/// The URL Standard's reader takes both for one, query and fragment aside.
fn same(one: &str, other: &str) {
    let [one, other] = [one, other].map(|url| {
        let mut url = Url::parse(url).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        Some(percent_encoding::percent_decode_str(url.as_str()).collect::<Vec<u8>>())
    });
    // What that reader refuses, such as a host that is no host, nobody can send a request to.
    if let (Some(one), Some(other)) = (one, other) {
        assert_eq!(one, other, "another target");
    }
}

fn accepts(proof: &str, url: &str) -> bool {
    let request = Presentation::bearer().request("POST", url);
    verify_proof(proof, &POLICY, &request, UnixTime::from_secs(NOW)).is_ok()
}

fn jwk() -> Value {
    let point = KEY.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(32);
    json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y) })
}

fn header() -> String {
    json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": jwk() }).to_string()
}

fn claims(url: &str) -> String {
    json!({ "jti": "1", "htm": "POST", "htu": url, "iat": NOW }).to_string()
}

fn sign(header: &str, payload: &str) -> String {
    let input = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(payload.as_bytes())
    );
    let signature: Signature = KEY.sign(input.as_bytes());
    format!("{input}.{}", encode(&signature.to_bytes()))
}
