//! What shows a line: vectors by their names, tests by theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::line::Line;
use super::titles;

pub(super) struct Evidence {
    root: PathBuf,
    accepted: Vec<String>,
    refused: Vec<String>,
    /// The text of every file of tests that was asked for; none where there is no such file.
    files: BTreeMap<String, Option<String>>,
    cited: BTreeSet<String>,
}

/// What was found of one line.
pub(super) struct Found {
    pub(super) accepted: Vec<String>,
    pub(super) refused: Vec<String>,
    pub(super) tests: usize,
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.accepted.is_empty() && self.refused.is_empty() && self.tests == 0
    }
}

impl Evidence {
    /// Reads the names of all vectors.
    pub(super) fn load(root: &Path) -> Result<Self> {
        let mut evidence = Self {
            root: root.to_path_buf(),
            accepted: Vec::new(),
            refused: Vec::new(),
            files: BTreeMap::new(),
            cited: BTreeSet::new(),
        };
        let mut files: Vec<PathBuf> = fs::read_dir(root.join("tests/vectors"))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        for file in files {
            let name = file.to_string_lossy();
            if !name.ends_with(".json") || name.ends_with(".schema.json") {
                continue;
            }
            let document: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
            evidence.take(&document).context(name.into_owned())?;
        }
        Ok(evidence)
    }

    fn take(&mut self, suite: &Value) -> Result<()> {
        let vectors = suite.get("vectors").and_then(Value::as_array);
        for vector in vectors.context("no vectors")? {
            let name = vector.get("name").and_then(Value::as_str);
            let verdict = vector.pointer("/expect/verdict").and_then(Value::as_str);
            let side = match verdict.context("no verdict")? {
                "accept" => &mut self.accepted,
                _ => &mut self.refused,
            };
            side.push(name.context("no name")?.to_owned());
        }
        Ok(())
    }

    /// What shows a line, and what it names in vain.
    pub(super) fn of(&mut self, line: &Line) -> (Found, Vec<String>) {
        let mut missing = Vec::new();
        let mut in_vain = |what: String| missing.push(format!("line {}: {what}", line.number));
        let accepted = matching(&self.accepted, &line.accept, |pattern| {
            in_vain(format!("no accepted vector is named `{pattern}`"));
        });
        let refused = matching(&self.refused, &line.refuse, |pattern| {
            in_vain(format!("no refused vector is named `{pattern}`"));
        });
        let mut tests = 0;
        for (file, names) in &line.tests {
            for name in names {
                if self.has_test(file, name) {
                    tests += 1;
                } else {
                    in_vain(format!("{file} has no test `{name}`"));
                }
            }
        }
        self.cited.extend(accepted.iter().chain(&refused).cloned());
        let found = Found {
            accepted,
            refused,
            tests,
        };
        (found, missing)
    }

    fn has_test(&mut self, file: &str, name: &str) -> bool {
        let path = self.root.join(file);
        let text = self
            .files
            .entry(file.to_owned())
            .or_insert_with(|| fs::read_to_string(path).ok());
        text.as_ref()
            .is_some_and(|text| match file.rsplit('.').next() {
                Some("rs") => titles::rust_test(text, name),
                _ => titles::node_test(text, name),
            })
    }

    /// How many vectors there are, and how many of them some line names.
    pub(super) fn count(&self) -> (usize, usize) {
        (self.accepted.len() + self.refused.len(), self.cited.len())
    }
}

/// The names that match some pattern, once each; patterns that match none are told.
fn matching(names: &[String], patterns: &[String], mut none: impl FnMut(&str)) -> Vec<String> {
    for pattern in patterns {
        if !names.iter().any(|name| matches(name, pattern)) {
            none(pattern);
        }
    }
    names
        .iter()
        .filter(|name| patterns.iter().any(|pattern| matches(name, pattern)))
        .cloned()
        .collect()
}

/// Each `*` stands for anything.
fn matches(name: &str, pattern: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return name == pattern;
    };
    name.strip_prefix(before).is_some_and(|rest| {
        (0..=rest.len())
            .filter_map(|at| rest.get(at..))
            .any(|rest| matches(rest, after))
    })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything_and_nothing() {
        assert!(matches("time: exp now", "time: exp now"));
        assert!(!matches("time: exp now, no leeway", "time: exp now"));
        assert!(matches("time: exp now, no leeway", "time: *, no leeway"));
        assert!(matches("time: ", "time: *"));
        assert!(!matches("times: exp", "time: *"));
        // What stands before the star and what stands after it are two places.
        assert!(!matches("ab", "ab*b"));
        assert!(matches("id: exp −30 s", "*: * s"));
        assert!(!matches("id: exp −30 s", "*: * s*s"));
    }
}
