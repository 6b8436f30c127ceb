//! What happens next.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::callers::Caller;
use crate::fetches::Flight;

pub(crate) enum Happening {
    /// Callers come to an isolate.
    Callers(usize),
    /// One of a flood comes.
    Flood(usize),
    /// A caller who waits looks again.
    Look(Caller),
    /// An answer is there.
    Answer(Box<Flight>),
    /// The provider publishes other keys.
    Rotation,
    /// The network is another one.
    Weather,
    /// A clock is set, an isolate begins anew, or floods begin.
    Mishap(usize),
    /// An isolate looks into the store.
    Share(usize),
    /// All is well from now on, or no longer.
    Season,
}

struct Due {
    at: f64,
    /// Of two at the same time, the one that was put in first.
    order: u64,
    happening: Happening,
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives out the greatest.
        let at = other.at.total_cmp(&self.at);
        at.then(other.order.cmp(&self.order))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Due {}

#[derive(Default)]
pub(crate) struct Queue {
    due: BinaryHeap<Due>,
    put: u64,
}

impl Queue {
    pub(crate) fn put(&mut self, at: f64, happening: Happening) {
        self.put += 1;
        self.due.push(Due {
            at,
            order: self.put,
            happening,
        });
    }

    pub(crate) fn next(&mut self) -> Option<(f64, Happening)> {
        self.due.pop().map(|due| (due.at, due.happening))
    }
}
