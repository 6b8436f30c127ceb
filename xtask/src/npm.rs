//! Node and the npm packages.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths::root;
use crate::process;
use crate::progress;

/// The oldest Node that every part runs on.
const OLDEST_NODE: u64 = 20;
/// A slow network is no reason to wait for ever.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Installs what the lock file names, when something of it is missing.
pub(crate) fn install() -> Result<()> {
    if installed()? {
        return Ok(());
    }
    progress::step("npm ci: JavaScript tools and runtimes");
    let mut command = npm();
    command.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    let finished = process::capture(command, LIMIT)?;
    if !finished.success {
        let output = finished.output.trim_end();
        bail!("the npm packages could not be installed:\n{output}");
    }
    progress::note("npm packages are installed");
    Ok(())
}

/// `npm` in the root of the clone.
pub(crate) fn npm() -> Command {
    let mut command = Command::new("npm");
    command.current_dir(root());
    command
}

/// `node` in the root of the clone, with a script of ours.
pub(crate) fn node(script: &str) -> Command {
    let mut command = Command::new("node");
    command.current_dir(root()).arg(script);
    command
}

/// The same, started by a program that brings it a display.
pub(crate) fn node_on(display: &Path, script: &str) -> Command {
    let mut command = Command::new(display);
    command
        .current_dir(root())
        .args(["--auto-servernum", "node", script]);
    command
}

/// Refuses a Node that is missing or too old.
pub(crate) fn check_node() -> Result<()> {
    let version = process::read(Command::new("node").arg("--version"))
        .context("Node is missing: install version 20 or newer from https://nodejs.org")?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse().ok());
    match major {
        Some(major) if OLDEST_NODE <= major => Ok(()),
        _ => bail!("Node {version} is too old: version {OLDEST_NODE} or newer is needed"),
    }
}

/// Whether every package of the lock file that this platform needs lies in `node_modules`.
fn installed() -> Result<bool> {
    let wanted = packages(&root().join("package-lock.json")).context("package-lock.json")?;
    let Ok(present) = packages(&root().join("node_modules/.package-lock.json")) else {
        return Ok(false);
    };
    let Some(wanted) = wanted.as_object() else {
        bail!("package-lock.json lists no packages")
    };
    Ok(wanted.iter().all(|(path, package)| {
        let optional = is_set(package, "optional") || is_set(package, "devOptional");
        let foreign = !path.starts_with("node_modules/") && !path.contains("/node_modules/");
        foreign || optional || present.get(path).map(version) == Some(version(package))
    }))
}

fn packages(lock: &Path) -> Result<Value> {
    let mut lock: Value = serde_json::from_str(&fs::read_to_string(lock)?)?;
    Ok(lock
        .get_mut("packages")
        .map(Value::take)
        .unwrap_or_default())
}

fn is_set(package: &Value, member: &str) -> bool {
    package
        .get(member)
        .and_then(Value::as_bool)
        .unwrap_or_default()
}

fn version(package: &Value) -> Option<&Value> {
    package.get("version")
}
