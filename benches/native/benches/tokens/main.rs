//! Whole tokens, verified natively: signature, `iss`, `aud` and `exp`, keys at hand.
//!
//! Criterion measures one contender after the other. So that nobody has the quiet minutes for
//! himself, everything is measured in several short rounds, and each round is kept.
//!
//! Reads `PORTCULLIS_CASES`, the file that the other runtimes read; with `PORTCULLIS_QUICK` it
//! measures one round. Results are where criterion puts them, a baseline for each round.

mod case;
mod contenders;

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, SamplingMode};

use crate::case::Case;
use crate::contenders::Contender;

/// How long and how often to measure.
struct Pace {
    rounds: u32,
    warm_up: Duration,
    measurement: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let pace = match env::var_os("PORTCULLIS_QUICK") {
        Some(_) => Pace {
            rounds: 1,
            warm_up: Duration::from_millis(40),
            measurement: Duration::from_millis(120),
        },
        None => Pace {
            rounds: 8,
            warm_up: Duration::from_millis(300),
            measurement: Duration::from_millis(500),
        },
    };
    let cases = Case::read_all(&env::var("PORTCULLIS_CASES")?)?;
    for round in 1..=pace.rounds {
        for case in &cases {
            measure(case, round, &pace)?;
        }
    }
    Ok(())
}

fn measure(case: &Case, round: u32, pace: &Pace) -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default()
        .without_plots()
        .warm_up_time(pace.warm_up)
        .measurement_time(pace.measurement)
        .sample_size(10)
        // Its own bootstrap is not what is reported.
        .nresamples(1001)
        .save_baseline(format!("round-{round}"));
    let mut group = criterion.benchmark_group(&case.name);
    group.sampling_mode(SamplingMode::Flat);
    for Contender { name, verify } in contenders::all(case)? {
        prove(name, case, &*verify)?;
        group.bench_function(name, |bencher| {
            bencher.iter(|| verify(black_box(&case.token)));
        });
    }
    group.finish();
    Ok(())
}

/// A contender is measured only after it has taken the token and refused what it must not take.
fn prove(name: &str, case: &Case, verify: &dyn Fn(&str) -> bool) -> Result<(), String> {
    if !verify(&case.token) {
        return Err(format!("{name} refuses a good token, {}", case.name));
    }
    match case.refused.iter().find(|refused| verify(&refused.token)) {
        Some(taken) => Err(format!("{name} takes a token with a bad {}", taken.why)),
        None => Ok(()),
    }
}
