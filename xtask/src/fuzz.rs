//! `fuzz`: engines beside their reference crates, and tokens, for a while each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::counts::Counts;
use crate::paths::{self, on_path};
use crate::suite::{self, Outcome};
use crate::toolchain::cargo;
use crate::{process, progress};

const TARGETS: &[&str] = &["es256", "es384", "eddsa", "rsa", "token"];

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
    let mut total = Counts::default();
    for target in TARGETS {
        let wanted = campaign.names.iter().any(|name| target.contains(name));
        if wanted || campaign.names.is_empty() {
            total.add(suite::report(&format!("fuzz: {target}"), || {
                run(&program, target, campaign.seconds)
            }));
        }
    }
    println!("{total}");
    Ok(total.failed == 0)
}

fn run(program: &Path, target: &str, seconds: u64) -> Result<Outcome> {
    let mut command = Command::new(program);
    command
        .current_dir(paths::root())
        // No code of ours is unsafe: a sanitizer would find nothing, and take most of the time.
        .args(["run", "--sanitizer", "none", target, "--"])
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=512", "-len_control=0", "-print_final_stats=1"])
        .env("CARGO_TARGET_DIR", paths::target_for("fuzz")?)
        // libFuzzer's coverage is an unstable option of the compiler.
        .env("RUSTC_BOOTSTRAP", "1");
    let finished = process::capture(command, MARGIN + Duration::from_secs(seconds))?;
    let executed = finished
        .output
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    if let Some(executed) = executed {
        progress::note(&format!("{} cases", executed.trim()));
    }
    Ok(Outcome {
        counts: Counts::one(finished.success && executed.is_some()),
        output: finished.output,
    })
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
