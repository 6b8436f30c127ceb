//! Tokens in the shapes that providers document, under the preset of each.
//!
//! The values are made up, and the keys are the published ones of all suites.

mod auth0;
mod clerk;
mod cloudflare_access;
mod cognito;
mod entra;
mod firebase;
mod github_actions;
mod google;
mod keycloak;
mod okta;
mod supabase;

use serde_json::{Value, json};

use crate::keys::{Key, p256, rsa};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

/// How values of claims are told apart, no clause says: every verdict here is our choice.
const KINDS: &str = "RFC 8725 §3.12";
const VALUES: &str = "RFC 7519 §4";
const ISSUER: &str = "RFC 7519 §4.1.1";
const AUDIENCE: &str = "RFC 7519 §4.1.3";
const POLICY: &str = "RFC 8725 §3.1";

pub fn all() -> Vec<Suite> {
    vec![
        auth0::suite(),
        clerk::suite(),
        cloudflare_access::suite(),
        cognito::suite(),
        entra::suite(),
        firebase::suite(),
        github_actions::suite(),
        google::suite(),
        keycloak::suite(),
        okta::suite(),
        supabase::suite(),
    ]
}

/// A suite with the keys of an issuer, without `alg` as some publish them.
fn suite(name: &'static str, about: &'static str, issuer: &str) -> Suite {
    let mut s = Suite::new(name, about);
    s.choice();
    keys(&mut s, "issuer", issuer);
    s
}

/// Keys of an issuer under a name, in use from here on.
fn keys(s: &mut Suite, name: &str, issuer: &str) {
    let keys = [rsa().jwk(), p256("es256-1").jwk()];
    s.key_source(name, json!({ "issuer": issuer, "jwks": { "keys": keys } }));
}

/// A token signed with RS256.
fn token(typ: Option<&str>, claims: &Value) -> Draft {
    signed_by(&rsa(), typ, claims)
}

fn signed_by(key: &Key, typ: Option<&str>, claims: &Value) -> Draft {
    let mut draft = Draft::new(key, typ, claims);
    for (name, value) in [("iat", NOW - 60), ("exp", NOW + 240)] {
        if claims.get(name).is_none() {
            draft = draft.claim(name, value);
        }
    }
    draft
}

/// A policy with the members beside it.
fn with(policy: &Value, members: &Value) -> Value {
    let mut policy = policy.clone();
    for (name, value) in members.as_object().expect("members") {
        policy[name.as_str()] = value.clone();
    }
    policy
}

/// A policy that is refused, beside a token that is good under another.
fn refuse_policy(s: &mut Suite, name: &str, policy: Value, fault: &str, twin: (&str, &Draft)) {
    s.policy(name, policy);
    let reason = format!("policy {fault}");
    s.refuse(name, POLICY, twin.1.mint(), &reason, twin.0);
}
