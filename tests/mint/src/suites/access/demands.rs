//! What a policy demands beyond the kind: scopes, binding, claims of its own, the sign-in.

use serde_json::{Value, json};

use super::super::policy;
use crate::keys::Key;
use crate::suite::Suite;
use crate::token::{NOW, access, encode};

pub fn scopes(s: &mut Suite, key: &Key) {
    const BAD: &str = "denied ERR_SCOPE_INSUFFICIENT";
    let with = |scope: &str| access(key).claim("scope", scope).mint();
    s.policy(
        "all",
        policy("access", &json!({ "scopes": { "all": ["read", "write"] } })),
    );
    let twin = "both scopes of all";
    s.accept(twin, "RFC 6750 §3.1", with("read write"));
    s.accept(
        "both scopes of all, in another order, with more",
        "RFC 6749 §3.3",
        with("x write y read"),
    );
    s.accept(
        "both scopes of all, as a list in scp",
        "RFC 6749 §3.3",
        access(key)
            .no_claim("scope")
            .claim("scp", json!(["read", "write"]))
            .mint(),
    );
    s.accept(
        "both scopes of all, as a text in scp",
        "RFC 6749 §3.3",
        access(key)
            .no_claim("scope")
            .claim("scp", "read write")
            .mint(),
    );
    for scope in [
        "read",
        "",
        "readwrite",
        "READ WRITE",
        "read write2",
        "read,write",
        "read\twrite",
        "read\nwrite",
        "* write",
    ] {
        s.refuse(
            &format!("scope {scope:?} where all are needed"),
            "RFC 6750 §3.1",
            with(scope),
            BAD,
            twin,
        );
    }
    s.refuse(
        "no scope where all are needed",
        "RFC 6750 §3.1",
        access(key).no_claim("scope").mint(),
        BAD,
        twin,
    );
    s.refuse(
        "scp does not add to scope",
        "RFC 6749 §3.3",
        access(key)
            .claim("scope", "read")
            .claim("scp", json!(["write"]))
            .mint(),
        BAD,
        twin,
    );
    s.refuse(
        "an empty scp",
        "RFC 6749 §3.3",
        access(key).no_claim("scope").claim("scp", json!([])).mint(),
        BAD,
        twin,
    );
    s.policy(
        "any",
        policy(
            "access",
            &json!({ "scopes": { "any": ["write", "admin"] } }),
        ),
    );
    let twin = "one scope of any";
    s.accept(twin, "RFC 6750 §3.1", with("read admin"));
    s.refuse("no scope of any", "RFC 6750 §3.1", with("read"), BAD, twin);
    s.policy(
        "all and any",
        policy(
            "access",
            &json!({ "scopes": { "all": ["read"], "any": ["write", "admin"] } }),
        ),
    );
    let twin = "all, and one of any";
    s.accept(twin, "RFC 6750 §3.1", with("read admin"));
    s.refuse(
        "all, and none of any",
        "RFC 6750 §3.1",
        with("read"),
        BAD,
        twin,
    );
    s.refuse(
        "one of any, and not all",
        "RFC 6750 §3.1",
        with("admin"),
        BAD,
        twin,
    );
    s.use_policy("access");
}

/// A bound token needs its proof, for Bearer too (RFC 7800 §3.1, RFC 8705 §3).
pub fn binding(s: &mut Suite, key: &Key) {
    let (ours, other) = (encode(&[7; 32]), encode(&[8; 32]));
    let cnf = |cnf: Value| access(key).claim("cnf", cnf).mint();
    let bound = cnf(json!({ "x5t#S256": ours }));
    let twin = "bound to the certificate that came with it";
    s.accept(twin, "RFC 8705 §3", &bound)
        .presented(json!({ "client_certificate": ours }));
    s.accept(
        "a certificate beside a token that is not bound",
        "RFC 8705 §3",
        access(key).mint(),
    )
    .presented(json!({ "client_certificate": ours }));
    let unproven = "claims ERR_BINDING_UNPROVEN cnf";
    s.refuse(
        "bound to a certificate, none came",
        "RFC 8705 §3",
        &bound,
        unproven,
        twin,
    );
    s.refuse(
        "bound to another certificate",
        "RFC 8705 §3",
        &bound,
        unproven,
        twin,
    )
    .presented(json!({ "client_certificate": other }));
    s.refuse(
        "bound to a DPoP key",
        "RFC 9449 §7.1",
        cnf(json!({ "jkt": ours })),
        unproven,
        twin,
    );
    s.refuse(
        "bound to a certificate and a DPoP key",
        "RFC 7800 §3.1",
        cnf(json!({ "x5t#S256": ours, "jkt": ours })),
        unproven,
        twin,
    )
    .presented(json!({ "client_certificate": ours }));
    s.refuse(
        "a certificate hash that is a number",
        "RFC 8705 §3.1",
        cnf(json!({ "x5t#S256": 1 })),
        unproven,
        twin,
    )
    .presented(json!({ "client_certificate": ours }));
    let unknown = "claims ERR_BINDING_UNKNOWN cnf";
    for (name, value) in [
        ("an empty cnf", json!({})),
        ("a cnf with jwk", json!({ "jwk": key.jwk() })),
        ("a cnf with kid", json!({ "kid": "es256-1" })),
        ("a cnf that nobody knows", json!({ "x": 1 })),
        (
            "a cnf that nobody knows before one",
            json!({ "x": 1, "jkt": ours }),
        ),
        (
            "a cnf that nobody knows behind one",
            json!({ "jkt": ours, "x": 1 }),
        ),
    ] {
        s.refuse(name, "RFC 7800 §3.1", cnf(value), unknown, twin)
            .presented(json!({ "client_certificate": ours }))
            .choice();
    }
}

pub fn own_claims(s: &mut Suite, key: &Key) {
    s.policy(
        "own claims",
        policy(
            "access",
            &json!({ "required_claims": ["tenant", "jti", "constructor"] }),
        ),
    );
    let twin = "every claim that the policy requires";
    let whole = || {
        access(key)
            .claim("tenant", "t1")
            .claim("constructor", false)
    };
    s.accept(twin, "RFC 7519 §4", whole().mint());
    s.accept(
        "a required claim may be empty",
        "RFC 7519 §4",
        whole().claim("tenant", "").mint(),
    );
    s.refuse(
        "a required claim missing",
        "RFC 7519 §4",
        whole().no_claim("tenant").mint(),
        "claims ERR_CLAIM_MISSING tenant",
        twin,
    );
    s.refuse(
        "a required claim null",
        "RFC 7519 §4",
        whole().claim("tenant", json!(null)).mint(),
        "claims ERR_CLAIM_MISSING tenant",
        twin,
    );
    s.refuse(
        "the third required claim missing",
        "RFC 7519 §4",
        whole().no_claim("constructor").mint(),
        "claims ERR_CLAIM_MISSING constructor",
        twin,
    );
    s.use_policy("access");
}

/// What is missing never satisfies (RFC 9470 §6).
pub fn sign_in(s: &mut Suite, key: &Key) {
    s.policy(
        "acr",
        policy("access", &json!({ "acr": ["urn:gold", "urn:silver"] })),
    );
    let twin = "one of the classes";
    s.accept(
        twin,
        "RFC 9470 §6",
        access(key).claim("acr", "urn:silver").mint(),
    );
    for (name, draft) in [
        ("no acr", access(key)),
        ("another class", access(key).claim("acr", "urn:bronze")),
        (
            "a class in another case",
            access(key).claim("acr", "URN:GOLD"),
        ),
    ] {
        s.refuse(
            name,
            "RFC 9470 §3",
            draft.mint(),
            "denied ERR_ACR_INSUFFICIENT",
            twin,
        );
    }
    s.policy("amr", policy("access", &json!({ "amr": ["mfa", "hwk"] })));
    let twin = "all of the methods";
    s.accept(
        twin,
        "RFC 8176 §2",
        access(key)
            .claim("amr", json!(["pwd", "hwk", "mfa"]))
            .mint(),
    );
    for (name, draft) in [
        ("no amr", access(key)),
        ("one method only", access(key).claim("amr", json!(["mfa"]))),
        ("no method", access(key).claim("amr", json!([]))),
        (
            "the methods as one text",
            access(key).claim("amr", json!(["mfa hwk"])),
        ),
    ] {
        s.refuse(
            name,
            "RFC 8176 §1",
            draft.mint(),
            "denied ERR_AMR_INSUFFICIENT",
            twin,
        );
    }
    s.policy(
        "auth age",
        policy("access", &json!({ "max_auth_age": 300 })),
    );
    let twin = "signed in as long ago as is allowed";
    s.accept(
        twin,
        "RFC 9470 §5",
        access(key).claim("auth_time", NOW - 330).mint(),
    );
    s.accept(
        "signed in now",
        "RFC 9470 §5",
        access(key).claim("auth_time", NOW).mint(),
    );
    for (name, draft) in [
        ("no auth_time", access(key)),
        (
            "signed in longer ago",
            access(key).claim("auth_time", NOW - 331),
        ),
        (
            "signed in in the future",
            access(key).claim("auth_time", NOW + 31),
        ),
    ] {
        s.refuse(
            name,
            "RFC 9470 §3",
            draft.mint(),
            "denied ERR_AUTH_TOO_OLD",
            twin,
        );
    }
    s.use_policy("access");
}
