//! `fuzz`: engines and readers beside other crates, and tokens, for a while each.

mod seeds;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::counts::Counts;
use crate::paths::{self, on_path};
use crate::suite::{self, Outcome};
use crate::toolchain::cargo;
use crate::{process, progress};

/// Targets, each with the longest case that is tried. A new one is a row here, a `[[bin]]` of
/// `fuzz/Cargo.toml`, and seeds where its cases are texts.
const TARGETS: &[(&str, usize)] = &[
    ("es256", 512),
    ("es384", 512),
    ("eddsa", 512),
    ("rsa", 512),
    ("token", 512),
    ("json", 1024),
    ("base64url", 256),
    ("jwk", 1024),
    ("jwks", 2048),
    ("certificates", 2048),
    ("policy", 1024),
    ("callback", 256),
    ("discovery", 1024),
    ("dpop_proof", 512),
];

/// What is installed when it is not there.
const VERSION: &str = "0.13.1";

/// Compiling takes the most of it; a run ends by itself.
const MARGIN: Duration = Duration::from_secs(20 * 60);

/// Which targets, and for how long.
pub(crate) struct Campaign {
    /// Of each target.
    pub(crate) seconds: u64,
    /// Only targets whose name contains one of these; all when there are none.
    pub(crate) names: Vec<String>,
}

/// Runs the targets, says how many cases each tried, and whether none found anything.
pub(crate) fn fuzz(campaign: &Campaign) -> Result<bool> {
    let program = cargo_fuzz()?;
    seeds::write()?;
    let mut total = Counts::default();
    let mut rows = Vec::new();
    for &(target, longest) in TARGETS {
        let wanted = campaign.names.iter().any(|name| target.contains(name));
        if wanted || campaign.names.is_empty() {
            let mut executed = None;
            let counts = suite::report(&format!("fuzz: {target}"), || {
                let (found, outcome) = run(&program, target, longest, campaign.seconds)?;
                executed = found;
                Ok(outcome)
            });
            total.add(counts);
            rows.push((target, executed.unwrap_or(0), counts.failed));
        }
    }
    println!("\n{:<12}{:>14}{:>10}", "target", "cases", "findings");
    for (target, executed, findings) in rows {
        println!("{target:<12}{executed:>14}{findings:>10}");
    }
    println!("{total}");
    Ok(total.failed == 0)
}

/// How many cases a target tried, and what came of it; a target ends with its first finding.
fn run(
    program: &Path,
    target: &str,
    longest: usize,
    seconds: u64,
) -> Result<(Option<u64>, Outcome)> {
    let mut command = Command::new(program);
    command
        .current_dir(paths::root())
        // No code of ours is unsafe: a sanitizer would find nothing, and take most of the time.
        .args(["run", "--sanitizer", "none", target, "--"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={longest}"))
        .args(["-len_control=0", "-print_final_stats=1"])
        .env("CARGO_TARGET_DIR", paths::target_for("fuzz")?)
        // libFuzzer's coverage is an unstable option of the compiler.
        .env("RUSTC_BOOTSTRAP", "1");
    let finished = process::capture(command, MARGIN + Duration::from_secs(seconds))?;
    let executed = finished
        .output
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .and_then(|number| number.trim().parse().ok());
    let outcome = Outcome {
        counts: Counts::one(finished.success && executed.is_some()),
        output: finished.output,
    };
    Ok((executed, outcome))
}

/// The one that is there, or one in our cache.
fn cargo_fuzz() -> Result<PathBuf> {
    if let Some(found) = on_path("cargo-fuzz") {
        return Ok(found);
    }
    let root = paths::cache()?.join(format!("cargo-fuzz-{VERSION}"));
    let program = root.join("bin/cargo-fuzz");
    if !program.is_file() {
        progress::timed("installing cargo-fuzz", || {
            let mut command = cargo();
            command
                .args(["install", "cargo-fuzz", "--version", VERSION, "--root"])
                .arg(&root);
            process::run(&mut command)
        })
        .context("cargo-fuzz is missing; `cargo install cargo-fuzz` is the way out")?;
    }
    Ok(program)
}
