//! `ci`: form first, then every test. What `.ci/run` calls.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::counts::Counts;
use crate::suite::{self, Outcome};
use crate::toolchain::{self, cargo};
use crate::{build_package, conformance, deny, generated, npm, paths, process};

/// Algorithm features, each of which must compile without the others.
const FEATURES: &[&str] = &[
    "",
    "es256",
    "es384",
    "eddsa",
    "rsa",
    "fast",
    "hmac",
    "host-engine",
    "jwt-compact",
];

/// Checks form, then runs the tests; prints `N passed, N failed` last.
pub(crate) fn ci() -> Result<bool> {
    let mut total = Counts::default();
    let mut check =
        |name: &str, work: fn() -> Result<Outcome>| total.add(suite::report(name, work));
    check("form: rustfmt", rustfmt);
    check("npm packages", packages);
    check("form: prettier", || {
        node_program("prettier", &["--check", "."])
    });
    check("lint: biome", || {
        node_program("biome", &["lint", "--error-on-warnings", "."])
    });
    check("generated files are current", generated_are_current);
    check("vectors are what the generator writes", vectors_are_current);
    check("lint: clippy", clippy);
    check("rustdoc", rustdoc);
    check("features one by one", features);
    // tsc reads the declarations of the built package.
    check("npm package", package);
    check("types: tsc", typescript);
    check("licences and sources", deny::deny);
    total.add(tests()?);
    println!("{total}");
    Ok(total.failed == 0)
}

fn rustfmt() -> Result<Outcome> {
    toolchain::ensure_component("rustfmt", "fmt")?;
    let check = ["--", "--check", "-l"];
    both(&["fmt", "--all"], &["fmt"], &check)
}

fn packages() -> Result<Outcome> {
    npm::install()?;
    Ok(Outcome::held())
}

fn package() -> Result<Outcome> {
    build_package::build()?;
    Ok(Outcome::held())
}

fn generated_are_current() -> Result<Outcome> {
    let built = generated::all()?;
    let mut stale: Vec<String> = built
        .iter()
        .filter(|file| !file.is_current())
        .map(|file| format!("{} is stale: run `cargo xtask build`", file.path.display()))
        .collect();
    let page = conformance::page()?;
    if !page.is_current() {
        stale.push(format!(
            "{} is stale: run `cargo xtask conformance`",
            page.path.display()
        ));
    }
    Ok(Outcome {
        counts: Counts::one(stale.is_empty()),
        output: stale.join("\n"),
    })
}

pub(crate) fn vectors_are_current() -> Result<Outcome> {
    let arguments = [
        "run",
        "--quiet",
        "--package",
        "portcullis-vectors",
        "--",
        "--check",
    ];
    cargo_check(&arguments, &[])
}

fn clippy() -> Result<Outcome> {
    toolchain::ensure_component("clippy", "clippy")?;
    let all = ["clippy", "--workspace", "--all-features"];
    let examples = ["clippy", "--locked", "--no-default-features"];
    both(&all, &examples, &["--all-targets", "--", "-D", "warnings"])
}

/// One command for the workspace and for that of the examples.
fn both(all: &[&str], examples: &[&str], how: &[&str]) -> Result<Outcome> {
    let mut outcome = cargo_check(&[all, how].concat(), &[])?;
    let manifest = ["--manifest-path", paths::EXAMPLES];
    let other = cargo_check(&[examples, &manifest, how].concat(), &[])?;
    outcome.counts.add(other.counts);
    outcome.output.push_str(&other.output);
    Ok(outcome)
}

fn rustdoc() -> Result<Outcome> {
    let arguments = [
        "doc",
        "--no-deps",
        "--all-features",
        "--package",
        "portcullis",
    ];
    cargo_check(&arguments, &[("RUSTDOCFLAGS", "-D warnings")])
}

fn features() -> Result<Outcome> {
    let mut all = Outcome {
        counts: Counts::default(),
        output: String::new(),
    };
    for feature in FEATURES {
        let arguments = [
            "check",
            "--package",
            "portcullis",
            "--no-default-features",
            "--features",
        ];
        let mut outcome = cargo_check(&[&arguments[..], &[feature]].concat(), &[])?;
        if outcome.output.contains("\nwarning: ") {
            outcome.counts = Counts::one(false);
        }
        all.counts.add(outcome.counts);
        if outcome.counts.failed > 0 {
            let title = format!("with only `{feature}`:\n");
            all.output.extend([title, outcome.output]);
        }
    }
    Ok(all)
}

/// Every TypeScript project of the clone.
fn typescript() -> Result<Outcome> {
    let mut all = Outcome {
        counts: Counts::default(),
        output: String::new(),
    };
    for project in typescript_projects()? {
        let project = project.to_string_lossy().into_owned();
        let outcome = node_program("tsc", &["--noEmit", "--project", &project])?;
        all.counts.add(outcome.counts);
        all.output.push_str(&outcome.output);
    }
    Ok(all)
}

fn typescript_projects() -> Result<Vec<PathBuf>> {
    let root = paths::root();
    let mut projects = Vec::new();
    for entry in fs::read_dir(&root)? {
        let project = entry?.path().join("tsconfig.json");
        if project.is_file() {
            projects.push(project);
        }
    }
    projects.sort();
    Ok(projects)
}

/// The README's own command, as a process of its own; its last line goes into ours.
fn tests() -> Result<Counts> {
    let mut command = cargo();
    command
        .args(["xtask", "test"])
        .env("CARGO_TARGET_DIR", paths::target()?);
    let mut counts = Counts::default();
    let status = process::run_lines(&mut command, |line| match Counts::parse(&line) {
        Some(found) => counts = found,
        None => println!("{line}"),
    })?;
    Ok(counts.judged_by(status.success()))
}

fn cargo_check(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Outcome> {
    let mut command = cargo();
    command
        .args(arguments)
        .env("CARGO_TARGET_DIR", paths::target()?);
    suite::check({
        command.envs(environment.iter().copied());
        command
    })
}

fn node_program(name: &str, arguments: &[&str]) -> Result<Outcome> {
    let mut command = Command::new(paths::node_program(name));
    command.current_dir(paths::root()).args(arguments);
    suite::check(command)
}
