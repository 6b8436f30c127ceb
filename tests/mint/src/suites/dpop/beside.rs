//! Beside the access token that is bound to the proof's key (RFC 9449 §7.1).

use serde_json::json;

use super::{URL, hash, policy};
use crate::keys::{Key, ed25519, p256};
use crate::suite::Suite;
use crate::token::{NOW, access, proof};

/// RFC 9449 §4.3, rule 12, and §7.1.
pub(super) fn a_token(s: &mut Suite) {
    let issuer = p256("es256-1");
    let client = p256("client");
    let twin = "a bound token and its proof";
    s.keys("issuer", [issuer.jwk()]);
    s.policy("access", policy("access", &json!({})));
    let bound = |key: &Key| access(&issuer).claim("cnf", json!({ "jkt": thumbprint(key) }));
    let token = bound(&client).mint();
    let own = || proof(&client).claim("ath", hash(&token));
    let beside = |proof: &str| json!({ "dpop": { "proof": proof, "method": "POST", "url": URL } });
    s.accept(twin, "RFC 9449 §7.1", token.clone())
        .presented(beside(&own().mint()));
    for (name, proof, reason) in [
        (
            "a proof for another token",
            proof(&client).claim("ath", hash("another")).mint(),
            "ath",
        ),
        ("a proof for no token", proof(&client).mint(), "ath"),
        (
            "a proof for another method",
            own().claim("htm", "GET").mint(),
            "htm",
        ),
        (
            "a proof for another URL",
            own().claim("htu", "https://api.example/").mint(),
            "htu",
        ),
        (
            "a proof that is too old",
            own().claim("iat", NOW - 91).mint(),
            "iat",
        ),
        ("a proof that is an access token", token.clone(), "cnf"),
        ("a proof that is no token", "a.b".to_owned(), "cnf"),
        (
            "a proof with a bad signature",
            own().signed_by(&issuer).mint(),
            "cnf",
        ),
        (
            "a proof of another key",
            proof(&ed25519("client")).claim("ath", hash(&token)).mint(),
            "cnf",
        ),
    ] {
        s.refuse(
            name,
            "RFC 9449 §4.3 (12)",
            token.clone(),
            &format!("claims ERR_PROOF_REFUSED {reason}"),
            twin,
        )
        .presented(beside(&proof));
    }
    s.refuse(
        "a bound token without a proof",
        "RFC 9449 §7.1",
        token.clone(),
        "claims ERR_BINDING_UNPROVEN cnf",
        twin,
    );
    let unbound = access(&issuer).mint();
    s.refuse(
        "a proof beside a token that is not bound",
        "RFC 9449 §7.1",
        unbound.clone(),
        "claims ERR_BINDING_MISSING cnf",
        twin,
    )
    .presented(beside(&proof(&client).claim("ath", hash(&unbound)).mint()));
    let nonce = |given: &str, made: &str| {
        let proof = own().claim("nonce", made).mint();
        json!({ "dpop": { "proof": proof, "method": "POST", "url": URL, "nonce": given } })
    };
    s.accept(
        "the nonce that was given out for it",
        "RFC 9449 §9",
        token.clone(),
    )
    .presented(nonce("n-1", "n-1"));
    s.refuse(
        "another nonce beside a token",
        "RFC 9449 §9",
        token.clone(),
        "claims ERR_PROOF_REFUSED nonce",
        twin,
    )
    .presented(nonce("n-1", "n-2"));
}

/// RFC 7638 §3.2, for a P-256 key.
fn thumbprint(key: &Key) -> String {
    let jwk = key.jwk();
    let text = format!(
        r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#,
        jwk["x"], jwk["y"]
    );
    hash(&text)
}
