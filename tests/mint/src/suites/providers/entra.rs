//! Microsoft Entra ID: both versions of its tokens, of the tenants that are named.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, keys, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

const TENANT: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const SECOND: &str = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
const FOREIGN: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
const API: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";
const CLIENT: &str = "11112222-bbbb-3333-cccc-4444dddd5555";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

fn policy(preset: &str) -> Value {
    json!({ "preset": { preset: { "tenants": [TENANT, SECOND] } }, "audience": API })
}

fn second_version(tenant: &str) -> Draft {
    let claims = json!({
        "aud": API, "iss": format!("https://login.microsoftonline.com/{tenant}/v2.0"),
        "nbf": NOW - 60, "azp": CLIENT, "azpacr": "0", "name": "Ada", "tid": tenant, "ver": "2.0",
        "oid": "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb", "scp": "Notes.Read", "uti": "HX0K3pbb",
        "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", "rh": "0.ARoA",
    });
    token(Some("JWT"), &claims)
}

fn id() -> Draft {
    second_version(TENANT)
        .no_claim("azp")
        .no_claim("azpacr")
        .no_claim("scp")
        .claim("preferred_username", "ada@shop.example")
}

pub fn suite() -> Suite {
    let about = "Microsoft Entra ID: access and ID tokens of both versions.";
    let issuer = format!("https://login.microsoftonline.com/{TENANT}/v2.0");
    let mut s = suite_of("providers_entra", about, &issuer);
    s.policy("v2", policy("entra"));
    let twin = "an access token";
    s.accept(twin, KINDS, second_version(TENANT).mint());
    let application = second_version(TENANT)
        .no_claim("scp")
        .claim("roles", json!(["Notes.Read.All"]));
    s.accept(
        "an application's token with roles",
        KINDS,
        application.mint(),
    );
    for (name, clause, draft, reason) in [
        (
            "a tenant that nobody named",
            ISSUER,
            second_version(FOREIGN),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "the name of a tenant's metadata for many",
            ISSUER,
            second_version(TENANT).claim("iss", "https://login.microsoftonline.com/common/v2.0"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a tenant that is another than the issuer's",
            VALUES,
            second_version(TENANT).claim("tid", SECOND),
            "claims ERR_CLAIM_VALUE tid",
        ),
        (
            "no tenant",
            VALUES,
            second_version(TENANT).no_claim("tid"),
            "claims ERR_CLAIM_MISSING tid",
        ),
        (
            "the first version's number",
            VALUES,
            second_version(TENANT).claim("ver", "1.0"),
            "claims ERR_CLAIM_VALUE ver",
        ),
        (
            "an application's token without roles",
            KINDS,
            application.clone().no_claim("roles"),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "an ID token as an access token",
            KINDS,
            id(),
            "claims ERR_TOKEN_KIND scope",
        ),
        (
            "an ID token with roles as an access token",
            KINDS,
            id().claim("roles", json!(["Reader"])),
            "claims ERR_CLAIM_MISSING azp",
        ),
        (
            "another API",
            AUDIENCE,
            second_version(TENANT).claim("aud", CLIENT),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "a token for Microsoft Graph",
            AUDIENCE,
            second_version(TENANT).claim("aud", GRAPH),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    s.policy("id", with(&policy("entra"), &json!({ "kind": "id" })));
    s.accept("an ID token", KINDS, id().mint());
    s.refuse(
        "an access token as an ID token",
        KINDS,
        second_version(TENANT).mint(),
        "claims ERR_TOKEN_KIND scp",
        "an ID token",
    );
    policies(&mut s);
    let issuer = format!("https://login.microsoftonline.com/{SECOND}/v2.0");
    keys(&mut s, "second", &issuer);
    s.use_policy("v2");
    s.accept("the second tenant", ISSUER, second_version(SECOND).mint());
    first_version(&mut s);
    s
}

fn policies(s: &mut Suite) {
    let good = second_version(TENANT);
    let twin = ("an access token", &good);
    let tenants =
        |tenants: Value| json!({ "preset": { "entra": { "tenants": tenants } }, "audience": API });
    let audience = |audience: Value| with(&policy("entra"), &json!({ "audience": audience }));
    for (name, document, fault) in [
        (
            "all tenants",
            tenants(json!(["common"])),
            "ERR_POLICY_VALUE preset.entra.tenants",
        ),
        (
            "a tenant in capitals",
            tenants(json!([TENANT.to_uppercase()])),
            "ERR_POLICY_VALUE preset.entra.tenants",
        ),
        (
            "no tenants",
            json!({ "preset": { "entra": {} }, "audience": API }),
            "ERR_POLICY_MISSING_MEMBER preset.entra.tenants",
        ),
        (
            "a tenant twice",
            tenants(json!([TENANT, TENANT])),
            "ERR_POLICY_VALUE preset.entra.tenants[1]",
        ),
        (
            "Microsoft Graph as the audience",
            audience(json!(GRAPH)),
            "ERR_POLICY_AUDIENCE audience",
        ),
        (
            "Microsoft Graph by its URL among the audiences",
            audience(json!([API, "https://graph.microsoft.com/"])),
            "ERR_POLICY_AUDIENCE audience",
        ),
        (
            "any issuer",
            with(&policy("entra"), &json!({ "any_issuer": true })),
            "ERR_POLICY_CONFLICT any_issuer",
        ),
        (
            "another tenant beside the preset",
            with(&policy("entra"), &json!({ "claims": { "tid": FOREIGN } })),
            "ERR_POLICY_CONFLICT claims.tid",
        ),
    ] {
        refuse_policy(s, name, document, fault, twin);
    }
}

fn first_version(s: &mut Suite) {
    keys(s, "v1", &format!("https://sts.windows.net/{TENANT}/"));
    let members = json!({ "audience": "api://notes", "amr": ["mfa"] });
    s.policy("v1", with(&policy("entra_v1"), &members));
    let claims = json!({
        "aud": "api://notes", "iss": format!("https://sts.windows.net/{TENANT}/"), "nbf": NOW - 60,
        "acr": "1", "amr": ["pwd", "mfa"], "appid": CLIENT, "appidacr": "0", "tid": TENANT,
        "oid": "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb", "scp": "Notes.Read", "ver": "1.0",
        "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", "unique_name": "ada@shop.example",
    });
    let first = || token(Some("JWT"), &claims).header("x5t", "i6lGk3FZzxRcUb2C3nEQ7syHJlY");
    let twin = "an access token of the first version";
    s.accept(twin, KINDS, first().mint());
    for (name, clause, draft, reason) in [
        (
            "an issuer without the slash at its end",
            ISSUER,
            first().claim("iss", format!("https://sts.windows.net/{TENANT}")),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a token of the second version under the first's policy",
            ISSUER,
            second_version(TENANT),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "one without its application",
            VALUES,
            first().no_claim("appid"),
            "claims ERR_CLAIM_MISSING appid",
        ),
        (
            "one without a second factor",
            "RFC 8176 §2",
            first().claim("amr", json!(["pwd"])),
            "denied ERR_AMR_INSUFFICIENT",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
}
