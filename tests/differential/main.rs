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
mod text;

use std::collections::BTreeMap;

use case::{Case, World};
use noise::{Noise, rounds};
use portcullis::{Error, KeySet, Policy, Presentation, UnixTime};
use serde_json::{Value, json};
use signer::{AUDIENCE, ISSUER, NOW, signers};

/// The policy's own, which an oracle is told.
const LEEWAY: f64 = 30.0;

const BY_THE_CALLER: &str = "the oracle leaves the claim to its caller";
const LAST_ONE_COUNTS: &str = "the oracle takes one of the two";
const NO_LIMITS: &str = "the oracle has no such limit";
const NOT_READ: &str = "the oracle does not read the member";

/// What the oracle accepts and we refuse: our code, its clause, and how the two differ.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("ERR_AUDIENCE_MISMATCH", "RFC 7519 §4.1.3", BY_THE_CALLER),
    ("ERR_B64", "RFC 7797 §7", NOT_READ),
    ("ERR_BINDING_UNKNOWN", "RFC 7800 §3.1", BY_THE_CALLER),
    ("ERR_BINDING_UNPROVEN", "RFC 7800 §3.1", BY_THE_CALLER),
    ("ERR_CLAIM_MISSING", "RFC 7519 §4", BY_THE_CALLER),
    ("ERR_CLAIM_TYPE", "RFC 7519 §4.1", BY_THE_CALLER),
    ("ERR_CRIT_MALFORMED", "RFC 7515 §4.1.11", NOT_READ),
    ("ERR_CRIT_UNKNOWN", "RFC 7515 §4.1.11", NOT_READ),
    (
        "ERR_HEADER_DUPLICATE_MEMBER",
        "RFC 7515 §4",
        LAST_ONE_COUNTS,
    ),
    ("ERR_HEADER_LIMITS", "Limits: depth, members", NO_LIMITS),
    ("ERR_HEADER_MEMBER", "RFC 7515 §4.1", NOT_READ),
    ("ERR_HEADER_TOO_LARGE", "Limits: header", NO_LIMITS),
    ("ERR_ISSUER_MISMATCH", "RFC 7519 §4.1.1", BY_THE_CALLER),
    ("ERR_JWKS_NO_USABLE_KEY", "RFC 7517 §5", NOT_READ),
    ("ERR_KEY_ALG_MISMATCH", "RFC 8725 §3.1", NOT_READ),
    (
        "ERR_PAYLOAD_DUPLICATE_MEMBER",
        "RFC 7519 §4",
        LAST_ONE_COUNTS,
    ),
    ("ERR_PAYLOAD_LIMITS", "Limits: depth, members", NO_LIMITS),
    (
        "ERR_PAYLOAD_MEMBER",
        "RFC 8259 §4",
        "the oracle makes no JavaScript object of it",
    ),
    (
        "ERR_TOKEN_EXPIRED",
        "RFC 7519 §4.1.4",
        "the oracle takes the very last second",
    ),
    (
        "ERR_TOKEN_ISSUED_IN_FUTURE",
        "RFC 7519 §4.1.6",
        BY_THE_CALLER,
    ),
    ("ERR_TOKEN_KIND", "RFC 8725 §3.12", BY_THE_CALLER),
    ("ERR_TYP_MISMATCH", "RFC 8725 §3.11", BY_THE_CALLER),
];

/// What the oracle refuses and we accept: it has a list of content types, where only a nested JWT
/// is another thing (RFC 7519 §5.2), and decodes thumbprints of certificates, which we never trust
/// (RFC 8725 §3.10).
const ITS_OWN: &[&str] = &[
    "unsupported content type",
    "malformed token header: thumbprint",
];

#[test]
fn what_we_accept_the_oracle_accepts_and_the_rest_has_its_clause() {
    let world = World::new(signers());
    let policy = policy();
    let mut noise = Noise(20);
    let mut accepted = 0;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for round in 0..rounds(4000) {
        let case = world.case(&mut noise, round);
        let now = UnixTime::from_secs(NOW).as_secs_f64();
        let theirs = oracle::verdict(&case.token, &case.jwks, LEEWAY, now);
        match (verdict(&case, &policy), theirs) {
            (Ok(()), Some(Ok(()))) => accepted += 1,
            (Ok(()), Some(Err(error))) if ITS_OWN.iter().any(|own| error.starts_with(own)) => {}
            (Ok(()), theirs) => panic!("we accept, the oracle says {theirs:?}: {case:?}"),
            (Err(error), Some(Ok(()))) => {
                let row = DIFFERENCES.iter().find(|(code, ..)| *code == error.code());
                let (code, clause, _) = row.unwrap_or_else(|| panic!("{error:?}: {case:?}"));
                assert_eq!(error.clause(), *clause, "{code}");
                *seen.entry(code).or_default() += 1;
            }
            (Err(_), _) => {}
        }
    }
    println!("both accept {accepted}; we alone refuse {seen:?}");
    assert!(accepted > 800, "{accepted}");
    for (code, ..) in DIFFERENCES {
        assert!(seen.contains_key(code), "{code} has gone");
    }
}

/// Some classes change nothing of what is said: those are accepted, all of them.
#[test]
fn what_says_the_same_is_accepted() {
    let world = World::new(signers());
    let policy = policy();
    let mut noise = Noise(21);
    for round in 0..rounds(200) {
        let signer = &world.signers[round % 2];
        let header = text::escaped(&mut noise, &signer.header());
        let payload = text::escaped(&mut noise, &signer::claims());
        let case = world.signed(signer, header.replace(',', " ,\n"), format!("\t{payload} "));
        assert_eq!(verdict(&case, &policy), Ok(()), "{case:?}");
    }
}

/// The cases, with our verdicts, for the oracle in JavaScript: `tests/differential/jose.mjs`.
#[test]
fn cases_are_written_for_jose() {
    let world = World::new(signers());
    let policy = policy();
    let mut noise = Noise(22);
    let mut sets = vec![world.jwks.clone()];
    let cases: Vec<Value> = (0..rounds(3000).min(30_000))
        .map(|round| {
            let case = world.case(&mut noise, round);
            let keys = sets.iter().position(|set| *set == case.jwks);
            let keys = keys.unwrap_or_else(|| {
                sets.push(case.jwks.clone());
                sets.len() - 1
            });
            let code = verdict(&case, &policy).map_or_else(Error::code, |()| "OK");
            json!({ "class": case.class, "token": case.token, "keys": keys, "code": code })
        })
        .collect();
    let document = json!({
        "issuer": ISSUER, "audience": AUDIENCE, "now": NOW, "leeway": LEEWAY,
        "sets": sets, "cases": cases,
    });
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("differential.json"), document.to_string()).unwrap();
}

fn policy() -> Policy {
    let builder = Policy::access_token().issuer(ISSUER).audience(AUDIENCE);
    builder.build().unwrap()
}

fn verdict(case: &Case, policy: &Policy) -> Result<(), Error> {
    let keys = KeySet::from_json(ISSUER, &case.jwks, policy.limits())?;
    let now = UnixTime::from_secs(NOW);
    portcullis::verify(&case.token, &keys, policy, &Presentation::bearer(), now).map(drop)
}
