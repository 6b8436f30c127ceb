//! What holds at every moment, and what is said when it does not.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invariant {
    /// No key verifies that was withdrawn longer ago than `hard_age` and one `timeout`, a second at the
    /// least. By as much as the clock that dated the set was ahead of the one that is looked at now, it
    /// may be longer: a clock that was set back since, or another isolate's that shares the store.
    Withdrawn,
    /// Keys at hand that may be used decide at once: no token waits, and none is refused for a lack of keys.
    AtHand,
    /// An isolate fetches no more often in a minute than the bounds say.
    FetchRate,
    /// Once all is well, a caller that comes a longest back-off and one timeout later is not told that there
    /// are no keys, and one that comes a cooldown after its key is published is not told that it is unknown.
    /// Later by as much as the clock was set back since the last failure: its back-off is still to come.
    Recovery,
    /// The same for a new key while unknown ones come by the hundred a second.
    NewKeyInFlood,
    /// Once all is well, isolates with callers hold what the provider publishes after a ceiling, a longest
    /// back-off and one timeout.
    Current,
    /// Nobody waits unless a fetch is under way; while one is, none begins but a second one, where there are
    /// no keys and the first is overdue.
    Waiting,
    /// A set is replaced whole, by answers that have keys and no others; events say the difference.
    Whole,
    /// A snapshot brings the same keys back, of the same age; one that does not fit changes nothing.
    Snapshot,
}

/// An invariant that does not hold.
#[derive(Debug)]
pub(crate) struct Breach {
    pub(crate) invariant: Invariant,
    /// Seconds since the beginning.
    pub(crate) at: f64,
    pub(crate) isolate: usize,
    pub(crate) what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} does not hold in isolate {} after {:.3} s: {}",
            self.invariant, self.isolate, self.at, self.what
        )
    }
}
