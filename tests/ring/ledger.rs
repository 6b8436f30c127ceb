//! How often an isolate fetches.

use std::collections::VecDeque;

use portcullis::ring::Bounds;

const MINUTE: f64 = 60.0;

/// Fetches in any minute at the most, but for those that are lost.
///
/// - Unknown keys: two at once, and one every cooldown.
/// - Sets that are due: one that was fetched is due again nine tenths of the floor later, and failures in
///   between are half a second, one, two, four and so on apart. Ten in a row fill a minute, with two of them
///   at once where there are no keys; shorter rows come to three in every floor at the most.
pub(crate) fn per_minute(bounds: &Bounds) -> f64 {
    (2.0 + MINUTE / bounds.cooldown) + (10.0 + 3.0 * MINUTE / bounds.floor)
}

/// Those that are lost, because whoever began them is gone: each timeout another one, and two where there
/// are no keys, the second of them a second after the first. Beside each that is settled there may be one more.
pub(crate) fn lost_per_minute(bounds: &Bounds) -> f64 {
    let between = bounds.timeout.min(f64::midpoint(1.0, bounds.timeout));
    2.0 + MINUTE / between
}

#[derive(Default)]
pub(crate) struct Ledger {
    kept: VecDeque<f64>,
    lost: VecDeque<f64>,
    /// Clocks that were set and sets that were restored: what came before says nothing about what follows.
    breaks: VecDeque<f64>,
    /// The most that was seen, as a part of what there may be.
    pub(crate) fullest: f64,
}

impl Ledger {
    /// For another ring in the same place.
    pub(crate) fn of_successor(&self) -> Self {
        Self {
            fullest: self.fullest,
            ..Self::default()
        }
    }

    pub(crate) fn begins_anew(&mut self, now: f64) {
        self.breaks.push_back(now);
    }

    /// Counts a fetch; what is wrong when it is one too many.
    pub(crate) fn count(&mut self, now: f64, is_lost: bool, bounds: &Bounds) -> Result<(), String> {
        for times in [&mut self.kept, &mut self.lost, &mut self.breaks] {
            while times.front().is_some_and(|time| *time <= now - MINUTE) {
                times.pop_front();
            }
        }
        let (times, most) = if is_lost {
            (
                &mut self.lost,
                lost_per_minute(bounds) + count(self.kept.len()),
            )
        } else {
            (&mut self.kept, per_minute(bounds))
        };
        times.push_back(now);
        let most = most * count(self.breaks.len() + 1);
        self.fullest = self.fullest.max(count(times.len()) / most);
        if count(times.len()) > most {
            return Err(format!(
                "{} fetches in a minute (lost: {is_lost}), and {most} may be: {bounds:?}",
                times.len()
            ));
        }
        Ok(())
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}
