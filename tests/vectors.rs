//! Every vector, read natively: the verdicts that all other runtimes have to give.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use portcullis::{Error, KeySet};
use reader::{Outcome, Suite, Verdict, suites, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[test]
fn every_vector_gets_its_verdict() {
    let mut lines = String::new();
    let (mut ran, mut featured, mut skipped, mut failures) = (0, 0, 0, Vec::new());
    for suite in suites() {
        for vector in suite.vectors() {
            let Some(outcome) = suite.run(vector) else {
                skipped += 1;
                continue;
            };
            let Verdict {
                verdict,
                stage,
                code,
                claim,
            } = &outcome.verdict;
            let name = text(vector, "name");
            if vector.get("features").is_none() {
                ran += 1;
                writeln!(lines, "{name}\t{verdict}\t{stage}\t{code}\t{claim}").unwrap();
            } else {
                featured += 1;
            }
            if let Err(fault) = check(vector, &outcome) {
                failures.push(format!("{name}: {fault}"));
            }
        }
    }
    let digest = Sha256::digest(lines)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let summary = json!({
        "runtime": "native", "version": env!("CARGO_PKG_VERSION"),
        "engine": format!("{}-bit", usize::BITS), "ran": ran, "failed": failures.len(),
        "digest": digest, "with_features": featured, "skipped": skipped,
    });
    println!("vectors: {summary}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(ran > 2000);
}

/// Good signatures under a key before the second reading; the core prepares it before that.
const GOOD: usize = 8;

#[test]
fn prepared_keys_give_the_same_verdicts() {
    let (mut ran, mut prepared) = (0, 0);
    for suite in suites() {
        let mut sets: BTreeMap<&str, KeySet> = BTreeMap::new();
        for vector in suite.vectors() {
            let Some(first) = suite.run(vector) else {
                continue;
            };
            let held = text(vector, "keys");
            if let (Some(keys), false) = (first.keys, sets.contains_key(held)) {
                prepared += prepare(&suite, held, &keys);
                sets.insert(held, keys);
            }
            if let Some(again) = sets.get(held).and_then(|keys| suite.run_with(vector, keys)) {
                assert_eq!(again, first.verdict, "{}", text(vector, "name"));
                ran += 1;
            }
        }
    }
    assert!(ran > 1900, "{ran} vectors were read twice");
    assert!(prepared > 500, "{prepared} keys were prepared");
}

/// Verifies one accepted vector of each header under these keys often enough; says how many.
fn prepare(suite: &Suite, name: &str, keys: &KeySet) -> usize {
    let mut headers = BTreeSet::new();
    for vector in suite.vectors() {
        let header = text(vector, "token").split('.').next();
        let accepted = vector["expect"]["verdict"] == "accept" && vector["keys"] == name;
        if accepted && headers.insert(header) {
            for _ in 0..GOOD {
                let verdict = suite.run_with(vector, keys).expect("a policy");
                assert_eq!(verdict.code, "OK", "{}", text(vector, "name"));
            }
        }
    }
    headers.len()
}

fn check(vector: &Value, outcome: &Outcome) -> Result<(), String> {
    let expected = Verdict::expected(vector);
    if outcome.verdict != expected {
        return Err(format!("{:?} instead of {expected:?}", outcome.verdict));
    }
    let expect = &vector["expect"];
    if let Some(claims) = &outcome.claims
        && *claims != expect["claims"]
    {
        return Err("other claims".into());
    }
    let path = expect.get("path").and_then(Value::as_str);
    if outcome.path.as_deref() != path {
        return Err(format!("path {:?} instead of {path:?}", outcome.path));
    }
    Ok(())
}

#[test]
fn every_refusal_has_an_accepted_twin_under_the_same_policy() {
    for suite in suites() {
        for vector in suite.vectors() {
            let name = text(vector, "name");
            if vector["expect"]["verdict"] == "accept" {
                assert!(vector.get("twin").is_none(), "{name}");
                continue;
            }
            let twin = suite
                .named(text(vector, "twin"))
                .unwrap_or_else(|| panic!("{name} has no twin"));
            assert_eq!(twin["expect"]["verdict"], "accept", "{name}");
            // Of a policy that is refused, the policy itself is the one thing that differs.
            if vector["expect"]["stage"] != "policy" {
                assert_eq!(vector["policy"], twin["policy"], "{name}");
            }
        }
    }
}

#[test]
fn names_are_unique_and_everything_declared_is_used() {
    let mut names = BTreeSet::new();
    for suite in suites() {
        assert_eq!(
            suite.file,
            format!("{}.json", text(&suite.document, "suite"))
        );
        for vector in suite.vectors() {
            let name = text(vector, "name");
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(suite.keys(vector).is_object(), "{name}");
            assert!(suite.policy(vector).is_object(), "{name}");
            assert!(!text(vector, "clause").is_empty(), "{name}");
            let chosen = text(vector, "demand") == "choice";
            assert!(chosen || text(vector, "demand") == "must", "{name}");
            // No specification knows our policies or limits.
            let ours = vector["expect"]["stage"] == "policy"
                || text(vector, "clause").starts_with("Limits");
            assert!(chosen || !ours, "{name}");
        }
        for (member, used) in [("keys", "keys"), ("policies", "policy")] {
            for key in suite.document[member].as_object().unwrap().keys() {
                assert!(
                    suite
                        .vectors()
                        .iter()
                        .any(|vector| vector[used] == key.as_str()),
                    "{}: {key} is not used",
                    suite.file
                );
            }
        }
    }
}

/// The rows of the comparison with other verifiers. All are refused but those of `ACCEPTED`.
const ROWS: &[&str] = &[
    "signature + `==`",
    "signature + `\\n`",
    "non-canonical last char",
    "4th segment",
    "dup `alg` (header)",
    "dup `kid` (header)",
    "dup `sub` (claims)",
    "dup `scope` (claims)",
    "unknown `crit`",
    "`crit:[]`",
    "`b64:false` no crit",
    "exp `\"never\"`",
    "exp `null`",
    "exp `0`",
    "exp `1e400`",
    "no exp",
    "typ `logout+jwt`, no typ option",
    "typ `at+jwt`, no typ option",
    "payload BOM",
    "payload invalid UTF-8",
    "depth 20 000",
    "aud present, none configured",
];

const ACCEPTED: &[&str] = &["iat 2 s ahead", "a `typ` that its policy names"];

#[test]
fn every_row_of_the_comparison_is_there() {
    let suites = suites();
    let peers = suites
        .iter()
        .find(|suite| suite.file == "peers.json")
        .expect("peers.json");
    let rows = |verdict: &str| -> BTreeSet<&str> {
        let rows = peers
            .vectors()
            .iter()
            .filter(|vector| vector["expect"]["verdict"] == verdict);
        rows.filter_map(|vector| vector.get("row")?.as_str())
            .collect()
    };
    assert_eq!(rows("refuse"), ROWS.iter().copied().collect());
    assert_eq!(rows("accept"), ACCEPTED.iter().copied().collect());
}

/// What the verifier itself finds in tokens, keys and claims; the rest is I/O, OAuth and HTTP.
#[test]
fn every_code_of_a_token_or_key_set_is_met() {
    let mut met = BTreeSet::new();
    for suite in suites() {
        for vector in suite.vectors() {
            met.insert(Verdict::expected(vector).code);
            let ignored = suite.keys(vector).get("ignored").and_then(Value::as_array);
            met.extend(
                ignored
                    .into_iter()
                    .flatten()
                    .map(|code| code.as_str().unwrap().to_owned()),
            );
        }
    }
    for entry in Error::catalogue() {
        let elsewhere = match entry.error {
            Error::Malformed(_)
            | Error::Key(_)
            | Error::BadSignature
            | Error::Claims(..)
            | Error::Denied(_) => false,
            // Of these only documents concern a verifier that is handed its keys.
            Error::Keys(_) => entry.step != "jwks" || entry.code == "ERR_JWKS_ISSUER",
            _ => true,
        };
        assert!(
            elsewhere || met.contains(entry.code),
            "{} is in no vector",
            entry.code
        );
    }
}

#[test]
fn a_key_that_is_left_out_says_why() {
    for suite in suites() {
        for vector in suite.vectors() {
            let Some(ignored) = suite.keys(vector).get("ignored") else {
                continue;
            };
            let keys = suite
                .run(vector)
                .and_then(|outcome| outcome.keys)
                .expect("a key set");
            let codes: Vec<&str> = keys
                .ignored()
                .iter()
                .map(|(_, fault)| Error::Key(*fault).code())
                .collect();
            assert_eq!(json!(codes), *ignored, "{}", text(vector, "name"));
        }
    }
}
