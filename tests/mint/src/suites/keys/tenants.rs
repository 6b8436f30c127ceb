//! Keys that say whose they are, in a document that serves several tenants (RFC 8725 §3.8).

use serde_json::{Value, json};

use super::super::policy;
use super::UNKNOWN;
use crate::keys::{ed25519, p256};
use crate::suite::Suite;
use crate::token::access;

/// An issuer with a tenant in its path.
const TENANT: &str = "https://login.example/0b1c2d3e/v2.0";

/// The member `issuer` is no registered one: all of it is our choice.
pub fn tenants(s: &mut Suite) {
    let (key, other) = (p256("es256-1"), ed25519("eddsa-1"));
    let token = access(&key).claim("iss", TENANT).mint();
    let source = |named: &Value, ignored: &[&str]| {
        let jwk = key.jwk_with(&json!({ "issuer": named }));
        json!({ "issuer": TENANT, "jwks": { "keys": [other.jwk(), jwk] }, "ignored": ignored })
    };
    s.policy("tenant", policy("access", &json!({ "issuer": TENANT })));
    for (name, named) in [
        ("the issuer", TENANT),
        ("a template", "https://login.example/{tenantid}/v2.0"),
    ] {
        s.key_source(&format!("of {name}"), source(&named.into(), &[]));
        s.accept(&format!("a key of {name}"), "RFC 8725 §3.8", &token)
            .choice();
    }
    for (name, named) in [
        (
            "another tenant",
            json!("https://login.example/4f5a6b7c/v2.0"),
        ),
        (
            "another host",
            json!("https://login.invalid/{tenantid}/v2.0"),
        ),
        (
            "another version",
            json!("https://login.example/{tenantid}/v1.0"),
        ),
        (
            "a tenant of two segments",
            json!("https://login.example{tenantid}v2.0"),
        ),
        (
            "a template without an end",
            json!("https://login.example/{tenantid}/"),
        ),
        (
            "another placeholder",
            json!("https://login.example/{tenant}/v2.0"),
        ),
        ("the empty issuer", json!("")),
        ("a number for an issuer", json!(7)),
        ("null for an issuer", Value::Null),
    ] {
        s.key_source(&format!("of {name}"), source(&named, &["ERR_JWK_ISSUER"]));
        s.refuse(
            &format!("a key of {name}"),
            "RFC 8725 §3.8",
            token.clone(),
            UNKNOWN,
            "a key of a template",
        )
        .choice();
    }
}
