//! Documents that are no key set (RFC 7517 §5).

use serde_json::json;

use super::super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::{ISSUER, access, encode};

/// Documents that are no key set: the verifier's trouble, never the token's.
pub fn documents(s: &mut Suite) {
    let key = p256("es256-1");
    let jwk = key.jwk();
    let token = access(&key).mint();
    let twin = "a document of one key";
    s.key_source(
        "one key as text",
        json!({ "issuer": ISSUER, "text": format!(" {{\"x\":1,\"keys\":[{jwk}]}}\n") }),
    );
    s.accept(twin, "RFC 7517 §5", &token);
    // The key is there for a reader that takes the last of two members, or has other limits.
    let lenient = [
        "keys twice",
        "a member of a key twice",
        "a byte order mark",
        "__proto__",
        "nested too deeply",
        "a number beyond a double",
        "private keys only",
        "65 keys",
    ];
    let source = |s: &mut Suite, name: &str, clause: &str, text: String, reason: &str| {
        s.key_source(name, json!({ "issuer": ISSUER, "text": text }));
        s.refuse(
            &format!("a document: {name}"),
            clause,
            token.clone(),
            reason,
            twin,
        )
        .choice_if(lenient.contains(&name));
    };
    let malformed = "keys ERR_JWKS_MALFORMED";
    for (name, text) in [
        ("empty", String::new()),
        ("HTML", "<!doctype html><title>Not found</title>".into()),
        ("null", "null".into()),
        ("an array", format!("[{jwk}]")),
        ("one bare key", jwk.to_string()),
        ("keys missing", "{}".into()),
        ("keys an object", format!("{{\"keys\":{jwk}}}")),
        ("keys null", "{\"keys\":null}".into()),
        ("keys twice", format!("{{\"keys\":[],\"keys\":[{jwk}]}}")),
        (
            "a member of a key twice",
            format!(
                "{{\"keys\":[{}]}}",
                jwk.to_string().replacen('{', "{\"kty\":\"EC\",", 1)
            ),
        ),
        ("a comma too many", format!("{{\"keys\":[{jwk},]}}")),
        ("text after it", format!("{{\"keys\":[{jwk}]}}x")),
        ("a byte order mark", format!("\u{FEFF}{{\"keys\":[{jwk}]}}")),
        (
            "__proto__",
            format!("{{\"__proto__\":{{}},\"keys\":[{jwk}]}}"),
        ),
        (
            "nested too deeply",
            format!(
                "{{\"x\":{}{},\"keys\":[{jwk}]}}",
                "[".repeat(40),
                "]".repeat(40)
            ),
        ),
        (
            "a number beyond a double",
            format!("{{\"x\":1e400,\"keys\":[{jwk}]}}"),
        ),
    ] {
        source(s, name, "RFC 7517 §5", text, malformed);
    }
    source(
        s,
        "no key",
        "RFC 7517 §5",
        "{\"keys\":[]}".into(),
        "keys ERR_JWKS_NO_USABLE_KEY",
    );
    source(
        s,
        "private keys only",
        "RFC 7517 §9.2",
        json!({ "keys": [key.jwk_with(&json!({ "d": encode(&[1; 32]) }))] }).to_string(),
        "keys ERR_JWKS_NO_USABLE_KEY",
    );
    source(
        s,
        "shared secrets only",
        "RFC 8725 §2.1",
        json!({ "keys": [{ "kty": "oct", "k": encode(&[1; 32]), "kid": "es256-1" }] }).to_string(),
        "keys ERR_JWKS_NO_USABLE_KEY",
    );
    let many = |count: usize| {
        let mut keys = vec![json!({ "kty": "XX" }); count - 1];
        keys.push(jwk.clone());
        json!({ "keys": keys }).to_string()
    };
    s.key_source("64 keys", json!({ "issuer": ISSUER, "text": many(64) }));
    s.accept("a document of 64 keys", "Limits: keys", &token)
        .choice();
    source(
        s,
        "65 keys",
        "Limits: keys",
        many(65),
        "keys ERR_JWKS_TOO_MANY_KEYS",
    );
    s.policy(
        "small documents",
        policy("access", &json!({ "limits": { "jwks": 400 } })),
    );
    s.use_keys("one key as text");
    s.accept(
        "a document within the policy's limit",
        "Limits: jwks",
        &token,
    )
    .choice();
    s.key_source("401 bytes", json!({ "issuer": ISSUER, "text": format!("{:401}", json!({ "keys": [jwk] }).to_string()) }));
    s.refuse(
        "a document beyond the policy's limit",
        "Limits: jwks",
        token.clone(),
        "keys ERR_KEYS_TOO_LARGE",
        "a document within the policy's limit",
    )
    .choice();
}
