//! `conformance`: the lines of `tests/conformance.json` with what shows each, as a page.
//!
//! A line of the core that nothing shows is a fault, and so is a pattern or a test that is not there.

mod evidence;
mod line;
mod page;
mod titles;

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::generated::Generated;
use crate::paths;
use evidence::Evidence;
use line::Line;

/// So many clauses of the specifications can be tested.
const LINES: usize = 127;

/// Writes the page, or with `check` says whether it is what would be written.
pub(crate) fn conformance(check: bool) -> Result<bool> {
    let page = page()?;
    if page.is_current() {
        return Ok(true);
    }
    if check {
        eprintln!("{} is stale", page.path.display());
        return Ok(false);
    }
    page.write()?;
    Ok(true)
}

/// The page as it should be.
///
/// # Errors
///
/// Every line that is not shown as its area demands.
pub(crate) fn page() -> Result<Generated> {
    let root = paths::root();
    let source = root.join("tests/conformance.json");
    let document: Value = serde_json::from_str(&fs::read_to_string(&source)?)?;
    let lines = document
        .get("lines")
        .and_then(Value::as_array)
        .context("no lines")?;
    let lines: Vec<Line> = lines
        .iter()
        .map(Line::read)
        .collect::<Result<_>>()
        .with_context(|| source.display().to_string())?;
    let mut evidence = Evidence::load(&root)?;
    let mut faults = Vec::new();
    if lines.len() != LINES {
        faults.push(format!("{} lines instead of {LINES}", lines.len()));
    }
    let mut shown = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.number != index + 1 {
            faults.push(format!("line {} stands at {}", line.number, index + 1));
        }
        let (found, missing) = evidence.of(line);
        faults.extend(line.faults(&found));
        faults.extend(missing);
        shown.push((line, found));
    }
    if !faults.is_empty() {
        bail!("{}:\n{}", source.display(), faults.join("\n"));
    }
    Ok(Generated {
        path: root.join("docs/conformance.md"),
        text: page::text(&shown, &evidence),
    })
}
