//! One isolate of an adapter: its clock, its ring, and what is remembered to judge the ring by.

use portcullis::ring::Bounds;
use portcullis::{Policy, UnixTime};

use crate::ledger::{AT_ONCE, Ledger};
use crate::shadow::Shadow;
use crate::subject::{Lie, Subject};

/// Seconds since 1970 when the simulation begins.
const BEGINNING: f64 = 1_760_000_000.0;

pub(crate) struct Isolate {
    pub(crate) ring: Subject,
    pub(crate) shadow: Shadow,
    pub(crate) ledger: Ledger,
    /// Numbers the rings that it has had.
    pub(crate) life: u32,
    /// How far its clock is ahead.
    pub(crate) lead: f64,
    /// Seconds between two callers.
    pub(crate) gap: f64,
    /// When the flood of unknown keys ends.
    pub(crate) flooded_until: f64,
    /// Since when callers were told that unknown keys are unknown by a clock that runs as it should.
    pub(crate) steady: f64,
    /// Since when callers have come with a version at hand that should have been replaced.
    pub(crate) behind: Option<(usize, f64)>,
    out: Vec<Out>,
}

/// A fetch that is under way.
struct Out {
    number: u64,
    started: f64,
    /// Whether the clock was set since.
    is_before_jump: bool,
}

impl Isolate {
    pub(crate) fn new(policy: &Policy, bounds: Bounds, lie: Lie) -> Self {
        Self {
            ring: Subject::new(policy, bounds, lie),
            shadow: Shadow::default(),
            ledger: Ledger::default(),
            life: 0,
            lead: 0.0,
            gap: 10.0,
            flooded_until: 0.0,
            steady: 0.0,
            behind: None,
            out: Vec::new(),
        }
    }

    /// What its clock shows.
    pub(crate) fn clock(&self, now: f64) -> f64 {
        BEGINNING + now + self.lead
    }

    pub(crate) fn time(&self, now: f64) -> UnixTime {
        UnixTime::from_secs_f64(self.clock(now)).unwrap()
    }

    /// How much older the set is than it looks.
    pub(crate) fn lag(&self) -> f64 {
        let kept = self.shadow.kept.as_ref();
        kept.map_or(0.0, |kept| (kept.lead - self.lead).max(0.0))
    }

    pub(crate) fn set_clock(&mut self, lead: f64, now: f64) {
        self.lead = lead;
        self.ledger.begins_anew(now);
        for out in &mut self.out {
            out.is_before_jump = true;
        }
    }

    /// What is lost when the isolate ends: everything but the clock and the callers to come.
    pub(crate) fn restart(&mut self, policy: &Policy, bounds: Bounds, lie: Lie) {
        let fresh = Self::new(policy, bounds, lie);
        *self = Self {
            life: self.life + 1,
            lead: self.lead,
            gap: self.gap,
            flooded_until: self.flooded_until,
            ledger: self.ledger.of_successor(),
            ..fresh
        };
    }

    /// Remembers a fetch; how many are under way.
    pub(crate) fn begins(&mut self, number: u64, now: f64, timeout: f64) -> Result<usize, String> {
        let started = self.clock(now);
        self.out
            .retain(|out| (0.0..timeout).contains(&(started - out.started)));
        self.out.push(Out {
            number,
            started,
            is_before_jump: false,
        });
        let at_once = self.out.iter().filter(|out| !out.is_before_jump).count();
        if at_once > AT_ONCE {
            return Err(format!("{at_once} fetches are under way"));
        }
        Ok(at_once)
    }

    pub(crate) fn ends(&mut self, number: u64) {
        self.out.retain(|out| out.number != number);
    }

    pub(crate) fn is_fetching(&self, now: f64, timeout: f64) -> bool {
        let clock = self.clock(now);
        self.out
            .iter()
            .any(|out| (0.0..timeout).contains(&(clock - out.started)))
    }
}
