//! The crate `jwt-compact` as an oracle with an arithmetic of its own: what we accept, it accepts.
//! With the feature of its name, tokens go both ways.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod oracle;
mod reader;

use reader::{Suite, suites, text};
use serde_json::Value;

/// What the oracle says; `None` when it cannot verify such a token at all.
fn oracle(suite: &Suite, vector: &Value) -> Option<Result<(), String>> {
    let policy = suite.policy(vector);
    oracle::verdict(
        text(vector, "token"),
        &suite.key_document(vector)?,
        policy.get("leeway").and_then(Value::as_f64).unwrap_or(30.0),
        vector["now"].as_f64()?,
    )
}

/// What the oracle cannot take: dates that are not written as whole numbers, which RFC 7519 §2
/// allows.
fn beyond_the_oracle(vector: &Value) -> bool {
    let claims = &vector["expect"]["claims"];
    let odd = |name: &str| claims[name].is_f64();
    ["exp", "nbf", "iat"].iter().any(|name| odd(name))
}

/// What the oracle says of RSA keys of other than 2048, 3072 and 4096 bits (RFC 7518 §3.3 has only
/// a lower bound).
const LENGTHS: [&str; 2] = ["Weak cryptographic key", "modulus too large"];

#[test]
fn what_we_accept_the_oracle_accepts() {
    let (mut agreed, mut weaker, mut differing) = (0, 0, Vec::new());
    for suite in suites() {
        for vector in suite.vectors() {
            let Some(outcome) = suite.run(vector) else {
                continue;
            };
            let name = text(vector, "name");
            match (outcome.verdict.verdict.as_str(), oracle(&suite, vector)) {
                ("accept", Some(verdict)) if !beyond_the_oracle(vector) => {
                    agreed += usize::from(verdict.is_ok());
                    let error = verdict.err().filter(|error| !LENGTHS.contains(&&**error));
                    differing.extend(error.map(|error| format!("{name}: {error}")));
                }
                ("refuse", Some(Ok(()))) => weaker += 1,
                // A signature that the oracle takes is none that we refuse.
                ("refuse", Some(Err(_)) | None) | ("accept", _) => {}
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    println!("agreed on {agreed} accepted tokens; the oracle takes {weaker} that we refuse");
    assert!(agreed > 150, "{agreed}");
}

/// Where the oracle is known to be looser: its reading of RFC 8032 §5.1.7 is not the strict one, and
/// its RSA takes a signature that is not below the modulus (RFC 8017 §5.2.2).
const LOOSER: [&str; 2] = ["small order", ", s + n"];

/// No token that fails for its signature with us passes with the oracle.
#[test]
fn both_refuse_the_same_signatures() {
    let mut compared = 0;
    for suite in suites() {
        for vector in suite.vectors() {
            if vector["expect"]["stage"] != "signature" {
                continue;
            }
            let name = text(vector, "name");
            if LOOSER.iter().any(|known| name.contains(known)) {
                continue;
            }
            if let Some(verdict) = oracle(&suite, vector) {
                assert!(verdict.is_err(), "{name}");
                compared += 1;
            }
        }
    }
    assert!(compared > 60, "{compared}");
}

#[cfg(feature = "jwt-compact")]
mod minted {
    use chrono::{Duration, TimeZone, Utc};
    use jwt_compact::{AlgorithmExt, Claims, Header, TimeOptions, UntrustedToken};
    use portcullis::interop::{Ed25519, Ed25519SigningKey, Es256, Es256SigningKey};
    use portcullis::{KeySet, Limits, Policy, Presentation, UnixTime, VerifyingKey};
    use serde_json::{Value, json};

    /// RFC 8037 A.1.
    const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    /// RFC 7515 A.3.
    const ES256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;

    fn claims() -> Claims<Value> {
        let now = Utc.timestamp_opt(1_760_000_000, 0).unwrap();
        let time = TimeOptions::new(Duration::seconds(0), move || now);
        Claims::new(json!({
            "iss": "https://issuer.example", "aud": "https://api.example", "sub": "ada",
            "client_id": "client-1", "jti": "token-1",
        }))
        .set_duration_and_issuance(&time, Duration::seconds(300))
    }

    fn public(jwk: &str) -> Value {
        let mut jwk: Value = serde_json::from_str(jwk).unwrap();
        jwk.as_object_mut().unwrap().remove("d");
        jwk
    }

    fn check(token: &str, jwk: &str) {
        let jwks = json!({ "keys": [public(jwk)] }).to_string();
        let keys = KeySet::from_json("https://issuer.example", &jwks, &Limits::default()).unwrap();
        let policy = Policy::access_token()
            .issuer("https://issuer.example")
            .audience("https://api.example");
        let policy = policy.build().unwrap();
        let now = UnixTime::from_secs(1_760_000_100);
        let admitted =
            portcullis::verify(token, &keys, &policy, &Presentation::bearer(), now).unwrap();
        assert_eq!(admitted.claims().subject(), Some("ada"));
    }

    #[test]
    fn what_it_mints_with_our_keys_we_accept() {
        let header = Header::empty().with_token_type("at+jwt");
        let key = Es256SigningKey::from_jwk(ES256).unwrap();
        check(&Es256.token(&header, &claims(), &key).unwrap(), ES256);
        let key = Ed25519SigningKey::from_jwk(ED25519).unwrap();
        check(&Ed25519.token(&header, &claims(), &key).unwrap(), ED25519);
    }

    #[test]
    fn it_verifies_with_our_keys() {
        let header = Header::empty().with_token_type("at+jwt");
        let key = Es256SigningKey::from_jwk(ES256).unwrap();
        let token = Es256.token(&header, &claims(), &key).unwrap();
        let token = UntrustedToken::new(&token).unwrap();
        let ours = VerifyingKey::from_jwk(&public(ES256).to_string(), &Limits::default()).unwrap();
        assert!(Es256.validator::<Value>(&ours).validate(&token).is_ok());
        let other =
            VerifyingKey::from_jwk(&public(ED25519).to_string(), &Limits::default()).unwrap();
        assert!(Es256.validator::<Value>(&other).validate(&token).is_err());
    }
}
