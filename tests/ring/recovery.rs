//! What callers can rely on once all is well.

use crate::callers::Caller;
use crate::invariant::{Breach, Invariant};
use crate::world::World;

/// Seconds of the longest back-off.
const LONGEST: f64 = 60.0;

impl World {
    /// No verdict for want of keys, or of the key.
    pub(crate) fn refuse(&mut self, caller: &Caller) -> Result<(), Breach> {
        let one = &self.isolates[caller.isolate];
        let has_keys = one.ring.keys(one.time(self.now)).is_some();
        if has_keys {
            self.tally.unknown += 1;
        } else {
            self.tally.refused += 1;
        }
        let is_flooded = self.now < one.flooded_until;
        let invariant = match (has_keys, is_flooded) {
            (true, true) => Invariant::NewKeyInFlood,
            _ => Invariant::Recovery,
        };
        let is_promised = if has_keys {
            self.is_promised(caller)
        } else {
            self.has_recovered(caller)
        };
        if is_promised {
            let what = format!(
                "{:?} is refused, which came {} s ago; all is well for {} s; keys at hand: {:?}",
                caller.token,
                self.now - caller.came,
                self.calm.map_or(0.0, |since| self.now - since),
                one.shadow.kept
            );
            return Err(self.breach(invariant, caller.isolate, what));
        }
        Ok(())
    }

    /// Whether a caller has come late enough for there to be keys.
    fn has_recovered(&self, caller: &Caller) -> bool {
        let back_off = LONGEST + self.isolates[caller.isolate].set_back();
        self.calm
            .is_some_and(|since| caller.came >= since + self.bounds.timeout + back_off)
    }

    /// Whether a caller has come late enough for its key to be found: one cooldown after it was published,
    /// after the last fetch in trouble was over, and after unknown keys have come to a clock that was set.
    pub(crate) fn is_promised(&self, caller: &Caller) -> bool {
        let one = &self.isolates[caller.isolate];
        let Some(since) = self.calm.filter(|_| self.has_recovered(caller)) else {
            return false;
        };
        let Some(visible) = self.provider.visible(caller.token) else {
            return false;
        };
        let from = visible.max(since + self.bounds.timeout).max(one.steady);
        caller.came >= from + self.bounds.cooldown && one.lag() <= 0.0
    }

    /// An unknown key has come, by a clock that nobody sets again.
    pub(crate) fn counts_from_now(&mut self, isolate: usize) {
        let now = self.now;
        let is_over = self
            .calm
            .is_some_and(|since| now >= since + self.bounds.timeout + LONGEST);
        let one = &mut self.isolates[isolate];
        if is_over && one.steady.is_infinite() {
            one.steady = now;
        }
    }

    /// Whether what is at hand is what the provider publishes, or was not long ago.
    pub(crate) fn is_current(&mut self, isolate: usize) -> Result<(), Breach> {
        let (now, bounds) = (self.now, self.bounds);
        let one = &mut self.isolates[isolate];
        let Some((since, kept)) = self.calm.zip(one.shadow.kept.as_ref()) else {
            return Ok(());
        };
        let is_last = kept.version == self.provider.current();
        if is_last && !kept.partial {
            return Ok(());
        }
        let over = since + bounds.timeout;
        let replaced = if kept.partial {
            over
        } else {
            self.provider.version(kept.version + 1).visible.max(over)
        };
        let version = kept.version;
        if now < replaced + bounds.ceiling + LONGEST + one.lag() + one.set_back() {
            return Ok(());
        }
        match one.behind {
            Some((behind, first)) if behind == version => {
                if now > first + bounds.timeout {
                    let what = format!(
                        "version {version} is at hand, which was replaced {} s ago, and callers have come",
                        now - replaced
                    );
                    return Err(self.breach(Invariant::Current, isolate, what));
                }
            }
            _ => one.behind = Some((version, now)),
        }
        Ok(())
    }
}
