//! Sends every case through every native verifier: `portcullis-scoreboard CASES RESULTS`.

mod case;
mod clock;
mod contenders;

use std::env::args_os;
use std::fs;
use std::panic::catch_unwind;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use case::Case;
use contenders::{Column, Contender};

fn main() -> Result<()> {
    let mut paths = args_os().skip(1);
    let mut path = || {
        paths
            .next()
            .context("usage: portcullis-scoreboard CASES RESULTS")
    };
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path()?)?)?;
    let peers: Vec<Value> = contenders::all()
        .iter()
        .map(|contender| {
            json!({
                "name": contender.name,
                "version": version_of(contender.name),
                "columns": {
                    "recommended": verdicts(contender, &contender.recommended, &cases),
                    "strict": verdicts(contender, &contender.strict, &cases),
                },
            })
        })
        .collect();
    fs::write(path()?, json!({ "peers": peers }).to_string())?;
    Ok(())
}

/// `true` for accepted. An error is a refusal, and so is a panic.
fn verdicts(contender: &Contender, column: &Column, cases: &[Case]) -> Map<String, Value> {
    let mut found = Map::new();
    for case in cases {
        if !case.is_expressible(contender.algorithms, column.knows) {
            continue;
        }
        clock::set(case.now);
        let accepted = catch_unwind(|| (column.verify)(case).is_ok());
        found.insert(case.name.clone(), accepted.unwrap_or_default().into());
    }
    found
}

/// What `Cargo.lock` says.
fn version_of(name: &str) -> &'static str {
    let start = format!("name = \"{name}\"\nversion = \"");
    let rest = include_str!("../Cargo.lock").split_once(&start);
    rest.and_then(|(_, rest)| rest.split('"').next())
        .expect("a dependency")
}
