//! Thousands of tampered tokens, with the crate `jwt-compact` as an oracle: what we accept, it
//! accepts, and where it accepts more, a clause says why we do not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod case;
mod documents;
mod form;
mod keys;
#[path = "../noise/mod.rs"]
mod noise;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../signer/mod.rs"]
mod signer;

use std::collections::{BTreeMap, BTreeSet};

use case::{Case, World};
use noise::{Noise, rounds};
use portcullis::{Error, KeySet, Policy, Presentation, UnixTime};
use serde_json::json;
use signer::{AUDIENCE, ISSUER, NOW, signers};

const POLICY: &str = r#"{"issuer":"https://issuer.example","audience":"https://api.example"}"#;
/// The policy's own, which the oracle is told.
const LEEWAY: f64 = 30.0;

/// What the oracle accepts and we refuse: our code, and why the two differ.
const DIFFERENCES: &[(&str, &str)] = &[];

fn ours(case: &Case, policy: &Policy) -> Result<(), Error> {
    let keys = KeySet::from_json(ISSUER, &case.jwks, policy.limits())?;
    let now = UnixTime::from_secs(NOW);
    portcullis::verify(&case.token, &keys, policy, &Presentation::bearer(), now).map(drop)
}

#[test]
fn what_we_accept_the_oracle_accepts_and_the_rest_has_a_reason() {
    let world = World::new(signers());
    let policy = Policy::from_json(POLICY).unwrap();
    let mut noise = Noise(20);
    let (mut both, mut neither) = (0, 0);
    let mut stricter: BTreeMap<&str, (usize, Case)> = BTreeMap::new();
    let mut accepted = BTreeSet::new();
    for round in 0..rounds(6000) {
        let case = world.case(&mut noise, round);
        let theirs = oracle::verdict(&case.token, &case.jwks, LEEWAY, NOW as f64);
        match (ours(&case, &policy), theirs) {
            (Ok(()), Some(Ok(()))) => {
                both += 1;
                accepted.insert(case.class);
            }
            (Ok(()), theirs) => {
                println!("{} {} {}\n  {theirs:?}", case.class, case.token, case.jwks);
            }
            (Err(error), Some(Ok(()))) => {
                stricter.entry(error.code()).or_insert((0, case)).0 += 1;
            }
            (Err(_), _) => neither += 1,
        }
    }
    println!("{both} {neither} {accepted:?}");
    for (code, (count, case)) in &stricter {
        println!("{code} {count} {} {} {}", case.class, case.token, case.jwks);
    }
    panic!();
}
