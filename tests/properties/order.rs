//! The order of members says nothing (RFC 8259 §4): not in a header, not in claims, not in a key,
//! not in a policy.

use portcullis::Policy;
use serde_json::{Value, json};

use crate::noise::{Noise, rounds};
use crate::signer::signers;
use crate::{claims, code, policy, verdict};

/// Members that are put in, with good values and bad ones.
const HEADER: &[(&str, &str)] = &[
    ("kid", "1"),
    ("kid", "\"x\""),
    ("typ", "\"JWT\""),
    ("alg", "\"none\""),
    ("crit", "[\"x\"]"),
    ("b64", "true"),
    ("x", "{\"a\":1,\"b\":[{\"c\":1,\"d\":2}]}"),
    ("jku", "7"),
    ("cty", "\"JWT\""),
];
const CLAIMS: &[(&str, &str)] = &[
    ("exp", "\"soon\""),
    ("exp", "1"),
    ("nbf", "99999999999"),
    ("iat", "null"),
    ("iss", "\"https://other.example\""),
    ("aud", "[]"),
    ("aud", "[\"x\",\"https://api.example\"]"),
    ("cnf", "{\"jkt\":\"x\",\"kid\":\"y\"}"),
    ("cnf", "{\"x5t#S256\":\"x\",\"jkt\":\"y\"}"),
    ("scope", "\"read\""),
    ("nonce", "\"\""),
    ("events", "{}"),
    ("x", "{\"a\":1,\"b\":[{\"c\":1,\"d\":2}]}"),
];
const JWK: &[(&str, &str)] = &[
    ("use", "\"enc\""),
    ("use", "\"sig\""),
    ("key_ops", "[]"),
    ("alg", "\"RS256\""),
    ("d", "\"AQ\""),
    ("crv", "\"P-384\""),
    ("kid", "1"),
    ("x", "\"AQ\""),
    ("x5t", "\"x\""),
];
const POLICY: &[(&str, &str)] = &[
    ("leeway", "10"),
    ("leeway", "-1"),
    ("scopes", "{\"all\":[\"read\"],\"any\":[\"write\"]}"),
    ("required_claims", "[\"x\",\"y\"]"),
    ("algorithms", "[\"EdDSA\",\"ES256\"]"),
    ("limits", "{\"depth\":4,\"members\":16}"),
    ("kind", "\"id\""),
    ("max_token_age", "3600"),
    ("max_token_age", "1"),
    ("any_audience", "true"),
    (
        "claims",
        "{\"sub\":[\"ada\",\"bob\"],\"iss\":\"https://issuer.example\"}",
    ),
    ("refused_claims", "{\"b\":\"x\",\"a\":[\"y\"]}"),
    ("roles_claim", "\"roles\""),
];

#[test]
fn the_verdict_does_not_depend_on_the_order_of_members() {
    let signers = signers();
    let mut noise = Noise(31);
    let mut accepted = 0;
    for round in 0..rounds(800) {
        let signer = &signers[round % 2];
        let header = serde_json::from_str(&signer.header()).unwrap();
        let header = varied(&mut noise, header, HEADER);
        let claims = varied(&mut noise, claims(), CLAIMS);
        let jwk = varied(&mut noise, signer.jwk.clone(), JWK);
        let policy = varied(&mut noise, policy(), POLICY);
        let mut verdicts = (0..3).map(|_| {
            let token = signer.token(permuted(&mut noise, &header), permuted(&mut noise, &claims));
            let jwks = permuted(&mut noise, &json!({ "x": 1, "keys": [jwk] }));
            match Policy::from_json(&permuted(&mut noise, &policy)) {
                Ok(policy) => code(verdict(&token, &jwks, &policy.to_json())),
                Err(error) => error.code(),
            }
        });
        let first = verdicts.next().unwrap();
        assert!(
            verdicts.all(|verdict| verdict == first),
            "{first}: {header} {claims} {jwk} {policy}"
        );
        accepted += usize::from(first == "OK");
    }
    assert!(accepted > 80, "{accepted}");
}

#[test]
fn a_policy_is_the_same_in_every_order() {
    let mut noise = Noise(32);
    for _ in 0..rounds(4000) {
        let mut document = policy();
        for _ in 0..3 {
            document = varied(&mut noise, document, POLICY);
        }
        let [one, other] = [(); 2].map(|()| Policy::from_json(&permuted(&mut noise, &document)));
        match (&one, &other) {
            (Ok(one), Ok(other)) => {
                assert_eq!(one, other);
                assert_eq!(one.id(), other.id());
            }
            // Which of two faults is the first may depend on where they stand.
            (one, other) => assert_eq!(one.is_err(), other.is_err(), "{document}"),
        }
    }
}

/// As often as not with one more member, or another value of one.
fn varied(noise: &mut Noise, mut document: Value, members: &[(&str, &str)]) -> Value {
    if noise.once_in(3) {
        let (name, value) = noise.pick(members);
        document[name] = serde_json::from_str(value).unwrap();
    }
    document
}

/// The document with the members of every object in another order.
fn permuted(noise: &mut Noise, document: &Value) -> String {
    match document {
        Value::Object(members) => {
            let mut written: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", json!(name), permuted(noise, value)))
                .collect();
            for last in (1..written.len()).rev() {
                written.swap(last, noise.below(last + 1));
            }
            format!("{{{}}}", written.join(","))
        }
        Value::Array(items) => {
            let written: Vec<String> = items.iter().map(|item| permuted(noise, item)).collect();
            format!("[{}]", written.join(","))
        }
        plain => plain.to_string(),
    }
}
