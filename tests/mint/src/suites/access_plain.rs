//! Access tokens of issuers that do not follow RFC 9068: told apart by what they hold.

use serde_json::json;

use super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::{NOW, id, plain};

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "access_plain",
        "Access tokens without an explicit typ need a positive sign.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("plain", policy("access-plain", &json!({})));
    let twin = "typ JWT and a scope";
    let bare = || plain(&key).no_claim("scope");
    s.accept(twin, "RFC 7519 §5.1", plain(&key).mint());
    s.accept(
        "no typ",
        "RFC 7519 §5.1",
        plain(&key).no_header("typ").mint(),
    );
    s.accept(
        "no iat",
        "RFC 7519 §4.1.6",
        plain(&key).no_claim("iat").mint(),
    );
    for typ in ["jwt", "application/jwt"] {
        s.accept(
            &format!("typ {typ}"),
            "RFC 7519 §5.1",
            plain(&key).typ(typ).mint(),
        );
    }
    // How kinds differ that nobody typed, and which claims they need, no clause says.
    s.choice();
    for typ in [
        "at+jwt",
        "logout+jwt",
        "dpop+jwt",
        "secevent+jwt",
        "",
        "JWS",
        "application/at+jwt",
    ] {
        s.refuse(
            &format!("typ {typ:?}"),
            "RFC 8725 §3.11",
            plain(&key).typ(typ).mint(),
            "claims ERR_TYP_MISMATCH typ",
            twin,
        );
    }
    for (claim, value) in [
        ("scp", json!(["read"])),
        ("scp", json!("read")),
        ("client_id", json!("client-1")),
        ("token_use", json!("access")),
        ("scope", json!("")),
    ] {
        s.accept(
            &format!("{claim} {value} as the sign of access"),
            "RFC 8725 §3.12",
            bare().claim(claim, value).mint(),
        )
        .must();
    }
    s.refuse(
        "no sign of access",
        "RFC 8725 §3.12",
        bare().mint(),
        "claims ERR_TOKEN_KIND scope",
        twin,
    );
    s.refuse(
        "azp is no sign of access",
        "RFC 8725 §3.12",
        bare().claim("azp", "client-1").mint(),
        "claims ERR_TOKEN_KIND scope",
        twin,
    );
    s.refuse(
        "an ID token for the same audience",
        "RFC 8725 §3.12",
        id(&key).claim("aud", "https://api.example").mint(),
        "claims ERR_TOKEN_KIND scope",
        twin,
    );
    for (claim, value) in [
        ("nonce", json!("n")),
        ("at_hash", json!("h")),
        ("c_hash", json!("h")),
        ("events", json!({ "e": {} })),
        ("htm", json!("GET")),
        ("htu", json!("https://api.example/")),
        ("token_use", json!("id")),
        ("token_use", json!("refresh")),
    ] {
        s.refuse(
            &format!("{claim} {value} marks another kind"),
            "RFC 8725 §3.12",
            plain(&key).claim(claim, value).mint(),
            &format!("claims ERR_TOKEN_KIND {claim}"),
            twin,
        );
    }
    for claim in ["iss", "aud", "exp", "sub"] {
        let vector = s.refuse(
            &format!("no {claim}"),
            "RFC 7519 §4",
            plain(&key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
            twin,
        );
        // RFC 8725 §3.9: not present, so refused.
        if claim == "aud" {
            vector.must();
        }
    }
    s.must();
    waivers(&mut s);
    s
}

/// The loud opt-outs of a policy.
fn waivers(s: &mut Suite) {
    let key = p256("es256-1");
    s.policy(
        "any audience",
        json!({ "kind": "access-plain", "issuer": "https://issuer.example", "any_audience": true }),
    );
    let twin = "no aud where the policy waives it";
    s.accept(twin, "RFC 7519 §4.1.3", plain(&key).no_claim("aud").mint());
    s.accept(
        "any aud where the policy waives it",
        "RFC 7519 §4.1.3",
        plain(&key).claim("aud", "x").mint(),
    );
    s.refuse(
        "an aud of the wrong type, waived or not",
        "RFC 7519 §4.1.3",
        plain(&key).claim("aud", 1).mint(),
        "claims ERR_CLAIM_TYPE aud",
        twin,
    )
    .choice();
    s.policy(
        "any lifetime",
        policy("access-plain", &json!({ "any_lifetime": true })),
    );
    let twin = "no exp where the policy waives it";
    s.accept(twin, "RFC 7519 §4.1.4", plain(&key).no_claim("exp").mint());
    s.refuse(
        "an exp that has passed, waived or not",
        "RFC 7519 §4.1.4",
        plain(&key).claim("exp", NOW - 31).mint(),
        "claims ERR_TOKEN_EXPIRED exp",
        twin,
    );
    s.policy(
        "own typ",
        policy("access-plain", &json!({ "typ": "at+jwt" })),
    );
    s.accept(
        "a typ that the policy names",
        "RFC 8725 §3.11",
        plain(&key).typ("at+jwt").mint(),
    );
    s.refuse(
        "typ JWT where the policy names another",
        "RFC 8725 §3.11",
        plain(&key).mint(),
        "claims ERR_TYP_MISMATCH typ",
        "a typ that the policy names",
    );
    s.use_policy("plain");
}
