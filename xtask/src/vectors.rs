//! The vectors in every runtime: how many ran, and whether all gave the same verdicts.

use std::fmt;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::counts::{self, Counts};
use crate::progress;
use crate::suite::Outcome;
use crate::toolchain::RUNS_NARROW;

/// The runtimes that read the vectors through the npm package.
pub(crate) const RUNTIMES: &[&str] = &[
    "node", "deno", "bun", "workerd", "chromium", "firefox", "webkit",
];

/// Whether a runtime exists on this system: WebKit with a driver that apt knows is one of Linux.
pub(crate) fn is_here(runtime: &str) -> bool {
    runtime != "webkit" || cfg!(target_os = "linux")
}

/// What checks the signatures there: the package's own engine, or the runtime's WebCrypto.
pub(crate) const ENGINES: &[&str] = &["wasm", "host"];

/// What one runtime made of the vectors.
pub(crate) struct Run {
    runtime: String,
    version: String,
    /// Empty where there is only one.
    engine: String,
    host: HostCalls,
    ran: u64,
    failed: u64,
    /// A hash over every vector's verdict.
    digest: String,
}

/// The line that a vector runner ends with, and its counts.
pub(crate) fn read(output: &str, label: &str) -> Result<(Run, Counts)> {
    let object = counts::last_object(output, label, "ran")
        .context("the vector runner printed no result line")?;
    let text = |name| {
        object
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let number = |name| object.get(name).and_then(Value::as_u64).unwrap_or(0);
    let of_host = |name: &str| {
        object
            .pointer(&format!("/host/{name}"))
            .and_then(Value::as_u64)
            .unwrap_or(0)
    };
    let run = Run {
        runtime: text("runtime"),
        version: text("version"),
        engine: text("engine"),
        host: HostCalls {
            signatures: of_host("signatures"),
            signatures_refused: of_host("signaturesRefused"),
            keys_refused: of_host("keysRefused"),
        },
        ran: number("ran"),
        failed: number("failed"),
        digest: text("digest"),
    };
    let passed = run.ran.saturating_sub(run.failed);
    let counts = Counts {
        passed,
        failed: run.failed,
    };
    Ok((run, counts))
}

/// Whether all runtimes ran the same vectors to the same verdicts.
pub(crate) fn compare(runs: &[Run]) -> Outcome {
    let same = runs.windows(2).all(|pair| match pair {
        [one, other] => one.digest == other.digest && one.ran == other.ran,
        _ => true,
    });
    let counted = runs.iter().all(|run| run.ran > 0 && !run.digest.is_empty());
    Outcome {
        counts: Counts::one(same && counted && !runs.is_empty()),
        output: runs.iter().map(Run::line).collect::<Vec<_>>().join("\n"),
    }
}

/// Prints how many vectors ran where.
pub(crate) fn print_table(runs: &[Run]) {
    progress::step("vectors per runtime");
    for run in runs {
        progress::note(&run.line());
    }
    for runtime in RUNTIMES.iter().filter(|runtime| !is_here(runtime)) {
        progress::note(&format!("{runtime} is left out: it takes Linux"));
    }
    if !RUNS_NARROW {
        progress::note("32-bit arithmetic is left out natively: it takes Linux on x86-64");
    }
}

/// What a runtime's WebCrypto was asked, and what it left to the package's own engine.
struct HostCalls {
    signatures: u64,
    signatures_refused: u64,
    keys_refused: u64,
}

impl fmt::Display for HostCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.signatures == 0 {
            return Ok(());
        }
        write!(
            f,
            "  host: {} signatures, {} and {} keys refused",
            self.signatures, self.signatures_refused, self.keys_refused
        )
    }
}

impl Run {
    fn line(&self) -> String {
        let name = format!("{} {} {}", self.runtime, self.version, self.engine);
        let digest: String = self.digest.chars().take(16).collect();
        format!(
            "{name:<32} {:>5} ran {:>4} failed  {digest}{}",
            self.ran, self.failed, self.host
        )
    }
}
