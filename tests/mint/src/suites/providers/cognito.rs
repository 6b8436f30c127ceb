//! Amazon Cognito: access tokens without an audience, and ID tokens of the same pool.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

const POOL: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";
const CLIENT: &str = "1example23456789";

fn policy() -> Value {
    json!({ "preset": { "cognito": {
        "region": "eu-central-1", "user_pool": "eu-central-1_AbCdEfGhI", "client_ids": [CLIENT],
    } } })
}

fn access() -> Draft {
    let claims = json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "cognito:groups": ["editors"], "iss": POOL,
        "client_id": CLIENT, "token_use": "access", "scope": "openid notes/read", "version": 2,
        "auth_time": NOW - 60, "jti": "aaaaaaaa-0000", "username": "ada",
    });
    token(None, &claims)
}

fn id() -> Draft {
    let claims = json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "cognito:groups": ["editors"], "iss": POOL,
        "aud": CLIENT, "token_use": "id", "auth_time": NOW - 60, "cognito:username": "ada",
        "email_verified": true, "email": "ada@shop.example",
    });
    token(None, &claims)
}

pub fn suite() -> Suite {
    let about = "Amazon Cognito: access and ID tokens.";
    let mut s = suite_of("providers_cognito", about, POOL);
    s.policy("access", policy());
    let twin = "an access token";
    s.accept(twin, KINDS, access().mint());
    for (name, clause, draft, reason) in [
        (
            "an ID token as an access token",
            KINDS,
            id(),
            "claims ERR_TOKEN_KIND token_use",
        ),
        (
            "a token without its use",
            KINDS,
            access().no_claim("token_use"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "another client of the pool",
            VALUES,
            access().claim("client_id", "9example87654321"),
            "claims ERR_CLAIM_VALUE client_id",
        ),
        (
            "a token without its client",
            VALUES,
            access().no_claim("client_id"),
            "claims ERR_CLAIM_MISSING client_id",
        ),
        (
            "another pool",
            ISSUER,
            access().claim(
                "iss",
                "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other",
            ),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    let members = json!({ "audience": "https://api.example" });
    s.policy("resource", with(&policy(), &members));
    let twin = "an access token for a resource";
    let bound = access().claim("aud", "https://api.example").mint();
    s.accept(twin, AUDIENCE, bound);
    let missing = "claims ERR_CLAIM_MISSING aud";
    s.refuse("one for none", AUDIENCE, access().mint(), missing, twin);
    s.policy("id", with(&policy(), &json!({ "kind": "id" })));
    let twin = "an ID token";
    s.accept(twin, KINDS, id().mint());
    for (name, clause, draft, reason) in [
        (
            "an access token as an ID token",
            KINDS,
            access().claim("aud", CLIENT),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "an ID token without its use",
            VALUES,
            id().no_claim("token_use"),
            "claims ERR_CLAIM_MISSING token_use",
        ),
        (
            "an ID token of another client",
            AUDIENCE,
            id().claim("aud", "9example87654321"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    let nobody = json!({ "preset": { "cognito": {
        "region": "eu-central-1", "user_pool": "eu-central-1_AbCdEfGhI",
    } } });
    let fault = "ERR_POLICY_MISSING_MEMBER preset.cognito.client_ids";
    refuse_policy(
        &mut s,
        "no clients",
        nobody,
        fault,
        ("an access token", &access()),
    );
    s
}
