//! Okta: tokens of a custom authorization server, and not those of the organization's own.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::Draft;

fn policy() -> Value {
    json!({
        "preset": { "okta": { "domain": "shop.okta.com", "authorization_server": "default" } },
        "audience": "api://default",
    })
}

fn access() -> Draft {
    let claims = json!({
        "ver": 1, "jti": "AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE", "aud": "api://default",
        "iss": "https://shop.okta.com/oauth2/default", "sub": "ada@shop.example",
        "cid": "nmdP1fcyvdVO11AL7ECm", "uid": "00ujmkLgagxeRrAg20g3", "scp": ["openid", "notes"],
        "auth_time": 1_759_999_000,
    });
    token(None, &claims)
}

pub fn suite() -> Suite {
    let about = "Okta: tokens of a custom authorization server.";
    let issuer = "https://shop.okta.com/oauth2/default";
    let mut s = suite_of("providers_okta", about, issuer);
    s.policy("access", policy());
    let twin = "an access token";
    s.accept(twin, KINDS, access().mint());
    s.accept("one with a typ", KINDS, access().typ("JWT").mint());
    for (name, clause, draft, reason) in [
        (
            "the organization's own authorization server",
            ISSUER,
            access().claim("iss", "https://shop.okta.com"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "another authorization server",
            ISSUER,
            access().claim("iss", "https://shop.okta.com/oauth2/aus9"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "an ID token as an access token",
            KINDS,
            id().claim("aud", "api://default"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "a token without its client",
            VALUES,
            access().no_claim("cid"),
            "claims ERR_CLAIM_MISSING cid",
        ),
        (
            "another API",
            AUDIENCE,
            access().claim("aud", "https://other.example"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    s.policy(
        "scopes",
        with(&policy(), &json!({ "scopes": { "all": ["notes"] } })),
    );
    let twin = "the scope that is asked for";
    s.accept(twin, "RFC 6750 §3.1", access().mint());
    let less = access().claim("scp", json!(["openid"])).mint();
    let denied = "denied ERR_SCOPE_INSUFFICIENT";
    s.refuse("another scope", "RFC 6750 §3.1", less, denied, twin);
    let members = json!({ "kind": "id", "audience": "nmdP1fcyvdVO11AL7ECm", "amr": ["mfa"] });
    s.policy("id", with(&policy(), &members));
    let twin = "an ID token with a second factor";
    s.accept(twin, KINDS, id().mint());
    let once = id().claim("amr", json!(["pwd"])).mint();
    s.refuse(
        "one without",
        "RFC 8176 §2",
        once,
        "denied ERR_AMR_INSUFFICIENT",
        twin,
    );
    s.refuse(
        "an access token as an ID token",
        KINDS,
        access().claim("aud", "nmdP1fcyvdVO11AL7ECm").mint(),
        "claims ERR_TOKEN_KIND scp",
        twin,
    );
    let preset = json!({ "okta": { "domain": "shop.okta.com" } });
    let organization = json!({ "preset": preset, "audience": "api://default" });
    let fault = "ERR_POLICY_MISSING_MEMBER preset.okta.authorization_server";
    let good = access();
    refuse_policy(
        &mut s,
        "no authorization server",
        organization,
        fault,
        ("an access token", &good),
    );
    s
}

fn id() -> Draft {
    let claims = json!({
        "ver": 1, "sub": "00ujmkLgagxeRrAg20g3", "iss": "https://shop.okta.com/oauth2/default",
        "aud": "nmdP1fcyvdVO11AL7ECm", "jti": "ID.4eAWJOCMB3SX8XewDfVR", "amr": ["pwd", "mfa"],
        "idp": "00oq6kcVwvrDY2YsS0g3", "auth_time": 1_759_999_000, "name": "Ada",
    });
    token(None, &claims)
}
