//! How long nobody asks after failures.

/// Seconds after the first failure; each one more doubles them.
const FIRST: f64 = 1.0;
/// Seconds at the most.
const LONGEST: f64 = 60.0;

/// Failures in a row, and when the next try may be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backoff {
    failures: u8,
    until: f64,
}

impl Backoff {
    pub(super) fn has_failed(&self) -> bool {
        self.failures > 0
    }

    /// Seconds until the next try; none when it may be now. More than there can be: the clock was set
    /// back.
    pub(super) fn remaining(&self, now: f64) -> Option<f64> {
        let seconds = self.until - now;
        (self.has_failed() && seconds > 0.0 && seconds <= LONGEST).then_some(seconds)
    }

    /// One more failure, at `now`; the seconds until the next try. Half of them are left to chance, and
    /// an issuer that asks for more time (`least`) gets it, up to the longest.
    pub(super) fn fail(&mut self, now: f64, least: f64, chance: f64) -> f64 {
        let mut seconds = FIRST;
        for _ in 0..self.failures {
            seconds = (seconds * 2.0).min(LONGEST);
        }
        seconds = (seconds * (0.5 + 0.5 * chance)).max(least).min(LONGEST);
        self.failures = self.failures.saturating_add(1).min(16);
        self.until = now + seconds;
        seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_doubles_the_time_up_to_a_minute() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.remaining(0.0), None);
        for seconds in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0] {
            let waits = backoff.fail(100.0, 0.0, 1.0);
            assert_eq!(waits.to_bits(), f64::to_bits(seconds));
        }
        assert_eq!(backoff.remaining(130.0), Some(30.0));
        assert_eq!(backoff.remaining(160.0), None);
    }

    #[test]
    fn half_of_the_time_is_left_to_chance_and_retry_after_is_heeded() {
        for (least, chance, seconds) in [
            (0.0, 0.0, 0.5),
            (0.0, 0.5, 0.75),
            (20.0, 1.0, 20.0),
            (9000.0, 1.0, 60.0),
        ] {
            let first = Backoff::default().fail(0.0, least, chance);
            assert_eq!(first.to_bits(), f64::to_bits(seconds));
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nobody_wait_for_it() {
        let mut backoff = Backoff::default();
        backoff.fail(1_000_000.0, 0.0, 1.0);
        assert_eq!(backoff.remaining(0.0), None);
    }
}
