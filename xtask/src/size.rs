//! `size`: what the WebAssembly modules weigh, against the committed budget.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::wasm::{self, Artefact, CORE, SHIPPED};
use crate::{npm, paths, process, progress, toolchain};

/// The core without any algorithm, and with each alone: what they cost.
const SINGLE: &[Artefact] = &[
    alone("none", "full"),
    alone("es256", "full,es256"),
    alone("es384", "full,es384"),
    alone("eddsa", "full,eddsa"),
    alone("rsa", "full,rsa"),
];

const fn alone(name: &'static str, features: &'static str) -> Artefact {
    Artefact {
        name,
        features,
        ..CORE
    }
}

/// What to weigh, and whether to keep the figures.
#[derive(Default)]
pub(crate) struct Weighing {
    /// The core with each algorithm alone, too.
    pub(crate) each: bool,
    /// Write the figures beside the budget.
    pub(crate) publish: bool,
}

/// The figures that are kept and shown.
const MEASURES: &[&str] = &["raw", "gzip", "brotli"];
/// The figure that a budget bounds.
const BOUNDED: &str = "gzip";

/// Builds and weighs the modules, prints a table, and says whether all are within budget.
pub(crate) fn size(weighing: &Weighing) -> Result<bool> {
    npm::check_node()?;
    npm::install()?;
    let toolchain = toolchain::for_wasm()?;
    let singles = if weighing.each { SINGLE } else { &[] };
    let artefacts: Vec<&Artefact> = SHIPPED.iter().chain(singles).collect();
    let mut files = Vec::new();
    for artefact in &artefacts {
        let bound = wasm::make(&toolchain, artefact)?;
        files.push(wasm::optimise(&bound, artefact)?);
    }
    let mut budget = Budget::read()?;
    let mut all_within = true;
    print_heading();
    for (artefact, found) in artefacts.iter().zip(weigh(&files)?) {
        all_within &= budget.compare(artefact.name, &found);
        if weighing.publish {
            budget.keep(artefact.name, &found);
        }
    }
    if weighing.publish {
        budget.write()?;
    }
    Ok(all_within)
}

/// The figures of each file, from Node's own zlib: no compressor of the system's needed.
fn weigh(files: &[PathBuf]) -> Result<Vec<Map<String, Value>>> {
    let found = process::read(npm::node("xtask/size/weigh.mjs").args(files))?;
    serde_json::from_str(&found).context("weighing the modules")
}

/// `docs/size-budget.json`: by name of a module a `budget`, and the figures last kept.
struct Budget {
    file: PathBuf,
    modules: Map<String, Value>,
}

impl Budget {
    fn read() -> Result<Self> {
        let file = paths::root().join("docs/size-budget.json");
        let modules = read_object(&file).with_context(|| file.display().to_string())?;
        Ok(Self { file, modules })
    }

    /// Prints a module's line; false when it has outgrown its budget.
    fn compare(&self, name: &str, found: &Map<String, Value>) -> bool {
        let module = self.modules.get(name);
        let kept = |measure: &str| module.and_then(|module| number(module.get(measure)));
        let bound = module.and_then(|module| number(module.pointer(&format!("/budget/{BOUNDED}"))));
        let cells: Vec<String> = MEASURES
            .iter()
            .filter_map(|measure| Some((number(found.get(*measure))?, kept(measure))))
            .map(|(now, before)| format!("{now:>10} {:>9}", difference(now, before)))
            .collect();
        let within = match (bound, number(found.get(BOUNDED))) {
            (Some(bound), Some(now)) => Some(now <= bound),
            _ => None,
        };
        let verdict = match (within, bound) {
            (Some(true), Some(bound)) => progress::paint(&format!("within {bound}"), "32"),
            (Some(false), Some(bound)) => progress::paint(&format!("beyond {bound}"), "1;31"),
            _ => "no budget".to_owned(),
        };
        progress::note(&format!("{name:<8}{}  {verdict}", cells.concat()));
        within != Some(false)
    }

    fn keep(&mut self, name: &str, found: &Map<String, Value>) {
        let module = self.modules.entry(name).or_insert_with(|| json!({}));
        if let Some(members) = module.as_object_mut() {
            members.extend(found.clone());
        }
    }

    fn write(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.modules)?;
        fs::write(&self.file, format!("{text}\n"))?;
        progress::note(&format!("kept in {}", self.file.display()));
        Ok(())
    }
}

fn read_object(file: &Path) -> Result<Map<String, Value>> {
    Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
}

fn number(value: Option<&Value>) -> Option<i64> {
    value.and_then(Value::as_i64)
}

fn difference(now: i64, before: Option<i64>) -> String {
    match before {
        Some(before) => format!("({:+})", now - before),
        None => "(new)".to_owned(),
    }
}

fn print_heading() {
    progress::step("bytes, and the difference to the figures last kept");
    let cells: Vec<String> = MEASURES
        .iter()
        .map(|measure| format!("{measure:>10} {:>9}", ""))
        .collect();
    progress::note(&format!("{:<8}{}  {BOUNDED} budget", "", cells.concat()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(gzip: i64) -> bool {
        let modules = json!({ "core": { "budget": { "gzip": 100 }, "gzip": 90 } });
        let budget = Budget {
            file: PathBuf::new(),
            modules: modules.as_object().cloned().unwrap(),
        };
        let found = json!({ "raw": 300, "gzip": gzip, "brotli": 80 });
        budget.compare("core", found.as_object().unwrap())
    }

    #[test]
    fn a_module_may_reach_its_budget_and_not_pass_it() {
        assert!(compare(100));
        assert!(!compare(101));
    }

    #[test]
    fn a_difference_has_a_sign() {
        assert_eq!(difference(110, Some(100)), "(+10)");
        assert_eq!(difference(90, Some(100)), "(-10)");
        assert_eq!(difference(90, None), "(new)");
    }
}
