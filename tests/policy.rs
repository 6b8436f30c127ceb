//! Policies as documents, kinds that exclude each other, and keys that belong to one issuer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod reader;

use std::collections::BTreeMap;

use portcullis::{Error, KeySet, Policy, Presentation, ScopeRule, UnixTime};
use reader::{Suite, suites, text};
use serde_json::Value;

const ISSUER: &str = "https://issuer.example";
const OTHER: &str = "https://attacker.example";

fn suite(name: &str) -> Suite {
    suites()
        .into_iter()
        .find(|suite| text(&suite.document, "suite") == name)
        .expect("a suite")
}

fn verify(token: &str, keys: &KeySet, policy: &Policy) -> Result<(), Error> {
    let now = UnixTime::from_secs(1_760_000_000);
    portcullis::verify(token, keys, policy, &Presentation::bearer(), now).map(drop)
}

/// A good access token with the keys of its issuer.
fn good() -> (String, String) {
    let suite = suite("access");
    let vector = suite
        .named("access: every claim of RFC 9068")
        .expect("the twin");
    (
        text(vector, "token").to_owned(),
        suite.key_document(vector).unwrap(),
    )
}

#[test]
fn every_policy_of_the_vectors_survives_its_own_document() {
    let mut ids = BTreeMap::new();
    for suite in suites() {
        for document in suite.document["policies"].as_object().unwrap().values() {
            let Ok(policy) = Policy::from_json(&document.to_string()) else {
                continue;
            };
            let again = Policy::from_json(&policy.to_json()).expect("its own document");
            assert_eq!(again, policy);
            assert_eq!(again.to_json(), policy.to_json());
            assert_eq!(again.id(), policy.id());
            if let Some(other) = ids.insert(policy.id(), policy.to_json()) {
                assert_eq!(other, policy.to_json(), "two policies of one id");
            }
        }
    }
    assert!(ids.len() > 40);
}

#[test]
fn a_policy_is_read_as_strictly_as_a_token() {
    let good = r#"{"issuer":"https://issuer.example","audience":"https://api.example"}"#;
    assert!(Policy::from_json(good).is_ok());
    for bad in [
        "",
        "null",
        "[]",
        "{}x",
        "{",
        &format!("\u{feff}{good}"),
        &format!("{good}{good}"),
        &good.replace('}', ",}"),
        &good.replace('}', r#","issuer":"https://issuer.example"}"#),
        &good.replace('}', r#","__proto__":{}}"#),
        &good.replace('}', r#","leeway":1e400}"#),
        &good.replace('}', r#","leeway":NaN}"#),
    ] {
        let error = Policy::from_json(bad).expect_err(bad);
        assert_eq!(
            (error.code(), error.path()),
            ("ERR_POLICY_MALFORMED", ""),
            "{bad}"
        );
    }
}

#[test]
fn the_path_of_a_fault_names_members_and_no_values() {
    let secret = "do-not-print-this-value";
    for document in [
        format!(r#"{{"issuer":"{ISSUER}","audience":"a","kind":"{secret}"}}"#),
        format!(r#"{{"issuer":"{ISSUER}","audience":"a","algorithms":["{secret}"]}}"#),
        format!(r#"{{"issuer":"{ISSUER}","audience":"a","jwks_uri":"ftp://{secret}"}}"#),
        format!(r#"{{"issuer":"{ISSUER}","audience":"a","leeway":"{secret}"}}"#),
    ] {
        let error = Policy::from_json(&document).expect_err("refused");
        assert!(!format!("{error} {error:?}").contains(secret), "{document}");
    }
}

/// RFC 8725 §3.12: a token of one kind is no token of another.
#[test]
fn kinds_exclude_each_other() {
    let twins = [
        ("access", "access: every claim of RFC 9068"),
        ("access_plain", "access_plain: typ JWT and a scope"),
        ("id", "id: the claims that are required"),
    ];
    for (kind, name) in twins {
        let own = suite(kind);
        let vector = own.named(name).expect("the twin");
        let keys = KeySet::from_json(
            ISSUER,
            &own.key_document(vector).unwrap(),
            &portcullis::Limits::default(),
        )
        .unwrap();
        for (other, _) in twins {
            let document = Value::to_string(&serde_json::json!({
                "kind": other.replace('_', "-"), "issuer": ISSUER, "audience": ["https://api.example", "client-1"],
            }));
            let policy = Policy::from_json(&document).unwrap();
            let verdict = verify(text(vector, "token"), &keys, &policy);
            assert_eq!(verdict.is_ok(), kind == other, "{kind} under {other}");
            if let Err(error) = verdict {
                assert!(
                    matches!(error.code(), "ERR_TYP_MISMATCH" | "ERR_TOKEN_KIND"),
                    "{kind} under {other}: {error:?}"
                );
            }
        }
    }
}

/// RFC 8725 §3.8: a key set belongs to one issuer, whose name its tokens must bear.
#[test]
fn one_issuers_key_never_signs_as_another() {
    let (token, jwks) = good();
    let limits = portcullis::Limits::default();
    let ours = KeySet::from_json(ISSUER, &jwks, &limits).unwrap();
    let theirs = KeySet::from_json(OTHER, &jwks, &limits).unwrap();
    let named = Policy::access_token()
        .issuer(ISSUER)
        .audience("https://api.example")
        .build()
        .unwrap();
    let any = Policy::access_token()
        .any_issuer()
        .audience("https://api.example")
        .build()
        .unwrap();
    let other = Policy::access_token()
        .issuer(OTHER)
        .audience("https://api.example")
        .build()
        .unwrap();
    assert_eq!(verify(&token, &ours, &named), Ok(()));
    assert_eq!(verify(&token, &ours, &any), Ok(()));
    for (keys, policy) in [
        (&theirs, &named),
        (&theirs, &any),
        (&theirs, &other),
        (&ours, &other),
    ] {
        let error = verify(&token, keys, policy).unwrap_err();
        assert_eq!(error.code(), "ERR_ISSUER_MISMATCH");
    }
    assert_eq!(
        KeySet::from_json("", &jwks, &limits).unwrap_err().code(),
        "ERR_JWKS_ISSUER"
    );
}

#[test]
fn a_route_can_ask_for_more_scopes_than_the_policy() {
    let (token, jwks) = good();
    let keys = KeySet::from_json(ISSUER, &jwks, &portcullis::Limits::default()).unwrap();
    let policy = Policy::access_token()
        .issuer(ISSUER)
        .audience("https://api.example")
        .build()
        .unwrap();
    let now = UnixTime::from_secs(1_760_000_000);
    let admitted =
        portcullis::verify(&token, &keys, &policy, &Presentation::bearer(), now).unwrap();
    assert_eq!(admitted.require(&ScopeRule::default()), Ok(()));
    assert_eq!(admitted.require(&ScopeRule::all(["read", "write"])), Ok(()));
    assert_eq!(
        admitted.require(&ScopeRule::any(["admin", "write"])),
        Ok(())
    );
    for rule in [
        ScopeRule::all(["read", "admin"]),
        ScopeRule::any(["admin", "writ"]),
    ] {
        assert_eq!(admitted.require(&rule).unwrap_err().status(), 403);
    }
}

/// Hints are for choosing an issuer's keys, before anything is verified.
#[test]
fn hints_come_from_the_payload_read_as_strictly_as_ever() {
    let (token, _) = good();
    let limits = portcullis::Limits::default();
    let mut parsed = portcullis::Unverified::parse(&token, &limits).unwrap();
    let issuer = parsed
        .issuer_hint()
        .unwrap()
        .map(portcullis::Untrusted::dangerously_trust);
    assert_eq!(issuer, Some(ISSUER));
    let expiry = parsed
        .expiry_hint()
        .unwrap()
        .map(portcullis::Untrusted::dangerously_trust);
    assert_eq!(expiry, Some(UnixTime::from_secs(1_760_000_240)));
    let suite = suite("payload");
    for vector in suite.vectors() {
        let stage = vector["expect"]["stage"].as_str().unwrap_or_default();
        if stage == "malformed" && suite.policy(vector).get("limits").is_none() {
            let mut parsed = portcullis::Unverified::parse(text(vector, "token"), &limits).unwrap();
            let code = parsed.issuer_hint().unwrap_err().code();
            assert_eq!(
                code,
                text(&vector["expect"], "code"),
                "{}",
                text(vector, "name")
            );
        }
    }
}
