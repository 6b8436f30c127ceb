//! Firebase Authentication: ID tokens that are used as bearer tokens, of one project.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::{Draft, NOW, encode};

fn policy() -> Value {
    json!({ "preset": { "firebase": { "project": "notes-1234" } } })
}

fn user() -> Draft {
    let claims = json!({
        "iss": "https://securetoken.google.com/notes-1234", "aud": "notes-1234",
        "auth_time": NOW - 600, "user_id": "YXqBk7dQ", "sub": "YXqBk7dQ", "email_verified": true,
        "email": "ada@shop.example", "firebase": {
            "identities": { "email": ["ada@shop.example"] }, "sign_in_provider": "password",
        },
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "Firebase Authentication: ID tokens as bearer tokens.";
    let issuer = "https://securetoken.google.com/notes-1234";
    let mut s = suite_of("providers_firebase", about, issuer);
    s.policy("user", policy());
    let twin = "a user's token";
    s.accept(twin, KINDS, user().mint());
    let emulated = format!(
        "{}.{}.",
        encode(br#"{"alg":"none","typ":"JWT"}"#),
        encode(user().payload_text().as_bytes())
    );
    let empty = "malformed ERR_TOKEN_SEGMENT_EMPTY";
    s.refuse(
        "the emulator's, unsigned",
        "RFC 8725 §3.2",
        emulated,
        empty,
        twin,
    );
    for (name, clause, draft, reason) in [
        (
            "another project",
            ISSUER,
            user()
                .claim("iss", "https://securetoken.google.com/other-1234")
                .claim("aud", "other-1234"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "another project's audience",
            AUDIENCE,
            user().claim("aud", "other-1234"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "a session cookie's issuer",
            ISSUER,
            user().claim("iss", "https://session.firebase.google.com/notes-1234"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a token without Firebase's own claim",
            KINDS,
            user().no_claim("firebase"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "an empty subject",
            "RFC 7519 §4.1.2",
            user().claim("sub", ""),
            "claims ERR_CLAIM_TYPE sub",
        ),
        (
            "a sign-in that lies ahead",
            "RFC 9470 §5",
            user().claim("auth_time", NOW + 31),
            "denied ERR_AUTH_TOO_OLD",
        ),
        (
            "no time of the sign-in",
            "RFC 9470 §5",
            user().no_claim("auth_time"),
            "denied ERR_AUTH_TOO_OLD",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    s.policy("second factor", with(&policy(), &json!({ "amr": ["mfa"] })));
    let twin = "a second factor";
    let with_factor = user().claim(
        "firebase",
        json!({ "sign_in_provider": "password", "sign_in_second_factor": "phone" }),
    );
    s.accept(twin, "RFC 8176 §2", with_factor.mint());
    let denied = "denied ERR_AMR_INSUFFICIENT";
    s.refuse(
        "no second factor",
        "RFC 8176 §2",
        user().mint(),
        denied,
        twin,
    );
    for (name, document, fault) in [
        (
            "an audience beside the project",
            with(&policy(), &json!({ "audience": "other-1234" })),
            "ERR_POLICY_CONFLICT audience",
        ),
        (
            "no project",
            json!({ "preset": { "firebase": {} } }),
            "ERR_POLICY_MISSING_MEMBER preset.firebase.project",
        ),
        (
            "a project that leads elsewhere",
            json!({ "preset": { "firebase": { "project": "../x" } } }),
            "ERR_POLICY_VALUE preset.firebase.project",
        ),
    ] {
        refuse_policy(&mut s, name, document, fault, ("a user's token", &user()));
    }
    s
}
