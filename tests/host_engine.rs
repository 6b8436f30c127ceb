//! A token that is detached gets the verdict it would have got, from an engine that only verifies.

#![cfg(all(
    feature = "host-engine",
    feature = "es256",
    feature = "es384",
    feature = "eddsa",
    feature = "rsa"
))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod host;
mod reader;

use portcullis::{AlgSet, Error, KeySet, Limits, Policy, Presentation, UnixTime, Unverified};
use reader::{Suite, suites, text};
use serde_json::{Value, json};

/// Verifies with an engine that takes whatever the curve equations or RSA take.
fn detached(
    token: &str,
    keys: &KeySet,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<String, Error> {
    let check = Unverified::parse(token, policy.limits())?
        .select(keys, policy.algorithms())?
        .detach()?;
    let good = host::verify(&check);
    check
        .dangerously_accept(good)?
        .admit(policy, presentation, now)
        .map(|admitted| {
            assert!(token.starts_with(admitted.signing_input()));
            admitted.into_claims_json()
        })
}

/// What a vector needs, when its policy and its keys are taken.
fn inputs(suite: &Suite, vector: &Value) -> Option<(KeySet, Policy, Presentation, UnixTime)> {
    let policy = suite.read_policy(vector).ok()?;
    let issuer = suite.keys(vector)["issuer"].as_str()?;
    let keys = KeySet::for_policy(&policy, issuer, &suite.key_document(vector)?).ok()?;
    let presentation = match vector.get("presentation") {
        Some(presentation) => Presentation::from_json(&presentation.to_string()).unwrap(),
        None => Presentation::bearer(),
    };
    let now = UnixTime::from_secs_f64(vector["now"].as_f64().unwrap()).unwrap();
    Some((keys, policy, presentation, now))
}

#[test]
fn every_vector_gets_the_verdict_it_gets_without_detaching() {
    let (mut ran, mut accepted) = (0, 0);
    for suite in suites() {
        for vector in suite.vectors() {
            let Some((keys, policy, presentation, now)) = inputs(&suite, vector) else {
                continue;
            };
            let token = text(vector, "token");
            let verdict = portcullis::verify(token, &keys, &policy, &presentation, now)
                .map(portcullis::Admitted::into_claims_json);
            let from_host = detached(token, &keys, &policy, &presentation, now);
            assert_eq!(from_host, verdict, "{}", text(vector, "name"));
            ran += 1;
            accepted += u32::from(verdict.is_ok());
        }
    }
    assert!(
        ran > 1000 && accepted > 200,
        "{ran} ran, {accepted} were good"
    );
}

#[test]
fn an_answer_that_is_no_refuses_every_good_token() {
    let mut refused = 0;
    for suite in suites() {
        for vector in suite.vectors() {
            if vector["expect"]["verdict"] != "accept" {
                continue;
            }
            let Some((keys, policy, ..)) = inputs(&suite, vector) else {
                continue;
            };
            let check = Unverified::parse(text(vector, "token"), policy.limits())
                .and_then(|token| token.select(&keys, policy.algorithms()))
                .and_then(portcullis::Candidate::detach)
                .expect("a good token");
            assert_eq!(format!("{check:?}"), "PendingCheck(..)");
            let answer = check.dangerously_accept(false);
            assert_eq!(answer.unwrap_err(), Error::BadSignature);
            refused += 1;
        }
    }
    assert!(refused > 200);
}

#[test]
fn rfc_7638_3_2_the_key_goes_out_with_its_required_members_alone() {
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let jwks = json!({ "keys": [{
        "x": x, "kty": "OKP", "crv": "Ed25519", "kid": "1", "use": "sig", "alg": "EdDSA",
        "key_ops": ["verify"], "ext": false, "x5u": "https://elsewhere.example",
    }]});
    let keys = KeySet::from_json("i", &jwks.to_string(), &Limits::default()).unwrap();
    let limits = Limits::default();
    // {"alg":"EdDSA"}, {}, and S = 0 with the R of a point of large order (y = 3).
    let mut signature = [0; 64];
    signature[0] = 3;
    let token = format!("eyJhbGciOiJFZERTQSJ9.e30.{}", host::base64url(&signature));
    let check = Unverified::parse(&token, &limits)
        .and_then(|token| token.select(&keys, AlgSet::recommended()))
        .and_then(portcullis::Candidate::detach)
        .unwrap();
    assert_eq!(
        check.jwk(),
        format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)
    );
    assert_eq!(check.algorithm().name(), "EdDSA");
    assert_eq!(check.input(), b"eyJhbGciOiJFZERTQSJ9.e30");
    assert_eq!(check.signature(), signature);
    assert_eq!(check.key_thumbprint(), keys.keys()[0].thumbprint());
    assert!(!host::verify(&check));
}

#[cfg(feature = "hmac")]
#[test]
fn a_shared_secret_is_handed_to_nobody() {
    let secret = portcullis::HmacSecret::new("i", portcullis::Algorithm::Hs256, &[7; 32]).unwrap();
    let allowed = AlgSet::EMPTY.with(portcullis::Algorithm::Hs256);
    let token = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA";
    let limits = Limits::default();
    let refused = Unverified::parse(token, &limits)
        .and_then(|token| token.select_secret(&secret, allowed))
        .and_then(portcullis::Candidate::detach);
    assert_eq!(
        refused.unwrap_err(),
        Error::Key(portcullis::KeyFault::AlgUnknown)
    );
}
