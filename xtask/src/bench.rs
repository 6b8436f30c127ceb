//! `bench`: tokens verified side by side with the peers, in every runtime, one after the other.
//!
//! What is measured stands in `benches/`. This builds what it needs first, and starts nothing else
//! while something is being measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::counts;
use crate::toolchain::cargo;
use crate::{apt, browser, build_package, npm, paths, process, progress, suite};

/// The runtimes, in the order of the run. The last one is no script's.
const RUNTIMES: &[&str] = &[
    "node", "workerd", "deno", "bun", "chromium", "firefox", NATIVE,
];
const NATIVE: &str = "native";

/// What to run, and what to do with the figures.
#[derive(Default)]
pub(crate) struct Trial {
    /// Rough figures within a minute, once everything is built.
    pub(crate) quick: bool,
    /// Write `docs/bench.json`, `docs/bench.svg` and the tables of `docs/benchmarks.md`.
    pub(crate) publish: bool,
    /// Count a bar that is not met as a failure.
    pub(crate) bars: bool,
    runtimes: Vec<String>,
}

impl Trial {
    /// Names a runtime to run; all run when none is named.
    pub(crate) fn choose(&mut self, name: String) -> Result<()> {
        if !RUNTIMES.contains(&name.as_str()) {
            bail!("{name} is none of {}", RUNTIMES.join(", "));
        }
        self.runtimes.push(name);
        Ok(())
    }

    fn wants(&self, name: &str) -> bool {
        self.runtimes.is_empty() || self.runtimes.iter().any(|wanted| wanted == name)
    }

    fn flags(&self) -> impl Iterator<Item = &'static str> {
        self.quick.then_some("--quick").into_iter()
    }
}

/// Runs the benchmark, prints its tables, and says whether all is well.
pub(crate) fn bench(trial: &Trial) -> Result<bool> {
    if trial.publish && (trial.quick || !trial.runtimes.is_empty()) {
        bail!("only a whole run is published: leave --quick and the runtimes out");
    }
    let folder = paths::target_for("bench")?;
    fs::create_dir_all(&folder)?;
    build_package::build()?;
    if trial.wants(NATIVE) {
        build_native(&folder)?;
    }
    let cases = folder.join("cases.json");
    process::run(
        npm::node("benches/js/make_cases.mjs")
            .arg(&cases)
            .args(trial.flags()),
    )?;
    progress::timed("JavaScript runtimes", || scripts(trial, &cases, &folder))?;
    let criterion = folder.join("criterion");
    if criterion.is_dir() {
        // Rounds of an earlier run would be read as rounds of this one.
        fs::remove_dir_all(&criterion)?;
    }
    if trial.wants(NATIVE) {
        progress::timed("native", || native(trial, &cases, &folder, &criterion))?;
    }
    report(trial, &folder)
}

/// Measures the chosen JavaScript runtimes; writes `scripts.json`.
fn scripts(trial: &Trial, cases: &Path, folder: &Path) -> Result<()> {
    let mut command = npm::node("benches/js/run.mjs");
    command
        .arg(cases)
        .arg(folder.join("scripts.json"))
        .args(trial.flags());
    for name in RUNTIMES.iter().filter(|name| **name != NATIVE) {
        if trial.wants(name) {
            command.arg(name);
        }
    }
    if trial.wants("chromium") {
        command.env("CHROMIUM", browser::chromium()?);
    }
    if trial.wants("firefox") {
        command.env("FIREFOX", browser::firefox()?);
    }
    if !process::run_group_for_status(&mut command)?.success() {
        bail!("the JavaScript benchmark failed");
    }
    Ok(())
}

fn build_native(folder: &Path) -> Result<()> {
    ensure_c_tools()?;
    progress::timed("compiling the native benchmark and its peers", || {
        let outcome = suite::check({
            let mut command = cargo_bench(folder);
            command.arg("--no-run");
            command
        })?;
        judge(&outcome, "the native benchmark does not compile")
    })
}

/// Measures with criterion, which keeps its samples in `criterion`.
fn native(trial: &Trial, cases: &Path, folder: &Path, criterion: &Path) -> Result<()> {
    let mut command = cargo_bench(folder);
    command
        .env("PORTCULLIS_CASES", cases)
        .env("CRITERION_HOME", criterion);
    if trial.quick {
        command.env("PORTCULLIS_QUICK", "1");
    }
    judge(&suite::check(command)?, "the native benchmark failed")
}

fn cargo_bench(folder: &Path) -> Command {
    let mut command = cargo();
    command
        .current_dir(paths::root().join("benches/native"))
        .args(["bench", "--bench", "tokens"])
        .env("CARGO_TARGET_DIR", folder.join("cargo"));
    command
}

fn judge(outcome: &suite::Outcome, fault: &'static str) -> Result<()> {
    if outcome.counts.failed > 0 {
        bail!("{fault}:\n{}", outcome.output.trim_end());
    }
    Ok(())
}

/// aws-lc and `BoringSSL` are C: they take a compiler, cmake, and libclang to read headers.
fn ensure_c_tools() -> Result<()> {
    let mut missing = Vec::new();
    for (program, package) in [("cc", "gcc"), ("c++", "g++"), ("cmake", "cmake")] {
        if paths::on_path(program).is_none() {
            missing.push(package);
        }
    }
    if cfg!(target_os = "linux") && !has_libclang() {
        missing.push("libclang-dev");
    }
    if missing.is_empty() {
        return Ok(());
    }
    apt::install(&missing, "compiling the native peers")
}

fn has_libclang() -> bool {
    std::env::var_os("LIBCLANG_PATH").is_some()
        || libraries().any(|folder| {
            fs::read_dir(folder).is_ok_and(|entries| {
                entries.flatten().any(|entry| {
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    // Not libclang-cpp, which is another interface.
                    name == "libclang.so" || name.starts_with("libclang-1")
                })
            })
        })
}

/// Where distributions keep libclang.
fn libraries() -> impl Iterator<Item = PathBuf> {
    let versions = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    versions.flat_map(|entry| [entry.path().join("lib"), entry.path()])
}

/// Prints the tables, keeps the figures, and reads what the last line counts.
fn report(trial: &Trial, folder: &Path) -> Result<bool> {
    let mut command = npm::node("benches/js/report.mjs");
    command.arg(folder).args(trial.flags());
    if trial.publish {
        command.arg("--publish");
    }
    let mut last = String::new();
    let status = process::run_lines(&mut command, |line| {
        println!("{line}");
        last = line;
    })?;
    if !status.success() {
        bail!("the figures could not be reported");
    }
    let found = counts::last_object(&last, "", "met").context("no figures came")?;
    let number = |name| found.get(name).and_then(serde_json::Value::as_u64);
    progress::note(&format!(
        "kept in {}",
        folder.join("results.json").display()
    ));
    let short = trial.bars && number("short") != Some(0);
    Ok(number("invalid") == Some(0) && !short)
}
