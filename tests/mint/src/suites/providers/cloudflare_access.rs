//! Cloudflare Access: application tokens of people, and not those of services.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, refuse_policy, suite as suite_of, token};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

const TAG: &str = "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228";

fn policy(team: &str) -> Value {
    json!({ "preset": { "cloudflare_access": { "team": team } }, "audience": TAG })
}

fn person() -> Draft {
    let claims = json!({
        "iss": "https://example.cloudflareaccess.com", "aud": [TAG], "email": "ada@shop.example",
        "sub": "7335d417-61da-459d-899c-0a01c76a2f94", "type": "app", "country": "DE",
        "identity_nonce": "6ei69kawdKzMIAPF", "nbf": NOW - 60,
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "Cloudflare Access: application tokens.";
    let issuer = "https://example.cloudflareaccess.com";
    let mut s = suite_of("providers_cloudflare_access", about, issuer);
    s.policy("application", policy("example"));
    let twin = "a person's application token";
    s.accept(twin, KINDS, person().mint());
    let service = person()
        .no_claim("email")
        .claim("common_name", "e367826f93b8.access");
    for (name, clause, draft, reason) in [
        (
            "a service token, whose subject is empty",
            "RFC 7519 §4.1.2",
            service.clone().claim("sub", ""),
            "claims ERR_CLAIM_TYPE sub",
        ),
        (
            "a service token with a subject",
            KINDS,
            service,
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "a token of the whole organization",
            VALUES,
            person().claim("type", "org"),
            "claims ERR_CLAIM_VALUE type",
        ),
        (
            "another application",
            AUDIENCE,
            person().claim("aud", json!(["97e2aae120121f902df8bc99fc345913"])),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "another team",
            ISSUER,
            person().claim("iss", "https://other.cloudflareaccess.com"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    refuse_policy(
        &mut s,
        "a team with its domain",
        policy("example.cloudflareaccess.com"),
        "ERR_POLICY_VALUE preset.cloudflare_access.team",
        (twin, &person()),
    );
    s
}
