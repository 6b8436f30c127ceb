//! Keycloak: access, ID and refresh tokens that a claim of the payload tells apart.

use serde_json::{Value, json};

use super::{
    AUDIENCE, ISSUER, KINDS, VALUES, refuse_policy, signed_by, suite as suite_of, token, with,
};
use crate::keys::p256;
use crate::suite::Suite;
use crate::token::Draft;

fn policy() -> Value {
    json!({
        "preset": { "keycloak": { "base_url": "https://sso.shop.example:8443/auth", "realm": "shop" } },
        "audience": "notes",
    })
}

fn claims() -> Value {
    json!({
        "iss": "https://sso.shop.example:8443/auth/realms/shop", "aud": ["notes", "account"],
        "sub": "f:17f8a3:ada", "typ": "Bearer", "azp": "shop-web", "acr": "1", "jti": "onrtac:1",
        "sid": "0c1b2a", "scope": "openid profile", "email_verified": true,
        "realm_access": { "roles": ["offline_access", "editor"] },
        "resource_access": { "account": { "roles": ["view-profile"] } },
    })
}

fn access() -> Draft {
    token(Some("JWT"), &claims())
}

fn id() -> Draft {
    access()
        .claim("typ", "ID")
        .claim("aud", "shop-web")
        .no_claim("scope")
        .no_claim("realm_access")
        .no_claim("resource_access")
}

pub fn suite() -> Suite {
    let about = "Keycloak: access and ID tokens.";
    let issuer = "https://sso.shop.example:8443/auth/realms/shop";
    let mut s = suite_of("providers_keycloak", about, issuer);
    s.policy("access", policy());
    let twin = "an access token";
    s.accept(twin, KINDS, access().mint());
    let elliptic = signed_by(&p256("es256-1"), Some("JWT"), &claims());
    s.accept("one signed with ES256", "RFC 8725 §3.1", elliptic.mint());
    for (name, clause, draft, reason) in [
        (
            "an ID token for the API",
            KINDS,
            id().claim("aud", "notes"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "an ID token with a scope",
            VALUES,
            access().claim("typ", "ID"),
            "claims ERR_CLAIM_VALUE typ",
        ),
        (
            "a refresh token",
            VALUES,
            access().claim("typ", "Refresh"),
            "claims ERR_CLAIM_VALUE typ",
        ),
        (
            "a token that does not say what it is",
            VALUES,
            access().no_claim("typ"),
            "claims ERR_CLAIM_MISSING typ",
        ),
        (
            "no audience, as without a mapper",
            AUDIENCE,
            access().no_claim("aud"),
            "claims ERR_CLAIM_MISSING aud",
        ),
        (
            "the audience account alone",
            AUDIENCE,
            access().claim("aud", "account"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "another realm",
            ISSUER,
            access().claim("iss", "https://sso.shop.example:8443/auth/realms/master"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    let members = json!({ "kind": "id", "audience": "shop-web" });
    s.policy("id", with(&policy(), &members));
    let twin = "an ID token";
    s.accept(twin, KINDS, id().mint());
    s.refuse(
        "an access token without a scope as an ID token",
        VALUES,
        id().claim("typ", "Bearer").mint(),
        "claims ERR_CLAIM_VALUE typ",
        twin,
    );
    let preset = |base: &str, realm: &str| {
        json!({
            "preset": { "keycloak": { "base_url": base, "realm": realm } }, "audience": "notes",
        })
    };
    for (name, document, fault) in [
        (
            "a base with a slash at its end",
            preset("https://sso.shop.example/", "shop"),
            "ERR_POLICY_VALUE preset.keycloak.base_url",
        ),
        (
            "a base with a query",
            preset("https://sso.shop.example?x", "shop"),
            "ERR_POLICY_VALUE preset.keycloak.base_url",
        ),
        (
            "a realm with a slash",
            preset("https://sso.shop.example", "shop/x"),
            "ERR_POLICY_VALUE preset.keycloak.realm",
        ),
        (
            "a base without TLS",
            preset("http://sso.shop.example", "shop"),
            "ERR_POLICY_VALUE preset.keycloak.base_url",
        ),
    ] {
        refuse_policy(
            &mut s,
            name,
            document,
            fault,
            ("an access token", &access()),
        );
    }
    s
}
