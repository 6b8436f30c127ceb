//! What clients authenticate with (RFC 7523 §3, OpenID Connect Core §9).

use serde_json::json;

use super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::{AUDIENCE, NOW, assertion};

const CLAUSE: &str = "RFC 7523 §3";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "client_assertion",
        "Client assertions, at the authorization server they are for.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("assertion", policy("client-assertion", &json!({})));
    let twin = "the claims that are required";
    s.accept(twin, CLAUSE, assertion(&key).mint());
    s.accept("no typ", CLAUSE, assertion(&key).no_header("typ").mint());
    s.accept("no iat", CLAUSE, assertion(&key).no_claim("iat").mint());
    s.accept(
        "typ client-authentication+jwt",
        "RFC 8725 §3.11",
        assertion(&key).typ("client-authentication+jwt").mint(),
    );
    s.accept(
        "an audience in a list of one",
        CLAUSE,
        assertion(&key).claim("aud", json!([AUDIENCE])).mint(),
    );
    let mut refuse = |name: &str, clause: &str, token: String, reason: &str| {
        s.refuse(name, clause, token, reason, twin)
            .choice_if(clause != CLAUSE);
    };
    for (claim, clause) in [
        ("iss", CLAUSE),
        ("sub", CLAUSE),
        ("aud", CLAUSE),
        ("exp", CLAUSE),
        ("jti", "OIDC Core §9"),
    ] {
        refuse(
            &format!("no {claim}"),
            clause,
            assertion(&key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
        );
    }
    refuse(
        "a subject that is not the client",
        CLAUSE,
        assertion(&key).claim("sub", "ada").mint(),
        "claims ERR_TOKEN_KIND sub",
    );
    refuse(
        "a second audience",
        "draft-ietf-oauth-rfc7523bis §4",
        assertion(&key)
            .claim("aud", json!([AUDIENCE, "https://other.example"]))
            .mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
    );
    refuse(
        "another server's",
        CLAUSE,
        assertion(&key).claim("aud", "https://other.example").mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
    );
    refuse(
        "expired",
        CLAUSE,
        assertion(&key).claim("exp", NOW - 30).mint(),
        "claims ERR_TOKEN_EXPIRED exp",
    );
    for typ in ["at+jwt", "dpop+jwt", "logout+jwt"] {
        refuse(
            &format!("typ {typ}"),
            "RFC 8725 §3.11",
            assertion(&key).typ(typ).mint(),
            "claims ERR_TYP_MISMATCH typ",
        );
    }
    for (claim, value) in [
        ("scope", json!("read")),
        ("client_id", json!("client-1")),
        ("nonce", json!("n-0S6_WzA2Mj")),
        ("token_use", json!("access")),
    ] {
        refuse(
            &format!("{claim}, which other kinds bear"),
            "RFC 8725 §3.12",
            assertion(&key).claim(claim, value).mint(),
            &format!("claims ERR_TOKEN_KIND {claim}"),
        );
    }
    s
}
