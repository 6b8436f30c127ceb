//! The suites that are Node programs.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::browser::{self, WebKit};
use crate::counts::{self, Counts};
use crate::suite::{self, Outcome};
use crate::test::native;
use crate::vectors::{self, Run};
use crate::{demo, npm, paths};

/// The npm workspaces whose `package.json` has a `test` script.
pub(crate) fn workspaces_with_tests() -> Result<Vec<String>> {
    let root = read_json("package.json")?;
    let workspaces = root
        .get("workspaces")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut names = Vec::new();
    for folder in workspaces.iter().filter_map(Value::as_str) {
        let package = read_json(&format!("{folder}/package.json"))?;
        let name = package.get("name").and_then(Value::as_str);
        if let (Some(name), Some(_)) = (name, package.pointer("/scripts/test")) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// `node --test`, as the workspace calls it.
pub(crate) fn unit_tests(workspace: &str) -> Result<Outcome> {
    let mut command = npm::npm();
    command.args(["test", "--workspace", workspace]);
    suite::program(command, counts::of_node)
}

/// The vectors through the npm package in one runtime, with one engine.
pub(crate) fn vectors(runtime: &str, engine: &str) -> Result<(Run, Outcome)> {
    let mut command = runner(runtime)?;
    command.args([runtime, engine]);
    // The runner's own counts stand in its last line; this only asks for its exit code.
    let outcome = suite::check(command)?;
    let (run, counts) = vectors::read(&outcome.output, "")
        .map_err(|error| error.context(outcome.output.clone()))?;
    let counts = counts.judged_by(outcome.counts.failed == 0);
    Ok((run, Outcome { counts, ..outcome }))
}

/// The vector runner, told where a browser is.
fn runner(runtime: &str) -> Result<Command> {
    const SCRIPT: &str = "tests/runtimes/run.mjs";
    if runtime == "webkit" {
        let WebKit { driver, display } = browser::webkit()?;
        let mut command = npm::node_on(&display, SCRIPT);
        command.env("WEBKITDRIVER", driver);
        return Ok(command);
    }
    let mut command = npm::node(SCRIPT);
    match runtime {
        "chromium" => command.env("CHROMIUM", browser::chromium()?),
        "firefox" => command.env("FIREFOX", browser::firefox()?),
        _ => &mut command,
    };
    Ok(command)
}

/// Tampered tokens through the npm package, beside jose.
pub(crate) fn differential(long: bool) -> Result<Outcome> {
    let mut command = npm::node("tests/differential/jose.mjs");
    command.arg(native::tampered_tokens(long)?);
    suite::program(command, last_line)
}

/// The packed package in empty projects, and through bundlers in a browser.
pub(crate) fn packaging() -> Result<Outcome> {
    let mut command = npm::node("tests/packaging/run.mjs");
    command.env("CHROMIUM", browser::chromium()?);
    suite::program(command, last_line)
}

/// The whole stack with a real browser, on free ports: a demo may be running beside it.
pub(crate) fn end_to_end() -> Result<Outcome> {
    let mut arguments = vec![OsString::from("--check")];
    let mut held = Vec::new();
    for part in ["www", "edge", "provider", "origin"] {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        arguments.extend([format!("--{part}-port").into(), port.to_string().into()]);
        held.push(listener);
    }
    let command = demo::command(&arguments)?;
    drop(held);
    suite::program(command, last_line)
}

/// Gates before a server of keys that keeps them fresh, and before one that misbehaves.
pub(crate) fn key_server(script: &str) -> Result<Outcome> {
    let command = npm::node(&format!("tests/rotation/{script}.test.mjs"));
    suite::program(command, counts::of_node)
}

/// A provider's keys rotate under traffic; prints the figures.
pub(crate) fn rotation(long: bool) -> Result<Outcome> {
    let mut command = npm::node("tests/rotation/rotation.mjs");
    if long {
        command.arg("--long");
    }
    let outcome = suite::program(command, last_line)?;
    if outcome.counts.failed == 0 {
        print!("{}", outcome.output);
    }
    Ok(outcome)
}

fn last_line(output: &str) -> Counts {
    counts::last_object(output, "", "passed")
        .map(|object| counts::of_object(&object))
        .unwrap_or_default()
}

fn read_json(file: &str) -> Result<Value> {
    let text = fs::read_to_string(paths::root().join(file)).with_context(|| file.to_owned())?;
    serde_json::from_str(&text).with_context(|| file.to_owned())
}
