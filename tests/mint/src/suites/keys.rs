//! Which key of a set, and what a key must be (RFC 7517, RFC 7518 §6, RFC 8725 §3.4).

mod certificates;
mod curves;
mod documents;
mod rsa;
mod selection;
mod tenants;

use serde_json::{Value, json};

use super::policy;
use crate::keys::Key;
use crate::suite::Suite;
use crate::token::ISSUER;

const UNKNOWN: &str = "key ERR_KEY_UNKNOWN";

/// Keys left out that a lenient reader takes for what they mean, and no clause forbids it.
const LENIENT: [&str; 10] = [
    "x padded",
    "x with spare bits",
    "use a list",
    "key_ops a string",
    "key_ops with a number",
    "alg a number",
    "kid a number",
    "n padded",
    "a modulus with a zero before it",
    "e with a zero before it",
];

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "keys",
        "Exactly one sound key, of this issuer, for this algorithm.",
    );
    s.policy("access", policy("access", &json!({})));
    selection::selection(&mut s);
    s.choice();
    selection::ambiguity(&mut s);
    s.must();
    curves::p256_keys(&mut s);
    curves::p384_keys(&mut s);
    curves::ed25519_keys(&mut s);
    rsa::unsound_rsa(&mut s);
    documents::documents(&mut s);
    certificates::certificates(&mut s);
    tenants::tenants(&mut s);
    s
}

/// A sound key, and a token that is accepted as `twin` when its own key is sound as well.
struct Beside<'a> {
    good: &'a Key,
    token: String,
    twin: &'a str,
}

impl Beside<'_> {
    /// A key that cannot be used is left out, with its reason; the rest of the set serves on.
    fn left_out(&self, s: &mut Suite, name: &str, clause: &str, code: &str, bad: &Value) {
        let keys = json!({ "keys": [self.good.jwk(), bad] });
        let source = json!({ "issuer": ISSUER, "jwks": keys, "ignored": [code] });
        s.key_source(&format!("beside {name}"), source);
        let (bare, name) = (name, format!("a key left out: {name}"));
        // What is marked in a way that no clause forbids, but could still be used.
        let usable = ["ERR_JWK_PRIVATE", "ERR_JWK_USE"].contains(&code) && bad["kty"] != "oct";
        s.refuse(&name, clause, self.token.clone(), UNKNOWN, self.twin)
            .choice_if(usable || LENIENT.contains(&bare));
    }
}
