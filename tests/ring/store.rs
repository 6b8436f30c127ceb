//! The store that isolates share: the last one to write wins, and who reads may see an older text.

use std::collections::VecDeque;

use crate::chance::Chance;
use crate::invariant::{Breach, Invariant};
use crate::noise::Noise;
use crate::shadow::Kept;
use crate::world::World;

#[derive(Clone)]
struct Stored {
    at: f64,
    text: String,
    kept: Kept,
}

#[derive(Default)]
pub(crate) struct Store {
    writes: VecDeque<Stored>,
}

impl Store {
    pub(crate) fn write(&mut self, now: f64, text: String, kept: Kept) {
        self.writes.push_back(Stored {
            at: now,
            text,
            kept,
        });
        if self.writes.len() > 6 {
            self.writes.pop_front();
        }
    }

    /// Loses what clocks have dated that were ahead.
    pub(crate) fn forget_leads(&mut self) {
        self.writes.retain(|stored| stored.kept.lead <= 0.0);
    }

    /// What was there up to a minute ago.
    fn read(&self, noise: &mut Noise, now: f64) -> Option<Stored> {
        let seen = now - noise.between(0.0, 60.0);
        let mut newest_first = self.writes.iter().rev();
        newest_first.find(|stored| stored.at <= seen).cloned()
    }
}

impl World {
    /// An isolate takes what the store has, if it is of any use.
    pub(crate) fn share(&mut self, isolate: usize) -> Result<(), Breach> {
        let Some(stored) = self.store.read(&mut self.noise, self.now) else {
            return Ok(());
        };
        let one = &mut self.isolates[isolate];
        let (clock, time) = (one.clock(self.now), one.time(self.now));
        let newest = one.shadow.usable(clock, &self.bounds);
        let is_newer = newest.is_none_or(|kept| stored.kept.dated > kept.dated);
        let fits = (0.0..self.bounds.hard_age).contains(&(clock - stored.kept.dated));
        let event = one.ring.restore(&stored.text, time);
        let told = if is_newer && fits {
            one.ledger.begins_anew(self.now);
            one.shadow.replace(stored.kept, event.as_ref())
        } else if event.is_none() {
            Ok(())
        } else {
            Err(format!("{event:?} of what should have been left alone"))
        };
        let told = told.and_then(|()| one.shadow.agrees(one.ring.keys(time), clock, &self.bounds));
        told.map_err(|what| self.breach(Invariant::Snapshot, isolate, what))
    }
}
