//! Every invariant can be broken, and is seen to be.

use crate::invariant::Invariant;
use crate::scenario::{Faults, Scenario};
use crate::subject::Lie;

/// Whether a ring that lies breaks an invariant before any other, in one of some runs.
fn is_caught(lie: Lie, as_what: Invariant) {
    let mut breaches = (0..60).filter_map(|seed| {
        let scenario = Scenario {
            seed,
            hours: 60,
            faults: Faults::ALL,
            odd_bounds: false,
            lie,
        };
        scenario.run().err()
    });
    let is_seen = breaches.any(|breach| breach.invariant == as_what);
    assert!(is_seen, "{lie:?} is not seen");
}

#[test]
fn keys_that_never_grow_old_are_seen() {
    is_caught(Lie::StopsClock, Invariant::Withdrawn);
}

#[test]
fn keys_that_are_hidden_are_seen() {
    is_caught(Lie::HidesKeys, Invariant::AtHand);
}

#[test]
fn fetching_for_every_unknown_key_is_seen() {
    is_caught(Lie::FetchesAlways, Invariant::FetchRate);
}

#[test]
fn giving_up_is_seen() {
    is_caught(Lie::GivesUp, Invariant::Recovery);
}

#[test]
fn new_keys_that_are_never_fetched_are_seen() {
    is_caught(Lie::IgnoresUnknown, Invariant::NewKeyInFlood);
    is_caught(Lie::IgnoresUnknown, Invariant::Recovery);
}

#[test]
fn keys_that_are_never_refreshed_are_seen() {
    is_caught(Lie::NeverRefreshes, Invariant::Current);
}

#[test]
fn waiting_for_nobody_is_seen() {
    is_caught(Lie::WaitsForNobody, Invariant::Waiting);
}

#[test]
fn a_set_that_poison_takes_away_is_seen() {
    is_caught(Lie::TakesPoison, Invariant::Whole);
}

#[test]
fn restored_keys_that_are_new_again_are_seen() {
    is_caught(Lie::ForgetsAge, Invariant::Snapshot);
}

#[test]
#[should_panic(expected = "does not hold")]
fn a_seed_that_fails_is_printed_as_a_test_that_fails() {
    let scenario = Scenario {
        seed: 1,
        hours: 100,
        faults: Faults::ALL,
        odd_bounds: false,
        lie: Lie::WaitsForNobody,
    };
    let breach = scenario.run().err().unwrap();
    let printed = scenario.as_test(&breach);
    for part in [
        "#[test]\nfn seed_1()",
        "seed: 1,",
        "lie: Lie::WaitsForNobody,\n    }\n    .replay();",
    ] {
        assert!(printed.contains(part), "{printed}");
    }
    scenario.replay();
}
