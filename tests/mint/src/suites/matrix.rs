//! Every kind of token under the policy of every kind: none passes for another (RFC 8725 §3.12).
//!
//! All have one issuer and one audience, so that nothing but the kind tells them apart; and once more
//! with the `typ` that the policy wants, so that nothing but what they hold does.

use serde_json::{Value, json};

use crate::keys::{Key, p256};
use crate::suite::{Suite, Vector};
use crate::token::{AUDIENCE, Draft, ISSUER, access, assertion, id, logout, plain, proof};

const KINDS: [&str; 6] = [
    "access",
    "access-plain",
    "id",
    "logout",
    "dpop",
    "client-assertion",
];

const CLAUSE: &str = "RFC 8725 §3.12";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("matrix", "Every kind of token under every kind of policy.");
    s.keys("issuer", [key.jwk()]);
    s.key_source("embedded", json!({ "issuer": ISSUER, "embedded": true }));
    for kind in KINDS {
        as_they_are(&mut s, &key, kind);
        in_disguise(&mut s, &key, kind);
    }
    s
}

fn as_they_are(s: &mut Suite, key: &Key, kind: &str) {
    let name = |token: &str| format!("{token} as {kind}");
    s.use_keys(if kind == "dpop" { "embedded" } else { "issuer" });
    s.policy(kind, policy(kind, None));
    for token in KINDS {
        let jwt = draft(key, token).mint();
        let vector = match reason(token, kind) {
            None => s.accept(&name(token), CLAUSE, jwt),
            Some(reason) => s.refuse(&name(token), CLAUSE, jwt, reason, &name(kind)),
        };
        // A typ of its own is demanded of access tokens (RFC 9068 §4) and proofs (RFC 9449 §4.3); how
        // other kinds are told apart is for the application to say (RFC 8725 §3.12).
        present(vector, kind).choice_if(token != kind && !["access", "dpop"].contains(&kind));
    }
}

/// A token that wears the `typ` of another kind, and for a proof's its key.
fn in_disguise(s: &mut Suite, key: &Key, kind: &str) {
    let name = |token: &str| format!("{token} disguised as {kind}");
    let typ = if kind == "dpop" { "dpop+jwt" } else { "JWT" };
    s.policy(
        &format!("{kind}, typ {typ}"),
        policy(kind, Some(typ).filter(|_| kind != "dpop")),
    );
    for token in KINDS {
        // Under a typ that says nothing, an access token is a plain one: that is one kind.
        if (token, kind) == ("access", "access-plain") {
            continue;
        }
        let mut draft = draft(key, token).typ(typ);
        if kind == "dpop" {
            draft = draft.header("jwk", key.jwk_without("kid"));
        }
        let jwt = draft.mint();
        let vector = match reason_in_disguise(token, kind) {
            None => s.accept(&name(token), CLAUSE, jwt),
            Some(reason) => s.refuse(&name(token), CLAUSE, jwt, reason, &name(kind)),
        };
        present(vector, kind).choice();
    }
}

fn present<'v>(vector: &'v mut Vector, kind: &str) -> &'v mut Vector {
    if kind != "dpop" {
        return vector;
    }
    let request = json!({ "method": "POST", "url": "https://api.example/notes" });
    vector.presented(json!({ "request": request }))
}

fn policy(kind: &str, typ: Option<&str>) -> Value {
    let mut policy = json!({ "kind": kind });
    if kind != "dpop" {
        policy["issuer"] = ISSUER.into();
        policy["audience"] = AUDIENCE.into();
    }
    if let Some(typ) = typ {
        policy["typ"] = typ.into();
    }
    policy
}

fn draft(key: &Key, kind: &str) -> Draft {
    match kind {
        "access" => access(key),
        "access-plain" => plain(key),
        "id" => id(key).claim("aud", AUDIENCE),
        "logout" => logout(key).claim("aud", AUDIENCE),
        "dpop" => proof(key),
        _ => assertion(key),
    }
}

/// What gives a token of one kind away under the policy of another; `None` on the diagonal.
fn reason(token: &str, kind: &str) -> Option<&'static str> {
    Some(match (token, kind) {
        (token, kind) if token == kind => return None,
        (_, "dpop") => "key ERR_KEY_NOT_EMBEDDED",
        ("id" | "client-assertion", "access-plain")
        | ("access-plain", "id" | "client-assertion") => "claims ERR_TOKEN_KIND scope",
        ("client-assertion", "id") => "claims ERR_TOKEN_KIND sub",
        ("id", "client-assertion") => "claims ERR_CLAIM_MISSING jti",
        _ => "claims ERR_TYP_MISMATCH typ",
    })
}

/// The same where the `typ` says nothing.
fn reason_in_disguise(token: &str, kind: &str) -> Option<&'static str> {
    Some(match (token, kind) {
        (token, kind) if token == kind => return None,
        ("dpop", _) => "claims ERR_TOKEN_KIND htm",
        ("logout", _) => "claims ERR_TOKEN_KIND events",
        (_, "access") => "claims ERR_CLAIM_MISSING client_id",
        ("access" | "access-plain", _) | (_, "access-plain") => "claims ERR_TOKEN_KIND scope",
        ("client-assertion", "id") => "claims ERR_TOKEN_KIND sub",
        ("client-assertion", "logout") => "claims ERR_CLAIM_MISSING events",
        ("client-assertion", _) => "claims ERR_CLAIM_MISSING htm",
        _ => "claims ERR_CLAIM_MISSING jti",
    })
}
