//! One suite of tests: a heading, the time it took, its counts, and all it wrote when it failed.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::counts::Counts;
use crate::process;
use crate::progress::{self, paint};

/// No suite may take longer; what a fresh machine has to build is in it.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// No long suite may take longer, on a slow machine.
const LONG_LIMIT: Duration = Duration::from_secs(4 * 60 * 60);

/// What a suite found.
pub(crate) struct Outcome {
    pub(crate) counts: Counts,
    pub(crate) output: String,
}

impl Outcome {
    /// One thing, and it holds.
    pub(crate) fn held() -> Self {
        Self {
            counts: Counts::one(true),
            output: String::new(),
        }
    }
}

/// Runs a program to its end and counts with `read`.
pub(crate) fn program(command: Command, read: impl Fn(&str) -> Counts) -> Result<Outcome> {
    program_within(LIMIT, command, read)
}

/// The same, for tests that somebody asked to be long.
pub(crate) fn long_program(command: Command, read: impl Fn(&str) -> Counts) -> Result<Outcome> {
    program_within(LONG_LIMIT, command, read)
}

fn program_within(
    limit: Duration,
    command: Command,
    read: impl Fn(&str) -> Counts,
) -> Result<Outcome> {
    let finished = process::capture(command, limit)?;
    let counts = read(&finished.output).judged_by(finished.success);
    Ok(Outcome {
        counts,
        output: finished.output,
    })
}

/// Runs a program that passes or fails as a whole.
pub(crate) fn check(command: Command) -> Result<Outcome> {
    let finished = process::capture(command, LIMIT)?;
    Ok(Outcome {
        counts: Counts::one(finished.success),
        output: finished.output,
    })
}

/// Runs a suite between its heading and its result. What keeps it from running is a failure.
pub(crate) fn report(name: &str, work: impl FnOnce() -> Result<Outcome>) -> Counts {
    progress::step(name);
    let start = Instant::now();
    let outcome = work().unwrap_or_else(|error| Outcome {
        counts: Counts::one(false),
        output: format!("{error:#}"),
    });
    if outcome.counts.failed > 0 {
        println!("{}", outcome.output.trim_end());
    }
    let time = progress::seconds(start.elapsed());
    let line = format!("{}  ({time})", outcome.counts);
    progress::note(&paint(
        &line,
        if outcome.counts.failed == 0 {
            "32"
        } else {
            "1;31"
        },
    ));
    outcome.counts
}
