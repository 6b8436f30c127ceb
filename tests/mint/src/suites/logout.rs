//! Logout tokens (OpenID Connect Back-Channel Logout §2.4, §2.6).

use serde_json::json;

use super::policy;
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::{AUDIENCE, LOGOUT_EVENT, NOW, logout};

const CLAUSE: &str = "OIDC Back-Channel Logout §2.4";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("logout", "Logout tokens at the client they were issued to.");
    s.keys("issuer", [key.jwk()]);
    s.policy("logout", policy("logout", &json!({})));
    let twin = "the claims that are required";
    s.accept(twin, CLAUSE, logout(&key).mint());
    s.accept(
        "sid in place of sub",
        CLAUSE,
        logout(&key)
            .no_claim("sub")
            .claim("sid", "session-1")
            .mint(),
    );
    s.accept(
        "sid beside sub",
        CLAUSE,
        logout(&key).claim("sid", "session-1").mint(),
    );
    s.accept(
        "typ application/logout+jwt",
        "RFC 7515 §4.1.9",
        logout(&key).typ("application/logout+jwt").mint(),
    );
    s.accept(
        "an event with members of its own",
        "RFC 8417 §2.2",
        logout(&key)
            .claim("events", json!({ LOGOUT_EVENT: { "reason": "admin" } }))
            .mint(),
    );
    let mut refuse = |name: &str, clause: &str, token: String, reason: &str| {
        // The typ is recommended, and a sid of another type is not spoken of.
        s.refuse(name, clause, token, reason, twin)
            .choice_if(clause == "RFC 8725 §3.11" || reason.ends_with("sid"));
    };
    refuse(
        "neither sub nor sid",
        CLAUSE,
        logout(&key).no_claim("sub").mint(),
        "claims ERR_CLAIM_MISSING sub",
    );
    for sid in [json!(""), json!(7), json!(["session-1"]), json!(null)] {
        refuse(
            &format!("sid {sid}"),
            CLAUSE,
            logout(&key).no_claim("sub").claim("sid", sid).mint(),
            "claims ERR_CLAIM_TYPE sid",
        );
    }
    for claim in ["iss", "aud", "iat", "exp", "jti", "events"] {
        refuse(
            &format!("no {claim}"),
            CLAUSE,
            logout(&key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
        );
    }
    refuse(
        "a nonce",
        CLAUSE,
        logout(&key).claim("nonce", "n-0S6_WzA2Mj").mint(),
        "claims ERR_TOKEN_KIND nonce",
    );
    for (name, events) in [
        ("no event", json!({})),
        (
            "another event",
            json!({ "https://schemas.openid.net/secevent/risc/event-type/account-disabled": {} }),
        ),
        (
            "the event in another case",
            json!({ "http://schemas.openid.net/event/Backchannel-Logout": {} }),
        ),
        ("an event that is true", json!({ LOGOUT_EVENT: true })),
        ("an event that is null", json!({ LOGOUT_EVENT: null })),
    ] {
        refuse(
            name,
            CLAUSE,
            logout(&key).claim("events", events).mint(),
            "claims ERR_TOKEN_KIND events",
        );
    }
    refuse(
        "events as a list",
        "RFC 8417 §2.2",
        logout(&key).claim("events", json!([LOGOUT_EVENT])).mint(),
        "claims ERR_CLAIM_TYPE events",
    );
    refuse(
        "no typ",
        "RFC 8725 §3.11",
        logout(&key).no_header("typ").mint(),
        "claims ERR_TYP_MISMATCH typ",
    );
    refuse(
        "typ JWT",
        "RFC 8725 §3.11",
        logout(&key).typ("JWT").mint(),
        "claims ERR_TYP_MISMATCH typ",
    );
    refuse(
        "another client's",
        "OIDC Back-Channel Logout §2.6",
        logout(&key).claim("aud", AUDIENCE).mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
    );
    refuse(
        "expired",
        "OIDC Back-Channel Logout §2.6",
        logout(&key).claim("exp", NOW - 30).mint(),
        "claims ERR_TOKEN_EXPIRED exp",
    );
    s.policy(
        "a typ of its own",
        policy("logout", &json!({ "typ": "JWT" })),
    );
    s.accept(
        "typ JWT, which the policy names",
        CLAUSE,
        logout(&key).typ("JWT").mint(),
    );
    s
}
