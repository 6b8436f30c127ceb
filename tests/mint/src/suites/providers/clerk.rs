//! Clerk: session tokens, which have no audience but an authorized party.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

fn policy() -> Value {
    json!({ "preset": { "clerk": {
        "domain": "clerk.shop.example",
        "authorized_parties": ["https://shop.example", "http://localhost:3000"],
    } } })
}

fn session() -> Draft {
    let claims = json!({
        "iss": "https://clerk.shop.example", "sub": "user_2b9qJ", "azp": "https://shop.example",
        "sid": "sess_2b9qK", "v": 2, "fva": [7, -1], "jti": "1c0b8d", "exp": NOW + 50,
        "iat": NOW - 10, "nbf": NOW - 20, "o": { "id": "org_1", "rol": "admin", "slg": "shop" },
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "Clerk: session tokens.";
    let mut s = suite_of("providers_clerk", about, "https://clerk.shop.example");
    s.policy("session", policy());
    let twin = "a session token";
    s.accept(twin, KINDS, session().mint());
    let active = session().claim("sts", "active").mint();
    s.accept("one that says that it is active", VALUES, active);
    for (name, clause, draft, reason) in [
        (
            "a session that is pending",
            VALUES,
            session().claim("sts", "pending"),
            "claims ERR_CLAIM_VALUE sts",
        ),
        (
            "a state that is no text",
            VALUES,
            session().claim("sts", json!(["pending"])),
            "claims ERR_CLAIM_VALUE sts",
        ),
        (
            "another page's token",
            VALUES,
            session().claim("azp", "https://evil.example"),
            "claims ERR_CLAIM_VALUE azp",
        ),
        (
            "an authorized party with a slash",
            VALUES,
            session().claim("azp", "https://shop.example/"),
            "claims ERR_CLAIM_VALUE azp",
        ),
        (
            "a token without an authorized party",
            VALUES,
            session().no_claim("azp"),
            "claims ERR_CLAIM_MISSING azp",
        ),
        (
            "a token from a template, without a session",
            KINDS,
            session().no_claim("sid"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "another instance",
            ISSUER,
            session().claim("iss", "https://clerk.other.example"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a token that expired beyond the short leeway",
            "RFC 7519 §4.1.4",
            session().claim("exp", NOW - 6),
            "claims ERR_TOKEN_EXPIRED exp",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    second_factor(&mut s);
    s.policy("audience", with(&policy(), &json!({ "audience": "shop" })));
    let twin = "an audience of a customized token";
    s.accept(twin, AUDIENCE, session().claim("aud", "shop").mint());
    let missing = "claims ERR_CLAIM_MISSING aud";
    s.refuse(
        "none where one is asked for",
        AUDIENCE,
        session().mint(),
        missing,
        twin,
    );
    let twin = ("a session token", &session());
    let parties = |parties: Value| {
        json!({ "preset": { "clerk": {
            "domain": "clerk.shop.example", "authorized_parties": parties,
        } } })
    };
    for (name, document, fault) in [
        (
            "a party with a slash at its end",
            parties(json!(["https://shop.example/"])),
            "ERR_POLICY_VALUE preset.clerk.authorized_parties",
        ),
        (
            "no party",
            parties(json!([])),
            "ERR_POLICY_VALUE preset.clerk.authorized_parties",
        ),
        (
            "a longer leeway",
            with(&policy(), &json!({ "leeway": 30 })),
            "ERR_POLICY_VALUE leeway",
        ),
        (
            "other parties beside the preset",
            with(
                &policy(),
                &json!({ "claims": { "azp": "https://evil.example" } }),
            ),
            "ERR_POLICY_CONFLICT claims.azp",
        ),
    ] {
        refuse_policy(&mut s, name, document, fault, twin);
    }
    s
}

fn second_factor(s: &mut Suite) {
    s.policy("second factor", with(&policy(), &json!({ "amr": ["mfa"] })));
    let twin = "a second factor three minutes ago";
    s.accept(
        twin,
        "RFC 8176 §2",
        session().claim("fva", json!([7, 3])).mint(),
    );
    for (name, ages) in [
        ("no second factor", json!([7, -1])),
        ("one age alone", json!([7])),
        ("ages that are no numbers", json!(["7", "3"])),
    ] {
        let token = session().claim("fva", ages).mint();
        s.refuse(
            name,
            "RFC 8176 §2",
            token,
            "denied ERR_AMR_INSUFFICIENT",
            twin,
        );
    }
}
