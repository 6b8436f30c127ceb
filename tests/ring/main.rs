//! The key ring in a simulated world: a provider that rotates its keys, a network, clocks, and callers.
//!
//! Each run is made of one seed. A seed that breaks an invariant prints a test that does so again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod cache;
mod callers;
mod chance;
mod fetches;
mod invariant;
mod isolate;
mod keys;
mod ledger;
mod lies;
mod network;
#[path = "../noise/mod.rs"]
mod noise;
mod provider;
mod queue;
mod recovery;
mod scenario;
mod shadow;
#[path = "../signer/mod.rs"]
mod signer;
mod snapshots;
mod store;
mod subject;
mod tally;
mod world;

use noise::rounds;
use scenario::{Faults, Scenario};
use subject::Lie;
use tally::Tally;

/// Runs as many seeds as asked for, and adds up what they have seen.
fn all_hold(seeds: std::ops::Range<u64>, hours: u32, odd_bounds: bool) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let scenario = Scenario {
            seed,
            hours,
            // Every third one with half of what may go wrong, so that the rest is seen by itself.
            faults: match seed % 3 {
                0 => Faults(scenario::some(seed)),
                _ => Faults::ALL,
            },
            odd_bounds,
            lie: Lie::None,
        };
        match scenario.run() {
            Ok(seen) => tally += seen,
            Err(breach) => panic!("{}", scenario.as_test(&breach)),
        }
    }
    println!("{tally}");
    tally
}

fn seeds(many: usize) -> u64 {
    u64::try_from(rounds(many)).unwrap()
}

#[test]
fn invariants_hold_with_the_default_bounds() {
    let tally = all_hold(0..seeds(12), 48, false);
    assert!(tally.promised > 1000 && tally.withdrawn > 0, "{tally}");
}

#[test]
fn invariants_hold_with_other_bounds() {
    let tally = all_hold(1_000_000..1_000_000 + seeds(12), 48, true);
    assert!(tally.promised > 1000 && tally.withdrawn > 0, "{tally}");
}
