//! The core on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::counts;
use crate::paths;
use crate::suite::{self, Outcome};
use crate::test::bindings::WYCHEPROOF;
use crate::toolchain::{self, BARE, NARROW, cargo};
use crate::vectors::{self, Run};

/// The arithmetic, a package of its own.
const ENGINE: &str = "portcullis-engine";

/// Unit and integration tests, misuse that must not compile among them.
///
/// Long ones compare engines and reference crates in a hundred times the cases.
pub(crate) fn tests(long: bool) -> Result<Outcome> {
    let mut command = core(&["--package", ENGINE, "--lib", "--tests", "--no-fail-fast"])?;
    if !long {
        return suite::program(command, counts::of_cargo);
    }
    command
        .args(["--profile", "long"])
        .env("PORTCULLIS_LONG", "1");
    suite::long_program(command, counts::of_cargo)
}

/// Writes tampered tokens with the core's verdicts, for another library; says where they are.
pub(crate) fn tampered_tokens(long: bool) -> Result<PathBuf> {
    // With the engine's package, whose features make it the very build that `tests` has made.
    let mut command = core(&[
        "--package",
        ENGINE,
        "--test",
        "differential",
        "cases_are_written_for_jose",
    ])?;
    if long {
        command.env("PORTCULLIS_LONG", "1");
    }
    let outcome = suite::check(command)?;
    ensure!(outcome.counts.failed == 0, outcome.output);
    // Cargo's own folder for what integration tests write.
    Ok(paths::target()?.join("tmp/differential.json"))
}

/// Wycheproof's cases.
pub(crate) fn wycheproof() -> Result<Outcome> {
    let mut command = cargo();
    command.args(["test", "--package", WYCHEPROOF]);
    suite::program(kept(command)?, counts::of_cargo)
}

/// The examples in the documentation.
pub(crate) fn documentation() -> Result<Outcome> {
    suite::program(core(&["--doc"])?, counts::of_cargo)
}

/// xtask's own tests.
pub(crate) fn xtask() -> Result<Outcome> {
    let mut command = cargo();
    command.args(["test", "--package", "xtask", "--bin", "xtask"]);
    suite::program(kept(command)?, counts::of_cargo)
}

/// The vectors, read natively: the verdicts every other runtime has to give.
pub(crate) fn vectors() -> Result<(Run, Outcome)> {
    read_vectors(core(&["--test", "vectors", "--", "--nocapture"])?)
}

/// The same with the arithmetic of machines of 32 bits: what is no verdict needs no second look.
pub(crate) fn narrow_vectors() -> Result<(Run, Outcome)> {
    let toolchain = toolchain::for_narrow()?;
    let mut command = toolchain.cargo("test", NARROW, &paths::target_for("narrow")?);
    command
        .args(["--package", "portcullis", "--all-features"])
        .args(["--test", "vectors", "--", "--nocapture", "verdict"]);
    read_vectors(command)
}

fn read_vectors(command: Command) -> Result<(Run, Outcome)> {
    let outcome = suite::program(command, counts::of_cargo)?;
    let (run, counts) = vectors::read(&outcome.output, "vectors: ")
        .map_err(|error| error.context(outcome.output.clone()))?;
    let counts = counts.judged_by(outcome.counts.failed == 0);
    Ok((run, Outcome { counts, ..outcome }))
}

/// The example programs as they run, without the TLS that a server on this machine has no use for.
pub(crate) fn examples() -> Result<Outcome> {
    let mut command = cargo();
    command
        .args(["test", "--manifest-path", paths::EXAMPLES])
        .args(["--locked", "--no-default-features"]);
    suite::program(kept(command)?, counts::of_cargo)
}

/// A build for a target that has no `std` at all; `cargo test` alone could not prove it.
pub(crate) fn no_std() -> Result<Outcome> {
    let toolchain = toolchain::for_bare()?;
    let folder = paths::target_for("bare")?;
    let mut command = toolchain.cargo("check", BARE, &folder);
    command.args(["--package", "portcullis", "--features", "hmac,host-engine"]);
    suite::check(command)
}

fn core(arguments: &[&str]) -> Result<Command> {
    let mut command = cargo();
    command
        .args(["test", "--package", "portcullis", "--all-features"])
        .args(arguments);
    kept(command)
}

/// Into the target folder that xtask itself was built in.
fn kept(mut command: Command) -> Result<Command> {
    command.env("CARGO_TARGET_DIR", paths::target()?);
    Ok(command)
}
