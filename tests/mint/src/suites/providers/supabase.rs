//! Supabase: users' tokens, and not the project's own keys in the form of tokens.

use serde_json::{Value, json};

use super::{ISSUER, KINDS, VALUES, refuse_policy, signed_by, suite as suite_of, with};
use crate::keys::{p256, rsa, secret};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

fn policy() -> Value {
    json!({ "preset": { "supabase": { "project": "abcdefghijklmnopqrst" } } })
}

fn claims() -> Value {
    json!({
        "iss": "https://abcdefghijklmnopqrst.supabase.co/auth/v1", "aud": "authenticated",
        "sub": "ef0493c9-3582-425f-a362-aef909588df7", "email": "ada@shop.example", "phone": "",
        "role": "authenticated", "aal": "aal1", "session_id": "1d0d6a4d-2f4e", "is_anonymous": false,
        "app_metadata": { "provider": "email" }, "user_metadata": {},
        "amr": [{ "method": "password", "timestamp": NOW - 60 }],
    })
}

fn user() -> Draft {
    signed_by(&p256("es256-1"), Some("JWT"), &claims())
}

pub fn suite() -> Suite {
    let about = "Supabase: users' tokens.";
    let issuer = "https://abcdefghijklmnopqrst.supabase.co/auth/v1";
    let mut s = suite_of("providers_supabase", about, issuer);
    s.policy("user", policy());
    let twin = "a user's token";
    s.accept(twin, KINDS, user().mint());
    let older = signed_by(&rsa(), Some("JWT"), &claims());
    s.accept("one signed with RS256", "RFC 8725 §3.1", older.mint());
    let shared = signed_by(&secret("shared", 32), Some("JWT"), &claims());
    for (name, clause, draft, reason) in [
        (
            "the service's role",
            VALUES,
            user().claim("role", "service_role"),
            "claims ERR_CLAIM_VALUE role",
        ),
        (
            "nobody's role",
            VALUES,
            user().claim("role", "anon"),
            "claims ERR_CLAIM_VALUE role",
        ),
        (
            "a project's key, which has no subject",
            KINDS,
            user().no_claim("sub").no_claim("session_id"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "a token without a session",
            KINDS,
            user().no_claim("session_id"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "a token under the secret that is shared",
            "RFC 8725 §3.1",
            shared,
            "key ERR_ALG_NOT_ALLOWED",
        ),
        (
            "another project",
            ISSUER,
            user().claim("iss", "https://tsrqponmlkjihgfedcba.supabase.co/auth/v1"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    s.policy("second factor", with(&policy(), &json!({ "amr": ["mfa"] })));
    let twin = "a session of the second level";
    s.accept(twin, "RFC 8176 §2", user().claim("aal", "aal2").mint());
    let denied = "denied ERR_AMR_INSUFFICIENT";
    s.refuse(
        "one of the first level",
        "RFC 8176 §2",
        user().mint(),
        denied,
        twin,
    );
    s.policy("method", with(&policy(), &json!({ "amr": ["password"] })));
    let twin = "the method of an entry";
    s.accept(twin, "RFC 8176 §2", user().mint());
    for (name, methods) in [
        ("another entry's method", json!([{ "method": "otp" }])),
        (
            "a method that is no text",
            json!([{ "method": ["password"] }]),
        ),
    ] {
        let token = user().claim("amr", methods).mint();
        s.refuse(name, "RFC 8176 §2", token, denied, twin);
    }
    refuse_policy(
        &mut s,
        "a project with its domain",
        json!({ "preset": { "supabase": { "project": "abcdefghijklmnopqrst.supabase.co" } } }),
        "ERR_POLICY_VALUE preset.supabase.project",
        ("a user's token", &user()),
    );
    s
}
