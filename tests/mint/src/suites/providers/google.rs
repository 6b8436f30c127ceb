//! Google: ID tokens under both forms of its name.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, keys, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::Draft;

const CLIENT: &str = "1234987819200.apps.googleusercontent.com";

fn policy() -> Value {
    json!({ "preset": { "google": {} }, "kind": "id", "audience": CLIENT })
}

fn id() -> Draft {
    let claims = json!({
        "iss": "https://accounts.google.com", "azp": CLIENT, "aud": CLIENT, "hd": "shop.example",
        "sub": "10769150350006150715113082367", "email": "ada@shop.example", "email_verified": true,
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "Google: ID tokens.";
    let mut s = suite_of("providers_google", about, "https://accounts.google.com");
    s.policy("id", policy());
    let twin = "an ID token";
    s.accept(twin, KINDS, id().mint());
    for (name, clause, draft, reason) in [
        (
            "another client",
            AUDIENCE,
            id().claim("aud", "9234987819200.apps.googleusercontent.com"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "another party",
            "OIDC Core §3.1.3.7 (4)",
            id().claim("azp", "9234987819200.apps.googleusercontent.com"),
            "claims ERR_AZP_MISMATCH azp",
        ),
        (
            "a third form of the name",
            ISSUER,
            id().claim("iss", "https://accounts.google.com/"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a token with a scope",
            KINDS,
            id().claim("scope", "email"),
            "claims ERR_TOKEN_KIND scope",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    s.policy(
        "domain",
        with(&policy(), &json!({ "claims": { "hd": "shop.example" } })),
    );
    let twin = "an account of the domain";
    s.accept(twin, VALUES, id().mint());
    let value = "claims ERR_CLAIM_VALUE hd";
    let other = id().claim("hd", "evil.example").mint();
    s.refuse("an account of another domain", VALUES, other, value, twin);
    let missing = "claims ERR_CLAIM_MISSING hd";
    let private = id().no_claim("hd").mint();
    s.refuse("an account of no domain", VALUES, private, missing, twin);
    for (name, document, fault) in [
        (
            "access tokens, which are opaque",
            with(&policy(), &json!({ "kind": "access-plain" })),
            "ERR_POLICY_VALUE kind",
        ),
        (
            "no client",
            json!({ "preset": { "google": {} }, "kind": "id" }),
            "ERR_POLICY_MISSING_MEMBER audience",
        ),
    ] {
        refuse_policy(&mut s, name, document, fault, ("an ID token", &id()));
    }
    keys(&mut s, "short", "accounts.google.com");
    s.use_policy("id");
    let short = id().claim("iss", "accounts.google.com").mint();
    s.accept("the name without a scheme", ISSUER, short);
    s
}
