//! What a run has seen.

use std::fmt;
use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) hours: f64,
    pub(crate) events: u64,
    pub(crate) tokens: u64,
    pub(crate) verified: u64,
    /// For want of keys: 503.
    pub(crate) refused: u64,
    /// As unknown, or of another key: 401.
    pub(crate) unknown: u64,
    pub(crate) fetches: u64,
    pub(crate) lost: u64,
    pub(crate) replaced: u64,
    pub(crate) rotations: u64,
    pub(crate) jumps: u64,
    pub(crate) snapshots: u64,
    /// Tokens that could not be refused, because all had been well for long enough.
    pub(crate) promised: u64,
    /// Those of withdrawn keys that verified, within the bound.
    pub(crate) withdrawn: u64,
    /// Of the fetches that may be in a minute, the part that was seen at the most.
    pub(crate) fullest: f64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.hours += other.hours;
        for (sum, more) in [
            (&mut self.events, other.events),
            (&mut self.tokens, other.tokens),
            (&mut self.verified, other.verified),
            (&mut self.refused, other.refused),
            (&mut self.unknown, other.unknown),
            (&mut self.fetches, other.fetches),
            (&mut self.lost, other.lost),
            (&mut self.replaced, other.replaced),
            (&mut self.rotations, other.rotations),
            (&mut self.jumps, other.jumps),
            (&mut self.snapshots, other.snapshots),
            (&mut self.promised, other.promised),
            (&mut self.withdrawn, other.withdrawn),
        ] {
            *sum += more;
        }
        self.fullest = self.fullest.max(other.fullest);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            hours,
            events,
            tokens,
            verified,
            refused,
            unknown,
            fetches,
            lost,
            replaced,
            rotations,
            jumps,
            snapshots,
            promised,
            withdrawn,
            fullest,
        } = self;
        write!(
            f,
            "{hours:.0} simulated hours: {events} events, {tokens} tokens ({verified} verified, \
             {withdrawn} of them with keys withdrawn a while ago, {unknown} unknown, {refused} without \
             keys, {promised} promised), {fetches} fetches ({lost} lost, {replaced} sets replaced, \
             {fullest:.2} of the bound), {rotations} rotations, {jumps} jumps of \
             clocks, {snapshots} snapshots"
        )
    }
}
