//! Policies that are refused at creation, before any token is looked at.

use serde_json::{Value, json};

use super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::access;

const UNKNOWN: &str = "ERR_POLICY_UNKNOWN_MEMBER";
const MISSING: &str = "ERR_POLICY_MISSING_MEMBER";
const TYPE: &str = "ERR_POLICY_TYPE";
const VALUE: &str = "ERR_POLICY_VALUE";
const CONFLICT: &str = "ERR_POLICY_CONFLICT";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "policy",
        "A policy that leaves something open, or says something unknown, is none.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    let twin = "a sound policy";
    let token = access(&key).mint();
    s.accept(twin, "RFC 8725 §3.1", &token);
    let mut refuse = |name: &str, members: Value, drop: &str, code: &str, path: &str| {
        let mut document = policy("access", &members);
        document
            .as_object_mut()
            .expect("a policy")
            .shift_remove(drop);
        s.policy(name, document);
        s.refuse(
            name,
            "RFC 8725 §3.1",
            token.clone(),
            &format!("policy {code} {path}"),
            twin,
        )
        .choice();
    };
    refuse("no issuer", json!({}), "issuer", MISSING, "issuer");
    refuse("no audience", json!({}), "audience", MISSING, "audience");
    for (name, members, code, path) in [
        (
            "an unknown member",
            json!({ "algs": ["ES256"] }),
            UNKNOWN,
            "algs",
        ),
        (
            "a member that is only nearly right",
            json!({ "required_claim": ["sub"] }),
            UNKNOWN,
            "required_claim",
        ),
        (
            "an unknown limit",
            json!({ "limits": { "tokens": 1 } }),
            UNKNOWN,
            "limits.tokens",
        ),
        (
            "an unknown kind of scope rule",
            json!({ "scopes": { "some": ["read"] } }),
            UNKNOWN,
            "scopes.some",
        ),
        ("an empty issuer", json!({ "issuer": "" }), VALUE, "issuer"),
        (
            "an issuer that is a number",
            json!({ "issuer": 1 }),
            TYPE,
            "issuer",
        ),
        (
            "an empty audience",
            json!({ "audience": "" }),
            VALUE,
            "audience",
        ),
        ("an unknown kind", json!({ "kind": "acces" }), VALUE, "kind"),
        (
            "no algorithm",
            json!({ "algorithms": [] }),
            VALUE,
            "algorithms",
        ),
        (
            "the algorithm none",
            json!({ "algorithms": ["none"] }),
            VALUE,
            "algorithms[0]",
        ),
        (
            "an algorithm in another case",
            json!({ "algorithms": ["ES256", "es384"] }),
            VALUE,
            "algorithms[1]",
        ),
        (
            "algorithms as a text",
            json!({ "algorithms": "ES256" }),
            TYPE,
            "algorithms",
        ),
        (
            "a leeway beyond the cap",
            json!({ "leeway": 301 }),
            VALUE,
            "leeway",
        ),
        (
            "a leeway below zero",
            json!({ "leeway": -1 }),
            VALUE,
            "leeway",
        ),
        (
            "a leeway that is a text",
            json!({ "leeway": "30" }),
            TYPE,
            "leeway",
        ),
        (
            "an age below zero",
            json!({ "max_token_age": -1 }),
            VALUE,
            "max_token_age",
        ),
        (
            "any lifetime for access tokens after RFC 9068",
            json!({ "any_lifetime": true }),
            CONFLICT,
            "any_lifetime",
        ),
        (
            "any audience beside an audience",
            json!({ "any_audience": true }),
            CONFLICT,
            "any_audience",
        ),
        (
            "an empty scope rule",
            json!({ "scopes": { "all": [] } }),
            VALUE,
            "scopes.all",
        ),
        (
            "a limit of zero",
            json!({ "limits": { "token": 0 } }),
            VALUE,
            "limits.token",
        ),
        (
            "a limit beyond what a reader can bear",
            json!({ "limits": { "depth": 1000 } }),
            VALUE,
            "limits.depth",
        ),
        (
            "a limit with a fraction",
            json!({ "limits": { "token": 100.5 } }),
            VALUE,
            "limits.token",
        ),
        (
            "a typ with a space",
            json!({ "typ": "at jwt" }),
            VALUE,
            "typ",
        ),
    ] {
        refuse(name, members, "", code, path);
    }
    s
}
