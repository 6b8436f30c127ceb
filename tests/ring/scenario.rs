//! What is simulated: a seed, and what may go wrong.

use std::fmt;

use portcullis::ring::Bounds;

use crate::chance::Chance;
use crate::invariant::Breach;
use crate::noise::Noise;
use crate::subject::Lie;
use crate::tally::Tally;
use crate::world::World;

/// What may go wrong, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Faults(pub(crate) u16);

impl Faults {
    /// No answers, or other ones than 200.
    pub(crate) const OUTAGE: u16 = 1;
    /// Answers that are late, or never come.
    pub(crate) const SLOW: u16 = 1 << 1;
    /// Documents that are none, or not whole, and a 304 that nobody asked for.
    pub(crate) const POISON: u16 = 1 << 2;
    /// Clocks that are set back or forth.
    pub(crate) const JUMPS: u16 = 1 << 3;
    /// Callers that are gone before the answer is there.
    pub(crate) const VANISH: u16 = 1 << 4;
    /// Names of keys that there are none of, by the hundred a second.
    pub(crate) const FLOOD: u16 = 1 << 5;
    /// A cache between the provider and everybody.
    pub(crate) const CACHE: u16 = 1 << 6;
    /// Isolates that begin anew.
    pub(crate) const RESTART: u16 = 1 << 7;
    /// A store of snapshots that isolates share.
    pub(crate) const STORE: u16 = 1 << 8;
    /// Names of keys that mean another key later.
    pub(crate) const REUSE: u16 = 1 << 9;
    pub(crate) const ALL: Self = Self((1 << 10) - 1);

    pub(crate) fn has(self, fault: u16) -> bool {
        self.0 & fault != 0
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Faults({:#b})", self.0)
    }
}

/// Half of what may go wrong, another half for each seed.
pub(crate) fn some(seed: u64) -> u16 {
    let bits = Noise(seed.wrapping_mul(0xA24B_AED4_963E_E407) | 1).next() >> 40;
    u16::try_from(bits & u64::from(Faults::ALL.0)).unwrap()
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) hours: u32,
    pub(crate) faults: Faults,
    /// Whether the bounds are random ones, and not the default.
    pub(crate) odd_bounds: bool,
    pub(crate) lie: Lie,
}

impl Scenario {
    pub(crate) fn run(self) -> Result<Tally, Breach> {
        World::new(self).run()
    }

    /// What a failing test asks for: runs it again and says what happened.
    pub(crate) fn replay(self) {
        if let Err(breach) = self.run() {
            panic!("{breach}");
        }
    }

    pub(crate) fn noise(self) -> Noise {
        let mut noise = Noise(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            noise.next();
        }
        noise
    }

    pub(crate) fn bounds(self, noise: &mut Noise) -> Bounds {
        let mut bounds = Bounds::default();
        if self.odd_bounds {
            // A logarithm and back is not quite where it was.
            let mut within = |least, most| noise.spread(least, most).clamp(least, most);
            bounds.floor = within(1.0, 600.0);
            bounds.ceiling = bounds.floor + within(0.1, 7200.0);
            bounds.hard_age = bounds.ceiling + within(0.1, 100_000.0);
            bounds.cooldown = within(1.0, 3600.0);
            bounds.timeout = within(0.1, 60.0);
        }
        bounds
    }

    /// The same with less that goes wrong, or in less time, as long as it breaks the same invariant.
    fn shrunk(mut self, breach: &Breach) -> Self {
        let still = |smaller: Self| {
            let found = smaller.run().err();
            found.is_some_and(|found| found.invariant == breach.invariant)
        };
        for fault in 0..10 {
            let faults = Faults(self.faults.0 & !(1 << fault));
            if faults != self.faults && still(Self { faults, ..self }) {
                self.faults = faults;
            }
        }
        while self.hours > 1
            && still(Self {
                hours: self.hours / 2,
                ..self
            })
        {
            self.hours /= 2;
        }
        self
    }

    /// A test that fails as this scenario does, ready to be pasted.
    pub(crate) fn as_test(self, breach: &Breach) -> String {
        let smaller = self.shrunk(breach);
        let breach = smaller.run().err().unwrap();
        let Self {
            seed,
            hours,
            faults,
            odd_bounds,
            lie,
        } = smaller;
        format!(
            "{breach}\n\n#[test]\nfn seed_{seed}() {{\n    Scenario {{\n        seed: {seed},\n        \
             hours: {hours},\n        faults: {faults:?},\n        odd_bounds: {odd_bounds},\n        \
             lie: Lie::{lie:?},\n    }}\n    .replay();\n}}\n"
        )
    }
}
