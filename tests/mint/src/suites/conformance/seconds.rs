//! Dates of every kind of token, a quarter of a second before and after the edge; leeway 30 s.

use serde_json::json;

use super::super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::{Draft, NOW, access, assertion, id, logout, proof};

const EXPIRED: &str = "claims ERR_TOKEN_EXPIRED exp";
const EARLY: &str = "claims ERR_TOKEN_NOT_YET_VALID nbf";
const FUTURE: &str = "claims ERR_TOKEN_ISSUED_IN_FUTURE iat";
const OLD: &str = "claims ERR_TOKEN_TOO_OLD iat";
const SIGN_IN: &str = "denied ERR_AUTH_TOO_OLD";

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
const T: f64 = NOW as f64;

pub fn suite(s: &mut Suite) {
    let key = p256("es256-1");
    s.keys("issuer", [key.jwk()]);
    for (kind, clause, draft) in [
        ("id", "OIDC Core §3.1.3.7 (9)", id(&key)),
        ("logout", "OIDC Back-Channel Logout §2.6", logout(&key)),
        ("client-assertion", "RFC 7523 §3", assertion(&key)),
    ] {
        s.policy(kind, policy(kind, &json!({})));
        let edges = [
            ("exp", -29.75, -30.0, clause, EXPIRED),
            ("nbf", 30.0, 30.25, "RFC 7519 §4.1.5", EARLY),
            ("iat", 30.0, 30.25, "RFC 7519 §4.1.6", FUTURE),
        ];
        for (claim, good, bad, clause, reason) in edges {
            edge(s, kind, &draft, claim, (good, bad), clause, reason);
        }
    }
    s.policy(
        "id, fresh",
        policy("id", &json!({ "max_auth_age": 600, "max_token_age": 120 })),
    );
    let fresh = id(&key).claim("auth_time", NOW);
    for (claim, good, bad, clause, reason) in [
        ("iat", -150.0, -150.25, "OIDC Core §3.1.3.7 (10)", OLD),
        (
            "auth_time",
            -630.0,
            -630.25,
            "OIDC Core §3.1.3.7 (13)",
            SIGN_IN,
        ),
        ("auth_time", 30.0, 30.25, "OIDC Core §3.1.3.7 (13)", SIGN_IN),
    ] {
        edge(s, "id, fresh", &fresh, claim, (good, bad), clause, reason);
    }
    s.policy(
        "access, fresh sign-in",
        policy("access", &json!({ "max_auth_age": 300 })),
    );
    for (good, bad) in [(-330.0, -330.25), (30.0, 30.25)] {
        let (draft, clause) = (access(&key), "RFC 9470 §5");
        let name = "access, fresh sign-in";
        edge(s, name, &draft, "auth_time", (good, bad), clause, SIGN_IN);
    }
    proofs(s);
}

/// The proof's window is 60 s, and the leeway on both sides of it (RFC 9449 §11.1).
fn proofs(s: &mut Suite) {
    let key = p256("client");
    s.use_keys("embedded");
    s.use_policy("proof");
    for (good, bad, reason) in [(-90.0, -90.25, OLD), (30.0, 30.25, FUTURE)] {
        let twin = format!("dpop: iat {good} s");
        let request =
            json!({ "request": { "method": "POST", "url": "https://api.example/notes" } });
        let at = |seconds: f64| proof(&key).claim("iat", T + seconds).mint();
        s.accept(&twin, "RFC 9449 §4.3 (11)", at(good))
            .presented(request.clone());
        let name = format!("dpop: iat {bad} s");
        s.refuse(&name, "RFC 9449 §4.3 (11)", at(bad), reason, &twin)
            .presented(request);
    }
}

/// A claim at its edge, accepted, and a quarter of a second beyond it, refused.
fn edge(
    s: &mut Suite,
    name: &str,
    draft: &Draft,
    claim: &str,
    (good, bad): (f64, f64),
    clause: &str,
    reason: &str,
) {
    let at = |seconds: f64| draft.clone().claim(claim, T + seconds).mint();
    let twin = format!("{name}: {claim} {good} s");
    s.accept(&twin, clause, at(good));
    s.refuse(
        &format!("{name}: {claim} {bad} s"),
        clause,
        at(bad),
        reason,
        &twin,
    );
}
