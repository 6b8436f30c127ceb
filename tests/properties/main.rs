//! What holds of every verdict, whatever the token says.
//!
//! That no bytes make a reader panic is in `tests/bad_input.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]

mod keys;
mod limits;
#[path = "../noise/mod.rs"]
mod noise;
mod order;
#[path = "../signer/mod.rs"]
mod signer;
mod time;

use portcullis::{Error, KeySet, Policy, Presentation, UnixTime};
use serde_json::{Value, json};
use signer::{AUDIENCE, ISSUER, NOW};

/// The verdict in the second of the tests, with a set and a policy as they are sent.
fn verdict(token: &str, jwks: &str, policy: &str) -> Result<(), Error> {
    let policy = Policy::from_json(policy).expect("a policy");
    let keys = KeySet::from_json(ISSUER, jwks, policy.limits())?;
    let now = UnixTime::from_secs(NOW);
    portcullis::verify(token, &keys, &policy, &Presentation::bearer(), now).map(drop)
}

fn code(verdict: Result<(), Error>) -> &'static str {
    verdict.map_or_else(Error::code, |()| "OK")
}

fn policy() -> Value {
    json!({ "issuer": ISSUER, "audience": AUDIENCE })
}

fn claims() -> Value {
    serde_json::from_str(&signer::claims()).unwrap()
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}
