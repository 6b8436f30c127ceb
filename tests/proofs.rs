//! Proofs of possession by the crate's own types: a key that comes with a token serves no other kind.

#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod reader;

use portcullis::{KeySet, Limits, Policy, Presentation, UnixTime, Unverified};
use reader::{suites, text};

fn now() -> UnixTime {
    UnixTime::from_secs(1_760_000_000)
}

/// The token of a vector of `dpop.json`.
fn token(name: &str) -> String {
    let suites = suites();
    let suite = suites.iter().find(|suite| suite.file == "dpop.json");
    let vector = suite.unwrap().named(name).unwrap();
    text(vector, "token").to_owned()
}

fn request() -> Presentation {
    Presentation::bearer().request("POST", "https://api.example/notes")
}

#[test]
fn rfc_9449_4_3_a_proof_is_good_for_its_request() {
    let proof = token("dpop: the claims that are required");
    let policy = Policy::dpop_proof().build().unwrap();
    let admitted = portcullis::verify_proof(&proof, &policy, &request(), now()).unwrap();
    assert_eq!(admitted.claims().token_id(), Some("proof-1"));
    assert!(admitted.key_thumbprint().is_some());
}

/// RFC 8725 §3.10: of all keys, one that the sender chose.
#[test]
fn a_key_in_the_header_opens_no_other_door() {
    let proof = token("dpop: the claims that are required");
    for builder in [
        Policy::access_token(),
        Policy::plain_access_token(),
        Policy::id_token(),
        Policy::logout_token(),
        Policy::client_assertion(),
    ] {
        let policy = builder
            .issuer("https://issuer.example")
            .audience("https://api.example")
            .typ("dpop+jwt")
            .build()
            .unwrap();
        let authentic = Unverified::parse(&proof, policy.limits())
            .and_then(|token| token.select_embedded(policy.algorithms()))
            .and_then(portcullis::Candidate::verify)
            .unwrap();
        let refused = authentic.admit(&policy, &request(), now()).unwrap_err();
        assert_eq!(refused.code(), "ERR_TOKEN_KIND", "{:?}", policy.kind());
    }
}

/// RFC 9449 §4.3, rule 6: with the key in its header and with no other.
#[test]
fn an_issuers_key_signs_no_proof() {
    let proof = token("dpop: the claims that are required");
    let header = proof.split('.').next().unwrap();
    let header: serde_json::Value = serde_json::from_slice(
        &base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, header).unwrap(),
    )
    .unwrap();
    let jwks = serde_json::json!({ "keys": [header["jwk"]] }).to_string();
    let keys = KeySet::from_json("https://issuer.example", &jwks, &Limits::default()).unwrap();
    let policy = Policy::dpop_proof().build().unwrap();
    let refused = portcullis::verify(&proof, &keys, &policy, &request(), now()).unwrap_err();
    assert_eq!(refused.code(), "ERR_TOKEN_KIND");
}

#[test]
fn rfc_9449_7_1_a_bound_token_comes_with_its_proof() {
    let suites = suites();
    let suite = suites.iter().find(|suite| suite.file == "dpop.json");
    let suite = suite.unwrap();
    let vector = suite.named("dpop: a bound token and its proof").unwrap();
    let policy = Policy::from_json(&suite.policy(vector).to_string()).unwrap();
    let jwks = suite.key_document(vector).unwrap();
    let keys = KeySet::from_json("https://issuer.example", &jwks, policy.limits()).unwrap();
    let sent = &vector["presentation"]["dpop"];
    let presentation = |url| Presentation::bearer().dpop(text(sent, "proof"), "POST", url);
    let verify = |presentation: &Presentation| {
        portcullis::verify(text(vector, "token"), &keys, &policy, presentation, now())
            .map_or_else(portcullis::Error::code, |_| "OK")
    };
    assert_eq!(verify(&presentation("https://api.example/notes")), "OK");
    assert_eq!(
        verify(&presentation("https://api.example/other")),
        "ERR_PROOF_REFUSED"
    );
    assert_eq!(
        verify(&presentation("https://api.example/notes").dpop_nonce("n-1")),
        "ERR_PROOF_REFUSED"
    );
}
