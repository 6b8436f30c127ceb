//! How old keys may be, and how often they are fetched.

use crate::error::{PolicyError, PolicyFault};

/// How old an issuer's keys may be, and how often they are fetched. All in seconds.
///
/// A key that its issuer has withdrawn verifies nothing once `hard_age + timeout` have gone by, or
/// `hard_age` and a second where the timeout is shorter: `Age` counts whole seconds (RFC 9111 §5.1). By as
/// much as a clock is set back, or is behind the one that dated a snapshot, it takes longer.
///
/// In any minute a ring gives out no more than `12 + 60 / cooldown + 180 / floor` fetches that are settled,
/// 17 by default, whatever tokens name and however the issuer answers. Of those that are lost, because
/// whoever began them was gone, there are no more than `2 + 60 / timeout`, or `2 + 120 / (1 + timeout)` if
/// that is more: 22; and one beside each that is settled, where there are no keys. A clock that is set in
/// that minute, or a snapshot that is restored, begins another one.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Bounds {
    /// The least soft age, whatever the issuer's `Cache-Control` says; 60.
    pub floor: f64,
    /// The greatest soft age; 3600. Without a word of the issuer it is 600, or what is nearest to that.
    pub ceiling: f64,
    /// The age from which keys are not used, whatever happens; 14400.
    pub hard_age: f64,
    /// Every so often a token with an unknown key may cause a fetch, and two of them at once; 30.
    pub cooldown: f64,
    /// How long a fetch may take, all of it; 5.
    pub timeout: f64,
}

/// Seconds that a set is fresh when its issuer says nothing about it.
const UNSAID: f64 = 600.0;

impl Default for Bounds {
    fn default() -> Self {
        Self {
            floor: 60.0,
            ceiling: 3600.0,
            hard_age: 14_400.0,
            cooldown: 30.0,
            timeout: 5.0,
        }
    }
}

/// Seconds, all of them.
const WEEK: f64 = 604_800.0;

impl Bounds {
    /// The bounds, if a ring can go by them.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the member's name as path, below `key_ring`: `floor` is not within 1 and
    /// `ceiling`, `ceiling` not below `hard_age`, that not within a week, `cooldown` not within 1 and 3600,
    /// `timeout` not within 0.1 and 60.
    pub fn checked(self) -> Result<Self, PolicyError> {
        let faulty = [
            ("key_ring.floor", self.floor, 1.0, self.ceiling),
            ("key_ring.ceiling", self.ceiling, 1.0, self.hard_age),
            ("key_ring.hard_age", self.hard_age, 1.0, WEEK),
            ("key_ring.cooldown", self.cooldown, 1.0, 3600.0),
            ("key_ring.timeout", self.timeout, 0.1, 60.0),
        ]
        .into_iter()
        .find(|(_, seconds, least, most)| !(least..=most).contains(&seconds));
        match faulty {
            None if self.ceiling < self.hard_age => Ok(self),
            None => Err(PolicyError::new(PolicyFault::Value, "key_ring.ceiling")),
            Some((path, ..)) => Err(PolicyError::new(PolicyFault::Value, path)),
        }
    }

    /// The soft age of a set whose issuer names so many seconds, of which some have gone by.
    pub(super) fn soft_age(&self, named: Option<f64>, age: f64) -> f64 {
        let left = named.unwrap_or(UNSAID) - age;
        left.max(self.floor).min(self.ceiling)
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;

    use super::*;

    #[test]
    fn bounds_are_checked_to_the_second() {
        let with = |change: fn(&mut Bounds)| {
            let mut bounds = Bounds::default();
            change(&mut bounds);
            let checked = bounds.checked();
            checked.err().map(|error| error.path().to_owned())
        };
        let good: [fn(&mut Bounds); 6] = [
            |_| (),
            |bounds| bounds.floor = 3600.0,
            |bounds| bounds.ceiling = 14_399.5,
            |bounds| (bounds.floor, bounds.ceiling, bounds.hard_age) = (1.0, 1.0, 1.5),
            |bounds| bounds.hard_age = 604_800.0,
            |bounds| (bounds.cooldown, bounds.timeout) = (1.0, 0.1),
        ];
        for change in good {
            assert_eq!(with(change), None);
        }
        let bad: [fn(&mut Bounds); 6] = [
            |bounds| bounds.floor = 0.9,
            |bounds| bounds.floor = 3600.5,
            |bounds| bounds.ceiling = 14_400.0,
            |bounds| bounds.hard_age = 604_800.5,
            |bounds| bounds.cooldown = 3601.0,
            |bounds| bounds.timeout = f64::NAN,
        ];
        let paths = bad.map(|change| with(change).unwrap_or_default());
        let names = [
            "floor", "floor", "ceiling", "hard_age", "cooldown", "timeout",
        ];
        assert_eq!(paths, names.map(|name| ["key_ring.", name].concat()));
    }

    #[test]
    fn a_soft_age_is_what_is_left_within_bounds() {
        let bounds = Bounds::default();
        for (named, age, soft) in [
            (None, 0.0, 600.0),
            (Some(300.0), 0.0, 300.0),
            (Some(300.0), 100.0, 200.0),
            (Some(300.0), 299.0, 60.0),
            (Some(0.0), 0.0, 60.0),
            (Some(86_400.0), 0.0, 3600.0),
        ] {
            let found = bounds.soft_age(named, age);
            assert_eq!(found.to_bits(), f64::to_bits(soft), "{named:?}");
        }
    }
}
