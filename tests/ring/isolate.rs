//! One isolate of an adapter: its clock, its ring, and what is remembered to judge the ring by.

use portcullis::ring::Bounds;
use portcullis::{Policy, UnixTime};

use crate::ledger::Ledger;
use crate::shadow::Shadow;
use crate::subject::{Lie, Subject};

/// Seconds since 1970 when the simulation begins.
const BEGINNING: f64 = 1_760_000_000.0;
/// Seconds after which a fetch without keys at hand may have another one beside it.
const OVERDUE: f64 = 1.0;

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
    /// How far its clock was ahead at the last failure, when nothing has come since.
    pub(crate) failed: Option<f64>,
    /// Since when callers were told that unknown keys are unknown by a clock that runs as it should.
    pub(crate) steady: f64,
    /// Since when callers have come with a version at hand that should have been replaced.
    pub(crate) behind: Option<(usize, f64)>,
    last: Option<Out>,
}

/// The fetch that began last.
struct Out {
    number: u64,
    started: f64,
    /// Whether it began while another one was under way.
    is_second: bool,
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
            failed: None,
            steady: 0.0,
            behind: None,
            last: None,
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

    /// By how much its clock was set back since the last failure: the back-off comes again later.
    pub(crate) fn set_back(&self) -> f64 {
        self.failed.map_or(0.0, |lead| (lead - self.lead).max(0.0))
    }

    pub(crate) fn set_clock(&mut self, lead: f64, now: f64) {
        if lead < self.lead {
            // It has earned nothing until the next unknown key comes.
            self.steady = f64::INFINITY;
        }
        self.lead = lead;
        self.ledger.begins_anew(now);
        if let Some(last) = &mut self.last {
            last.is_before_jump = true;
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

    /// Remembers a fetch, and says what is wrong when it may not begin.
    pub(crate) fn begins(&mut self, number: u64, now: f64, bounds: &Bounds) -> Result<(), String> {
        let started = self.clock(now);
        let before = self.under_way(now, bounds.timeout);
        let is_second = before.is_some();
        if let Some(before) = before.filter(|before| !before.is_before_jump) {
            let elapsed = started - before.started;
            let has_keys = self.shadow.usable(started, bounds).is_some();
            if has_keys || before.is_second || elapsed < OVERDUE {
                return Err(format!(
                    "a fetch begins {elapsed} s after one that is under way (keys at hand: {has_keys})"
                ));
            }
        }
        self.last = Some(Out {
            number,
            started,
            is_second,
            is_before_jump: false,
        });
        Ok(())
    }

    pub(crate) fn ends(&mut self, number: u64) {
        self.last.take_if(|last| last.number == number);
    }

    pub(crate) fn is_fetching(&self, now: f64, timeout: f64) -> bool {
        self.under_way(now, timeout).is_some()
    }

    /// The fetch that began last, unless it is over or lost.
    fn under_way(&self, now: f64, timeout: f64) -> Option<&Out> {
        let clock = self.clock(now);
        let last = self.last.as_ref();
        last.filter(|last| (0.0..timeout).contains(&(clock - last.started)))
    }
}
