//! Writes `tests/vectors/*.json`, or with `--check` says whether they are what would be written.
//! `--rsa-keys` finds the RSA keys of every length again, which takes minutes, and writes them.
//!
//! Everything is fixed: the keys are published, ECDSA takes its nonces from RFC 6979, PSS its
//! salts from the message. Two runs on two machines give the same bytes.

mod certificate;
mod curve;
mod edwards;
mod keys;
mod primes;
mod rsa;
mod suite;
mod suites;
mod token;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let check = std::env::args()
        .skip(1)
        .any(|argument| argument == "--check");
    if std::env::args()
        .skip(1)
        .any(|argument| argument == "--rsa-keys")
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(keys::RSA_LENGTHS);
        return match std::fs::write(&path, primes::rsa_keys()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                ExitCode::FAILURE
            }
        };
    }
    let (mut vectors, mut stale) = (0, 0);
    for suite in suites::all() {
        vectors += suite.len();
        let path = folder.join(format!("{}.json", suite.name()));
        let text = suite.to_json();
        if std::fs::read_to_string(&path).is_ok_and(|kept| kept == text) {
            continue;
        }
        stale += 1;
        if check {
            eprintln!("{}.json is not what the generator writes", suite.name());
        } else if let Err(error) = std::fs::write(&path, text) {
            eprintln!("{}.json: {error}", suite.name());
            return ExitCode::FAILURE;
        }
    }
    let changed = if check { "differ" } else { "written" };
    println!("{vectors} vectors, {stale} files {changed}");
    ExitCode::from(u8::from(check && stale > 0))
}
