//! `deny.toml`, held against every dependency: licences, banned crates, versions, sources.
//!
//! A part of what cargo-deny checks, without its minutes of compiling: `cargo metadata` knows it all.
//! What the file says and this does not read is a fault, so that no rule is written in vain.

mod graph;
mod licence;

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use toml::Table;

use crate::counts::Counts;
use crate::paths;
use crate::suite::Outcome;
use graph::Graph;

/// Says what of the dependencies is not allowed.
pub(crate) fn deny() -> Result<Outcome> {
    let rules = Rules::read(&fs::read_to_string(paths::root().join("deny.toml"))?)?;
    let graph = Graph::load(&rules.targets)?;
    let mut faults = Vec::new();
    for package in graph.packages() {
        let name = format!("{} {}", package.name, package.version);
        if !licence::allows(package.licence, &rules.licences) {
            faults.push(format!("{name}: licence `{}`", package.licence));
        }
        if rules.banned.iter().any(|banned| banned == package.name) {
            faults.push(format!("{name}: banned"));
        }
        let foreign = package.source.is_some_and(|source| {
            let registry = source.strip_prefix("registry+").unwrap_or(source);
            !rules.registries.iter().any(|allowed| allowed == registry)
        });
        if foreign {
            faults.push(format!("{name}: from an unknown source"));
        }
    }
    for (name, versions) in graph.doubles(&rules.skipped) {
        faults.push(format!("{name}: in versions {}", versions.join(", ")));
    }
    faults.extend(npm_dependencies()?);
    Ok(Outcome {
        counts: Counts::one(faults.is_empty()),
        output: faults.join("\n"),
    })
}

struct Rules {
    targets: Vec<String>,
    licences: Vec<String>,
    banned: Vec<String>,
    skipped: Vec<String>,
    registries: Vec<String>,
}

/// What `deny.toml` may say, and where it may say but one thing, what.
const MEMBERS: &[(&str, &str, Option<&str>)] = &[
    ("graph", "targets", None),
    ("graph", "all-features", Some("true")),
    ("graph", "exclude-dev", Some("true")),
    ("licenses", "allow", None),
    ("bans", "multiple-versions", Some("\"deny\"")),
    ("bans", "deny", None),
    ("bans", "skip-tree", None),
    ("sources", "unknown-registry", Some("\"deny\"")),
    ("sources", "unknown-git", Some("\"deny\"")),
    ("sources", "allow-registry", None),
    ("sources", "allow-git", Some("[]")),
];

impl Rules {
    fn read(text: &str) -> Result<Self> {
        let document: Table = text.parse().context("deny.toml")?;
        for (table, members) in &document {
            for (name, value) in members.as_table().context("a table is expected")? {
                let known = MEMBERS
                    .iter()
                    .find(|(of, known, _)| of == table && known == name)
                    .with_context(|| format!("deny.toml: `{table}.{name}` is not read"))?;
                let said = value.to_string();
                anyhow::ensure!(
                    known.2.is_none_or(|only| only == said),
                    "deny.toml: `{table}.{name}` is checked as {} alone",
                    known.2.unwrap_or_default()
                );
            }
        }
        let list = |table: &str, name: &str| -> Result<Vec<String>> {
            let items = document
                .get(table)
                .and_then(|table| table.get(name)?.as_array())
                .with_context(|| format!("deny.toml: no list `{table}.{name}`"))?;
            items
                .iter()
                .map(|item| {
                    item.get("crate")
                        .unwrap_or(item)
                        .as_str()
                        .map(str::to_owned)
                })
                .collect::<Option<_>>()
                .with_context(|| format!("deny.toml: `{table}.{name}` holds no names"))
        };
        Ok(Self {
            targets: list("graph", "targets")?,
            licences: list("licenses", "allow")?,
            banned: list("bans", "deny")?,
            skipped: list("bans", "skip-tree")?,
            registries: list("sources", "allow-registry")?,
        })
    }
}

/// The npm package depends on nothing at run time, so that its licence is the only one.
fn npm_dependencies() -> Result<Vec<String>> {
    let lock = fs::read_to_string(paths::root().join("package-lock.json"))?;
    let lock: Value = serde_json::from_str(&lock)?;
    let package = lock
        .pointer("/packages/pkg")
        .and_then(Value::as_object)
        .context("package-lock.json does not know pkg")?;
    let kinds = ["dependencies", "optionalDependencies", "peerDependencies"];
    Ok(kinds
        .iter()
        .filter(|kind| package.contains_key(**kind))
        .map(|kind| format!("the npm package has {kind}"))
        .collect())
}
