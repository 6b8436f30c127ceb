//! Presets, the members that they are made of, and the one form of an identity.

#![cfg(feature = "providers")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod reader;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use portcullis::{KeySet, Kind, Policy, PolicyBuilder, Presentation, SecondFactor, UnixTime};
use reader::{Suite, suites, text};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The JSON documents of a page, as its readers would copy them.
fn documents(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let blocks = text.split("```json\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_document_of_the_pages_is_a_policy() {
    let mut presets = BTreeSet::new();
    let mut pages = 0;
    for entry in std::fs::read_dir(root().join("docs/providers")).unwrap() {
        let page = entry.unwrap().path();
        let documents = documents(&page);
        assert!(!documents.is_empty(), "{}", page.display());
        pages += 1;
        for text in documents {
            let policies = Policy::list_from_json(&text).unwrap_or_else(|error| {
                panic!("{}: {error}\n{text}", page.display());
            });
            for policy in policies {
                let written = policy.to_json();
                assert!(
                    !written.contains("preset") && !written.contains('$'),
                    "{written}"
                );
                assert_eq!(Policy::from_json(&written).as_ref(), Ok(&policy));
                assert_eq!(Policy::from_json(&written).unwrap().to_json(), written);
            }
            let document: Value = serde_json::from_str(&text).unwrap();
            let preset = document
                .pointer("/issuers/0/preset")
                .or(document.get("preset"));
            presets.extend(preset.iter().flat_map(|preset| {
                let names = preset.as_object().unwrap().keys();
                names.cloned().collect::<Vec<_>>()
            }));
        }
    }
    // The table, and a page for each provider: two have two presets.
    assert_eq!(pages, 12);
    let files = std::fs::read_dir(root().join("src/provider")).unwrap();
    let known: BTreeSet<String> = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(presets, known, "each preset has its document on a page");
    assert_eq!(known.len(), 13);
}

const TENANTS: [&str; 2] = [
    "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    "bbbbcccc-1111-dddd-2222-eeee3333ffff",
];

#[test]
fn a_preset_can_stand_for_several_issuers() {
    let entra = json!({ "preset": { "entra": { "tenants": TENANTS } }, "audience": "api" });
    let google = json!({ "preset": { "google": {} }, "audience": "client" });
    let plain = json!({ "issuer": "https://issuer.example", "audience": "api" });
    for several in [&entra, &google] {
        let error = Policy::from_json(&several.to_string()).unwrap_err();
        assert_eq!((error.code(), error.path()), ("ERR_POLICY_VALUE", "preset"));
        assert_eq!(
            Policy::list_from_json(&several.to_string()).unwrap().len(),
            2
        );
    }
    let one = json!({ "preset": { "entra": { "tenants": TENANTS[0] } }, "audience": "api" });
    let policy = Policy::from_json(&one.to_string()).unwrap();
    let issuer = format!("https://login.microsoftonline.com/{}/v2.0", TENANTS[0]);
    assert_eq!(policy.issuer(), Some(issuer.as_str()));
    let keys = format!(
        "https://login.microsoftonline.com/{}/discovery/v2.0/keys",
        TENANTS[0]
    );
    assert_eq!(policy.jwks_uri(), Some(keys.as_str()));
    let list = json!({ "issuers": [google, plain, entra] }).to_string();
    let entries = Policy::entries_from_json(&list).unwrap();
    let indexes: Vec<usize> = entries.iter().map(|(index, _)| *index).collect();
    assert_eq!(indexes, [0, 0, 1, 2, 2]);
    assert_eq!(entries[0].1.kind(), Kind::Id);
    assert_eq!(entries[1].1.issuer(), Some("accounts.google.com"));
    let twice = json!({ "issuers": [one, entra] }).to_string();
    let error = Policy::list_from_json(&twice).unwrap_err();
    assert_eq!(
        (error.code(), error.path()),
        ("ERR_POLICY_CONFLICT", "issuers[1].issuer")
    );
}

#[test]
fn the_fault_of_a_preset_is_found_where_it_stands() {
    let wrong = json!({ "preset": { "auth0": { "domain": "a.example/" } }, "audience": "api" });
    let list = json!({ "issuers": [wrong] }).to_string();
    let error = Policy::list_from_json(&list).unwrap_err();
    assert_eq!(error.path(), "issuers[0].preset.auth0.domain");
    let secret = "do-not-print-this-value";
    let preset = json!({ "preset": { "auth0": { "domain": format!("{secret}/") } } });
    let error = Policy::from_json(&preset.to_string()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(secret));
}

fn plain() -> PolicyBuilder {
    Policy::plain_access_token()
        .issuer("https://issuer.example")
        .audience("https://api.example")
}

#[test]
fn the_builder_and_the_document_say_the_same() {
    let built = plain()
        .required_claim("a")
        .claim("tenant", ["one", "two"])
        .refused_claim("state", ["pending"])
        .access_signs(["session"])
        .client_claim("app")
        .roles_claim(["realm_access", "a.b:c"])
        .second_factor(SecondFactor::Fva);
    let document = json!({
        "kind": "access-plain", "issuer": "https://issuer.example",
        "audience": "https://api.example", "required_claims": ["a"],
        "claims": { "tenant": ["one", "two"] }, "refused_claims": { "state": "pending" },
        "access_signs": ["session"], "client_claim": "app",
        "roles_claim": ["realm_access", "a.b:c"], "second_factor": "fva",
    });
    let read = Policy::from_json(&document.to_string()).unwrap();
    let built = built.build().unwrap();
    assert_eq!(built, read);
    assert_eq!(Policy::from_json(&built.to_json()), Ok(read));
    // A claim has one rule, and a document cannot name it twice.
    let again = plain().claim("a", ["x"]).refused_claim("a", ["y"]);
    let once = plain().refused_claim("a", ["y"]);
    assert_eq!(again.build(), once.build());
    assert_eq!(SecondFactor::Firebase.name(), "firebase");
    // What is not said is not written.
    let bare = plain().build().unwrap().to_json();
    for member in ["claims", "signs", "client_claim", "roles", "second"] {
        assert!(!bare.contains(member), "{member}");
    }
}

#[test]
fn members_that_ask_for_nothing_or_for_too_much_are_refused() {
    let fault = |members: Value| {
        let mut document = json!({
            "kind": "access-plain", "issuer": "https://issuer.example", "audience": "api",
        });
        for (name, value) in members.as_object().unwrap() {
            document[name.as_str()] = value.clone();
        }
        let error = Policy::from_json(&document.to_string()).unwrap_err();
        format!("{} {}", error.code(), error.path())
    };
    for (members, expected) in [
        (
            json!({ "claims": { "a": [] } }),
            "ERR_POLICY_VALUE claims.a",
        ),
        (
            json!({ "claims": { "a": "" } }),
            "ERR_POLICY_VALUE claims.a",
        ),
        (
            json!({ "claims": { "a": ["x", "x"] } }),
            "ERR_POLICY_VALUE claims.a[1]",
        ),
        (json!({ "claims": { "a": 1 } }), "ERR_POLICY_TYPE claims.a"),
        (json!({ "claims": ["a"] }), "ERR_POLICY_TYPE claims"),
        (
            json!({ "claims": { "an odd name": null } }),
            "ERR_POLICY_TYPE claims.?",
        ),
        (
            json!({ "claims": { "a": "x" }, "refused_claims": { "a": "y" } }),
            "ERR_POLICY_CONFLICT refused_claims.a",
        ),
        (
            json!({ "second_factor": "sms" }),
            "ERR_POLICY_VALUE second_factor",
        ),
        (json!({ "roles_claim": [] }), "ERR_POLICY_VALUE roles_claim"),
        (
            json!({ "client_claim": ["a"] }),
            "ERR_POLICY_TYPE client_claim",
        ),
        (
            json!({ "access_signs": "a" }),
            "ERR_POLICY_TYPE access_signs",
        ),
        (
            json!({ "kind": "access", "access_signs": ["a"] }),
            "ERR_POLICY_CONFLICT access_signs",
        ),
    ] {
        assert_eq!(fault(members.clone()), expected, "{members}");
    }
    let error = plain().claim("a", [""; 0]).build().unwrap_err();
    assert_eq!((error.code(), error.path()), ("ERR_POLICY_VALUE", "claims"));
    // An error names a claim of the policy's by one byte.
    let many = |count: u16| {
        let builder = plain().required_claim("first");
        (1..count).fold(builder, |builder, index| {
            builder.claim(format!("c{index}"), ["x"])
        })
    };
    assert!(many(255).build().is_ok());
    assert_eq!(many(256).build().unwrap_err().code(), "ERR_POLICY_VALUE");
}

/// The suite of a provider.
fn suite(name: &str) -> Suite {
    let file = format!("providers_{name}.json");
    suites()
        .into_iter()
        .find(|suite| suite.file == file)
        .unwrap()
}

/// What an accepted vector says of who it stands for: both ways must say the same.
fn identity(suite: &Suite, name: &str) -> Value {
    let full = format!("{}: {name}", text(&suite.document, "suite"));
    let vector = suite.named(&full).unwrap_or_else(|| panic!("{full}"));
    let policy = suite.read_policy(vector).unwrap();
    let issuer = text(suite.keys(vector), "issuer");
    let keys = KeySet::for_policy(&policy, issuer, &suite.key_document(vector).unwrap()).unwrap();
    let now = UnixTime::from_secs_f64(vector["now"].as_f64().unwrap()).unwrap();
    let token = text(vector, "token");
    let admitted = portcullis::verify(token, &keys, &policy, &Presentation::bearer(), now).unwrap();
    let written = admitted.identity().to_json();
    let looked_up = portcullis::dangerous::identity(token, &policy).unwrap();
    assert_eq!(looked_up.dangerously_trust(), written);
    let identity = admitted.identity();
    assert_eq!(identity.subject, admitted.claims().subject());
    let mut value: Value = serde_json::from_str(&written).unwrap();
    value.as_object_mut().unwrap().remove("subject");
    value
}

/// A provider, an accepted vector, and its client, scopes, roles and methods.
const FORMS: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "auth0",
        "an access token in Auth0's own dialect",
        "my_client_id",
        "openid read:notes",
        "read:notes",
        "",
    ),
    (
        "auth0",
        "an access token in the dialect of RFC 9068",
        "my_client_id",
        "openid read:notes",
        "read:notes",
        "",
    ),
    (
        "clerk",
        "a second factor three minutes ago",
        "https://shop.example",
        "",
        "admin",
        "mfa",
    ),
    (
        "clerk",
        "a session token",
        "https://shop.example",
        "",
        "admin",
        "",
    ),
    (
        "cloudflare_access",
        "a person's application token",
        "",
        "",
        "",
        "",
    ),
    (
        "cognito",
        "an access token",
        "1example23456789",
        "openid notes/read",
        "editors",
        "",
    ),
    (
        "entra",
        "an access token",
        "11112222-bbbb-3333-cccc-4444dddd5555",
        "Notes.Read",
        "",
        "",
    ),
    (
        "entra",
        "an application's token with roles",
        "11112222-bbbb-3333-cccc-4444dddd5555",
        "",
        "Notes.Read.All",
        "",
    ),
    (
        "entra",
        "an access token of the first version",
        "11112222-bbbb-3333-cccc-4444dddd5555",
        "Notes.Read",
        "",
        "pwd mfa",
    ),
    ("firebase", "a second factor", "", "", "", "mfa"),
    ("github_actions", "a workflow's token", "74", "", "", ""),
    ("google", "an ID token", "", "", "", ""),
    (
        "keycloak",
        "an access token",
        "shop-web",
        "openid profile",
        "offline_access editor",
        "",
    ),
    (
        "okta",
        "an access token",
        "nmdP1fcyvdVO11AL7ECm",
        "openid notes",
        "",
        "",
    ),
    ("supabase", "a user's token", "", "", "", "password"),
    (
        "supabase",
        "a session of the second level",
        "",
        "",
        "",
        "password mfa",
    ),
];

#[test]
fn every_provider_has_one_form() {
    for (provider, vector, client, scopes, roles, methods) in FORMS {
        let list =
            |text: &str| -> Vec<String> { text.split_whitespace().map(Into::into).collect() };
        let mut expected = json!({
            "scopes": list(scopes), "roles": list(roles), "methods": list(methods),
        });
        if !client.is_empty() {
            expected["client"] = (*client).into();
        }
        assert_eq!(
            identity(&suite(provider), vector),
            expected,
            "{provider}: {vector}"
        );
    }
}
