//! Auth0: both dialects of its access tokens, and ID tokens.

use serde_json::{Value, json};

use super::{
    AUDIENCE, ISSUER, KINDS, POLICY, VALUES, refuse_policy, suite as suite_of, token, with,
};
use crate::suite::Suite;
use crate::token::Draft;

fn policy() -> Value {
    json!({
        "preset": { "auth0": { "domain": "tenant.eu.auth0.com" } }, "audience": "https://api.example",
    })
}

fn plain() -> Draft {
    let claims = json!({
        "iss": "https://tenant.eu.auth0.com/", "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
        "aud": ["https://api.example", "https://tenant.eu.auth0.com/userinfo"],
        "azp": "my_client_id", "scope": "openid read:notes", "permissions": ["read:notes"],
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "Auth0: access tokens in both dialects, and ID tokens.";
    let mut s = suite_of("providers_auth0", about, "https://tenant.eu.auth0.com/");
    s.policy("plain", policy());
    let twin = "an access token in Auth0's own dialect";
    s.accept(twin, KINDS, plain().mint());
    s.accept(
        "a machine's token without scope",
        KINDS,
        plain()
            .no_claim("scope")
            .no_claim("permissions")
            .claim("sub", "my_client_id@clients")
            .claim("gty", "client-credentials")
            .mint(),
    );
    for (name, clause, draft, reason) in [
        (
            "an access token for Auth0's own userinfo",
            AUDIENCE,
            plain().claim("aud", "https://tenant.eu.auth0.com/userinfo"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "an issuer without the slash at its end",
            ISSUER,
            plain().claim("iss", "https://tenant.eu.auth0.com"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "another tenant",
            ISSUER,
            plain().claim("iss", "https://other.eu.auth0.com/"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "an ID token as an access token",
            KINDS,
            id().claim("aud", "https://api.example"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "the other dialect under this one's policy",
            KINDS,
            rfc9068(),
            "claims ERR_TYP_MISMATCH typ",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    let members = json!({ "claims": { "org_id": "org_9ybsU1dN2dKfDkBi" } });
    s.policy("of an organization", with(&policy(), &members));
    let twin = "an access token of the organization";
    let of = |organization: &str| plain().claim("org_id", organization).mint();
    s.accept(twin, VALUES, of("org_9ybsU1dN2dKfDkBi"));
    let value = "claims ERR_CLAIM_VALUE org_id";
    s.refuse("one of another", VALUES, of("org_x"), value, twin);
    let missing = "claims ERR_CLAIM_MISSING org_id";
    s.refuse("one of none", VALUES, plain().mint(), missing, twin);
    other_kinds(&mut s);
    policies(&mut s);
    s
}

fn rfc9068() -> Draft {
    let claims = json!({
        "iss": "https://tenant.eu.auth0.com/", "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
        "aud": ["https://api.example", "https://tenant.eu.auth0.com/userinfo"],
        "client_id": "my_client_id", "jti": "bK9cDlWpFtQJ0Wm2bN3dXe", "scope": "openid read:notes",
        "permissions": ["read:notes"],
    });
    token(Some("at+jwt"), &claims)
}

fn id() -> Draft {
    let claims = json!({
        "iss": "https://tenant.eu.auth0.com/", "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
        "aud": "my_client_id", "sid": "Lu8fE2vAqD", "amr": ["mfa"], "auth_time": 1_759_999_900,
    });
    token(Some("JWT"), &claims)
}

fn other_kinds(s: &mut Suite) {
    s.policy("access", with(&policy(), &json!({ "kind": "access" })));
    let twin = "an access token in the dialect of RFC 9068";
    s.accept(twin, KINDS, rfc9068().mint());
    s.refuse(
        "Auth0's own dialect where RFC 9068 is expected",
        KINDS,
        plain().mint(),
        "claims ERR_TYP_MISMATCH typ",
        twin,
    );
    let members = json!({ "kind": "id", "audience": "my_client_id", "amr": ["mfa"] });
    s.policy("id", with(&policy(), &members));
    let twin = "an ID token with a second factor";
    s.accept(twin, KINDS, id().mint());
    let once = id().no_claim("amr").mint();
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
        plain().claim("aud", "my_client_id").mint(),
        "claims ERR_TOKEN_KIND scope",
        twin,
    );
}

/// What holds of every preset is shown with this one.
fn policies(s: &mut Suite) {
    let good = plain();
    let twin = ("an access token in Auth0's own dialect", &good);
    let domain = |domain: Value| json!({ "preset": { "auth0": { "domain": domain } }, "audience": "https://api.example" });
    let value = "ERR_POLICY_VALUE preset.auth0.domain";
    for (name, text) in [
        ("a domain with a scheme", "https://tenant.eu.auth0.com"),
        ("a domain with a slash", "tenant.eu.auth0.com/"),
        ("a domain with a path", "tenant.eu.auth0.com/x"),
        ("a domain with a port", "tenant.eu.auth0.com:8443"),
        ("a domain in capitals", "Tenant.eu.auth0.com"),
        ("a domain with another's before it", "user@evil.example"),
        ("a domain that fills a place", "$domain"),
        ("an empty domain", ""),
    ] {
        refuse_policy(s, name, domain(text.into()), value, twin);
    }
    let list = json!(["a.auth0.com", "b.auth0.com"]);
    refuse_policy(s, "two domains", domain(list), value, twin);
    let typed = "ERR_POLICY_TYPE preset.auth0.domain";
    refuse_policy(
        s,
        "a domain that is a number",
        domain(json!(1)),
        typed,
        twin,
    );
    for (name, preset, fault) in [
        ("no provider", json!({}), "ERR_POLICY_VALUE preset"),
        (
            "a preset as a text",
            json!("auth0"),
            "ERR_POLICY_TYPE preset",
        ),
        (
            "an unknown provider",
            json!({ "auth1": {} }),
            "ERR_POLICY_UNKNOWN_MEMBER preset.auth1",
        ),
        (
            "two providers",
            json!({ "auth0": { "domain": "a.example" }, "google": {} }),
            "ERR_POLICY_UNKNOWN_MEMBER preset.google",
        ),
        (
            "a preset without its option",
            json!({ "auth0": {} }),
            "ERR_POLICY_MISSING_MEMBER preset.auth0.domain",
        ),
        (
            "a preset with an unknown option",
            json!({ "auth0": { "domain": "a.example", "realm": "x" } }),
            "ERR_POLICY_UNKNOWN_MEMBER preset.auth0.realm",
        ),
        (
            "options as a text",
            json!({ "auth0": "a.example" }),
            "ERR_POLICY_TYPE preset.auth0",
        ),
    ] {
        let document = json!({ "preset": preset, "audience": "https://api.example" });
        refuse_policy(s, name, document, fault, twin);
    }
    widening(s, twin);
}

fn widening(s: &mut Suite, twin: (&str, &Draft)) {
    for (name, members, fault) in [
        (
            "an issuer beside a preset",
            json!({ "issuer": "https://other.example" }),
            "ERR_POLICY_CONFLICT issuer",
        ),
        (
            "any issuer beside a preset",
            json!({ "any_issuer": true }),
            "ERR_POLICY_CONFLICT any_issuer",
        ),
        (
            "any audience beside a preset",
            json!({ "any_audience": true }),
            "ERR_POLICY_CONFLICT any_audience",
        ),
        (
            "any lifetime beside a preset",
            json!({ "any_lifetime": true }),
            "ERR_POLICY_CONFLICT any_lifetime",
        ),
        (
            "another algorithm than the preset's",
            json!({ "algorithms": ["RS256", "ES256"] }),
            "ERR_POLICY_VALUE algorithms[1]",
        ),
        (
            "other signs of access than the preset's",
            json!({ "access_signs": ["sub"] }),
            "ERR_POLICY_CONFLICT access_signs",
        ),
        (
            "more leeway than the preset's",
            json!({ "leeway": 31 }),
            "ERR_POLICY_VALUE leeway",
        ),
        (
            "a kind that the preset has not",
            json!({ "kind": "logout" }),
            "ERR_POLICY_VALUE kind",
        ),
    ] {
        refuse_policy(s, name, with(&policy(), &members), fault, twin);
    }
    let narrower = json!({
        "algorithms": ["RS256"], "leeway": 10, "required_claims": ["permissions"],
        "roles_claim": "https://api.example/roles", "scopes": { "all": ["read:notes"] },
    });
    s.policy("narrower", with(&policy(), &narrower));
    s.accept(
        "an access token under a narrower policy",
        POLICY,
        twin.1.mint(),
    );
    s.refuse(
        "a token that only the preset would take",
        POLICY,
        plain().no_claim("permissions").mint(),
        "claims ERR_CLAIM_MISSING permissions",
        "an access token under a narrower policy",
    );
}
