//! `vectors --scoreboard`: the vectors through other verifiers, counted into `docs/scoreboard.md`.
//!
//! The runners stand in `tests/scoreboard/`, with packages of their own that nothing else installs.

mod cases;
mod document;
mod tally;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::toolchain::cargo;
use crate::{build_package, npm, paths, process, progress};
use cases::Case;
use tally::Peer;

/// A fresh machine compiles the peers first.
const LIMIT: Duration = Duration::from_secs(30 * 60);
/// This project's own row, whose verdicts must all be the vectors'.
const OWN: &str = "portcullis";

/// What all runners found, and where.
struct Runs {
    date: String,
    node: String,
    rust: String,
    peers: Vec<Peer>,
}

/// Runs every verifier, prints the table, writes the page, and says whether our own row is clean.
pub(crate) fn scoreboard() -> Result<bool> {
    let folder = paths::target_for("scoreboard")?;
    fs::create_dir_all(&folder)?;
    build_package::build()?;
    let cases = cases::read()?;
    let input = folder.join("cases.json");
    let told: Vec<&Value> = cases.iter().map(|case| &case.told).collect();
    fs::write(&input, serde_json::to_string(&told)?)?;
    let scripts = progress::timed("JavaScript verifiers", || scripts(&input, &folder))?;
    let native = progress::timed("native verifiers", || native(&input, &folder))?;
    let text = |member| {
        let found = scripts.get(member).and_then(Value::as_str);
        found.map(ToOwned::to_owned).context("no date or version")
    };
    let mut peers = Peer::read(&scripts)?;
    peers.extend(Peer::read(&native)?);
    let rust = process::read(Command::new("rustc").arg("--version"))?;
    let rust = rust.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let runs = Runs {
        date: text("date")?,
        node: text("node")?,
        rust: rust.replace("rustc", "Rust"),
        peers,
    };
    progress::step("verdicts that a specification demands");
    for line in document::lines(&runs, &cases) {
        progress::note(&line);
    }
    fs::write(
        paths::root().join("docs/scoreboard.md"),
        document::page(&runs, &cases),
    )?;
    own_row_is_clean(&runs, &cases)
}

fn own_row_is_clean(runs: &Runs, cases: &[Case]) -> Result<bool> {
    let own = runs.peers.iter().find(|peer| peer.name == OWN);
    let other = own.context("our own row is missing")?.other_verdicts(cases);
    for case in &other {
        progress::note(&format!("{OWN}: another verdict: {}", case.name));
    }
    Ok(other.is_empty())
}

fn scripts(input: &Path, folder: &Path) -> Result<Value> {
    let packages = paths::root().join("tests/scoreboard/js");
    let mut install = npm::npm();
    install
        .current_dir(&packages)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    quietly(install, "the JavaScript peers could not be installed")?;
    let output = folder.join("scripts.json");
    process::run(
        npm::node("tests/scoreboard/js/run.mjs")
            .arg(input)
            .arg(&output),
    )?;
    read(&output)
}

fn native(input: &Path, folder: &Path) -> Result<Value> {
    let output = folder.join("native.json");
    let mut command = cargo();
    command
        .current_dir(paths::root().join("tests/scoreboard/native"))
        .args(["run", "--quiet", "--release", "--locked", "--"])
        .args([input, &output])
        .env("CARGO_TARGET_DIR", folder.join("cargo"));
    quietly(command, "the native verifiers could not be run")?;
    read(&output)
}

fn quietly(command: Command, fault: &'static str) -> Result<()> {
    let finished = process::capture(command, LIMIT)?;
    if !finished.success {
        bail!("{fault}:\n{}", finished.output.trim_end());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value> {
    serde_json::from_str(&fs::read_to_string(file)?).context("what a runner found is no JSON")
}
