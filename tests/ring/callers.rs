//! Callers with a token each, who do as the ring says.

use portcullis::ring::{Need, Step};

use crate::chance::Chance;
use crate::invariant::{Breach, Invariant};
use crate::keys::{self, Found, Pair};
use crate::queue::Happening;
use crate::world::World;

pub(crate) struct Caller {
    pub(crate) isolate: usize,
    life: u32,
    pub(crate) token: Pair,
    pub(crate) came: f64,
    /// Whether it has fetched: nobody does so twice.
    fetched: bool,
    /// One of those who send whatever comes to their mind.
    is_of_flood: bool,
}

impl World {
    /// One comes, or some at once.
    pub(crate) fn callers(&mut self, isolate: usize) -> Result<(), Breach> {
        let many = if self.noise.once_in(12) { 6 } else { 1 };
        for _ in 0..many {
            let token = match self.noise.below(16) {
                0 => self.unheard_of(),
                _ => self.provider.signer(&mut self.noise),
            };
            self.comes(isolate, token, false)?;
        }
        if self.noise.once_in(60) {
            self.isolates[isolate].gap = self.noise.spread(1.0, 1500.0);
        }
        let mut gap = self.isolates[isolate].gap * self.noise.between(0.1, 1.9);
        if self.noise.once_in(400) {
            gap += self.noise.spread(600.0, 200_000.0);
        }
        self.queue.put(self.now + gap, Happening::Callers(isolate));
        Ok(())
    }

    pub(crate) fn flood(&mut self, isolate: usize) -> Result<(), Breach> {
        if self.now >= self.isolates[isolate].flooded_until {
            return Ok(());
        }
        let token = self.unheard_of();
        self.comes(isolate, token, true)?;
        if self.noise.once_in(100) {
            let token = self.provider.signer(&mut self.noise);
            self.comes(isolate, token, false)?;
        }
        let next = self.noise.between(0.001, 0.019);
        self.queue.put(self.now + next, Happening::Flood(isolate));
        Ok(())
    }

    fn unheard_of(&mut self) -> Pair {
        let kid = u32::MAX - u32::try_from(self.noise.below(1 << 20)).unwrap();
        Pair { kid, key: 0 }
    }

    fn comes(&mut self, isolate: usize, token: Pair, is_of_flood: bool) -> Result<(), Breach> {
        self.tally.tokens += 1;
        self.look(Caller {
            isolate,
            life: self.isolates[isolate].life,
            token,
            came: self.now,
            fetched: false,
            is_of_flood,
        })
    }

    /// A caller comes, or comes back from waiting.
    pub(crate) fn look(&mut self, caller: Caller) -> Result<(), Breach> {
        let isolate = caller.isolate;
        if self.isolates[isolate].life != caller.life {
            return Ok(());
        }
        let Some(mut caller) = self.asks(caller, Need::Keys)? else {
            return Ok(());
        };
        self.is_current(isolate)?;
        match self.found(&caller) {
            Some(Found::The(pair)) => {
                self.verifies(isolate, pair)?;
                self.tally.verified += 1;
                self.tally.promised += u64::from(self.is_promised(&caller));
            }
            Some(Found::Another(pair)) => {
                self.verifies(isolate, pair)?;
                self.tally.unknown += 1;
            }
            Some(Found::Nothing) if !caller.fetched => {
                if let Some(last) = self.asks(caller, Need::OtherKey)? {
                    caller = last;
                    self.refuse(&caller)?;
                }
            }
            _ => self.refuse(&caller)?,
        }
        Ok(())
    }

    fn found(&self, caller: &Caller) -> Option<Found> {
        let one = &self.isolates[caller.isolate];
        let set = one.ring.keys(one.time(self.now))?;
        Some(keys::find(caller.token, set, self.provider.known()))
    }

    /// Does what the ring says; the caller comes back when the keys at hand decide.
    fn asks(&mut self, mut caller: Caller, need: Need) -> Result<Option<Caller>, Breach> {
        let isolate = caller.isolate;
        let one = &mut self.isolates[isolate];
        let clock = one.clock(self.now);
        let step = one.ring.ask(need, one.time(self.now));
        let decides = matches!(step, Step::Use { .. } | Step::UseAndRefresh { .. });
        let may_not = need == Need::Keys || matches!(step, Step::Refuse(_));
        if !decides
            && may_not
            && let Some(kept) = one.shadow.usable(clock, &self.bounds)
        {
            let what = format!("{step:?} after {need:?}, and {kept:?} is at hand");
            return Err(self.breach(Invariant::AtHand, isolate, what));
        }
        if need == Need::OtherKey && !matches!(step, Step::Wait(_)) {
            self.counts_from_now(isolate);
        }
        match step {
            Step::Use { .. } => return Ok(Some(caller)),
            Step::UseAndRefresh { fetch, .. } => {
                self.send(isolate, fetch, None)?;
                return Ok(Some(caller));
            }
            Step::FetchThenRetry(fetch) if caller.fetched => {
                self.send(isolate, fetch, None)?;
                self.refuse(&caller)?;
            }
            Step::FetchThenRetry(fetch) => {
                caller.fetched = true;
                self.send(isolate, fetch, Some(caller))?;
            }
            Step::Wait(seconds) => self.waits(caller, seconds)?,
            Step::Refuse(_) => self.refuse(&caller)?,
        }
        Ok(None)
    }

    /// Nobody waits for longer than a fetch may take, whoever fetches.
    fn waits(&mut self, caller: Caller, seconds: f64) -> Result<(), Breach> {
        let timeout = self.bounds.timeout;
        if !self.isolates[caller.isolate].is_fetching(self.now, timeout) {
            let what = "a caller is told to wait, and nobody fetches".into();
            return Err(self.breach(Invariant::Waiting, caller.isolate, what));
        }
        if self.now + seconds > caller.came + timeout {
            return self.refuse(&caller);
        }
        // Who floods does not wait.
        if !caller.is_of_flood || self.noise.once_in(20) {
            self.queue.put(self.now + seconds, Happening::Look(caller));
        }
        Ok(())
    }

    fn verifies(&mut self, isolate: usize, pair: Pair) -> Result<(), Breach> {
        let Some(withdrawn) = self.provider.withdrawn(pair) else {
            return Ok(());
        };
        // `Age` counts whole seconds.
        let bound = self.bounds.hard_age + self.bounds.timeout.max(1.0);
        let bound = bound + self.isolates[isolate].lag();
        let ago = self.now - withdrawn;
        self.tally.withdrawn += u64::from(ago > self.bounds.ceiling);
        if ago > bound {
            let what =
                format!("{pair:?} was withdrawn {ago} s ago and verifies; {bound} s is the bound");
            return Err(self.breach(Invariant::Withdrawn, isolate, what));
        }
        Ok(())
    }
}
