//! The crates that our own are built from, but for tests; as `cargo metadata` tells them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::toolchain::cargo;

pub(super) struct Graph {
    /// What `cargo metadata` says, for each platform.
    documents: Vec<Value>,
}

pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) licence: &'a str,
    /// None of a crate in the clone.
    pub(super) source: Option<&'a str>,
}

impl Graph {
    /// Without a platform cargo asks for crates that nobody here compiles.
    pub(super) fn load(platforms: &[String]) -> Result<Self> {
        let documents = platforms
            .iter()
            .map(|platform| metadata(platform))
            .collect::<Result<_>>()?;
        Ok(Self { documents })
    }

    /// Every crate that is reached, once.
    pub(super) fn packages(&self) -> impl Iterator<Item = Package<'_>> {
        self.reached(&[]).into_values()
    }

    /// The crates that are there in several versions, without what only comes in below some.
    pub(super) fn doubles(&self, below: &[String]) -> Vec<(&str, Vec<&str>)> {
        let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for package in self.reached(below).into_values() {
            versions
                .entry(package.name)
                .or_default()
                .insert(package.version);
        }
        versions
            .into_iter()
            .filter(|(_, versions)| versions.len() > 1)
            .map(|(name, versions)| (name, versions.into_iter().collect()))
            .collect()
    }

    /// From the members of the workspace over all but test dependencies, not beyond some crates.
    fn reached(&self, except: &[String]) -> BTreeMap<&str, Package<'_>> {
        let mut reached = BTreeMap::new();
        for document in &self.documents {
            let packages: BTreeMap<&str, Package> = list(document, "/packages")
                .filter_map(|package| Some((text(package, "id")?, Package::read(package)?)))
                .collect();
            let nodes: BTreeMap<&str, &Value> = list(document, "/resolve/nodes")
                .filter_map(|node| Some((text(node, "id")?, node)))
                .collect();
            let mut open: Vec<&str> = list(document, "/workspace_members")
                .filter_map(Value::as_str)
                .collect();
            let mut seen = BTreeSet::new();
            while let Some(id) = open.pop() {
                let (Some(node), Some(package)) = (nodes.get(id), packages.get(id)) else {
                    continue;
                };
                if except.iter().any(|name| name == package.name) || !seen.insert(id) {
                    continue;
                }
                open.extend(
                    list(node, "/deps")
                        .filter(|edge| {
                            list(edge, "/dep_kinds")
                                .any(|kind| kind.get("kind").and_then(Value::as_str) != Some("dev"))
                        })
                        .filter_map(|edge| text(edge, "pkg")),
                );
            }
            reached.extend(packages.into_iter().filter(|(id, _)| seen.contains(id)));
        }
        reached
    }
}

impl<'a> Package<'a> {
    fn read(package: &'a Value) -> Option<Self> {
        Some(Self {
            name: text(package, "name")?,
            version: text(package, "version")?,
            licence: text(package, "license").unwrap_or_default(),
            source: text(package, "source"),
        })
    }
}

/// With a lock file and crates that are there, which they are once all is built, cargo asks no network.
fn metadata(platform: &str) -> Result<Value> {
    let output = cargo()
        .args([
            "metadata",
            "--locked",
            "--format-version=1",
            "--all-features",
            "--filter-platform",
            platform,
        ])
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn list<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}
