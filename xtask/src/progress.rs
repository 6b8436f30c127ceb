//! What the reader sees while he waits.

use std::io::{IsTerminal, stdout};
use std::time::{Duration, Instant};

/// Says what begins, and with what aim.
pub(crate) fn step(text: &str) {
    println!("{} {text}", paint("==>", "1;36"));
}

/// A line of detail under the present step.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// Runs a long step between its heading and the time it took.
pub(crate) fn timed<T>(text: &str, work: impl FnOnce() -> T) -> T {
    step(text);
    let start = Instant::now();
    let outcome = work();
    note(&format!("took {}", seconds(start.elapsed())));
    outcome
}

/// A duration as people write it.
pub(crate) fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

/// The text in an ANSI colour, where a terminal reads it.
pub(crate) fn paint(text: &str, colour: &str) -> String {
    if stdout().is_terminal() {
        format!("\u{1b}[{colour}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}
