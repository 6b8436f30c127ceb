//! How often unknown keys may cause a fetch: anybody can name one.

/// Fetches that may follow each other at once.
const FULL: f64 = 2.0;

/// A token bucket. Single `kid`s are not remembered: names that are made up cost nothing, and nobody can
/// keep one from being looked for that is to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    level: f64,
    at: f64,
}

impl Default for Bucket {
    fn default() -> Self {
        Self {
            level: FULL,
            at: 0.0,
        }
    }
}

impl Bucket {
    /// Takes one out, when there is one; another comes every `cooldown` seconds.
    pub(super) fn take(&mut self, now: f64, cooldown: f64) -> bool {
        // A clock that was set back has earned nothing.
        let elapsed = (now - self.at).max(0.0);
        self.level = (self.level + elapsed / cooldown).min(FULL);
        self.at = now;
        let has_one = self.level >= 1.0;
        if has_one {
            self.level -= 1.0;
        }
        has_one
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_once_and_then_one_a_cooldown() {
        let mut bucket = Bucket::default();
        let mut taken = |now| bucket.take(now, 30.0);
        assert!(taken(1000.0) && taken(1000.0) && !taken(1000.0));
        assert!(!taken(1029.0));
        assert!(taken(1030.0) && !taken(1030.5));
        // However long nobody asked.
        assert!(taken(9000.0) && taken(9000.0) && !taken(9000.0));
    }

    #[test]
    fn a_clock_that_was_set_back_fills_nothing_and_loses_nothing() {
        let mut bucket = Bucket::default();
        assert!(bucket.take(1000.0, 30.0) && bucket.take(1000.0, 30.0));
        assert!(!bucket.take(0.0, 30.0));
        assert!(bucket.take(30.0, 30.0));
    }
}
