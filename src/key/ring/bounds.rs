//! How old keys may be, and how often they are fetched.

use crate::encoding::json;
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;
use crate::policy::fields::Fields;

/// How old an issuer's keys may be, and how often they are fetched. All in seconds.
///
/// A key that its issuer has withdrawn verifies nothing once `hard_age + timeout` have gone by, or
/// `hard_age` and a second where the timeout is shorter: `Age` counts whole seconds (RFC 9111 §5.1). By as
/// much as a clock is set back, or is behind the one that dated a snapshot, it takes longer.
///
/// In any minute a ring gives out no more than `12 + 60 / cooldown + 180 / floor` fetches that are settled,
/// 17 by default, whatever tokens name and however the issuer answers. Of those that are lost, because
/// whoever began them was gone, there are no more than `2 + 60 / timeout`, or `2 + 120 / (1 + timeout)` if
/// that is more: 22; and one beside each that is settled, where there are no keys. A clock that is set in that minute, or a snapshot that is restored, begins another one.
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

impl Bounds {
    /// Reads bounds from JSON: members as named here, each of which may be absent.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the path, which begins with `key_ring`: not strict JSON, an unknown member, a
    /// number out of its range (`floor` 1 to `ceiling`, `ceiling` below `hard_age`, that up to 7 days,
    /// `cooldown` 1 to 3600, `timeout` 0.1 to 60).
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        const PATH: &str = "key_ring";
        const WEEK: f64 = 604_800.0;
        let limits = Limits::default();
        let object = json::read(text.as_bytes(), limits.policy, &limits)
            .map_err(|_| PolicyError::new(PolicyFault::Malformed, PATH))?;
        let mut fields = Fields::new(&object, PATH);
        let mut bounds = Self::default();
        for (name, bound, least, greatest) in [
            ("floor", &mut bounds.floor, 1.0, WEEK),
            ("ceiling", &mut bounds.ceiling, 1.0, WEEK),
            ("hard_age", &mut bounds.hard_age, 1.0, WEEK),
            ("cooldown", &mut bounds.cooldown, 1.0, 3600.0),
            ("timeout", &mut bounds.timeout, 0.1, 60.0),
        ] {
            if let Some(seconds) = fields.number(name, least, greatest)? {
                *bound = seconds;
            }
        }
        for (name, holds) in [
            ("floor", bounds.floor <= bounds.ceiling),
            ("hard_age", bounds.ceiling < bounds.hard_age),
        ] {
            if !holds {
                return Err(fields.fault(PolicyFault::Conflict, name));
            }
        }
        fields.finish()?;
        Ok(bounds)
    }

    /// The soft age of a set whose issuer names so many seconds, of which some have gone by.
    pub(super) fn soft_age(&self, named: Option<f64>, age: f64) -> f64 {
        let left = named.unwrap_or(UNSAID) - age;
        left.max(self.floor).min(self.ceiling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_strictly() {
        let read = |text: &str| Bounds::from_json(text).map_err(|error| error.fault());
        assert_eq!(read("{}"), Ok(Bounds::default()));
        let short = read(r#"{"floor":1,"ceiling":2,"hard_age":3,"cooldown":4,"timeout":0.5}"#);
        assert_eq!(
            short,
            Ok(Bounds {
                floor: 1.0,
                ceiling: 2.0,
                hard_age: 3.0,
                cooldown: 4.0,
                timeout: 0.5
            })
        );
        for (text, fault) in [
            ("[]", PolicyFault::Malformed),
            (r#"{"roof":1}"#, PolicyFault::UnknownMember),
            (r#"{"floor":"1"}"#, PolicyFault::Type),
            (r#"{"floor":0}"#, PolicyFault::Value),
            (r#"{"floor":3601}"#, PolicyFault::Conflict),
            (r#"{"hard_age":3600}"#, PolicyFault::Conflict),
            (r#"{"hard_age":604801}"#, PolicyFault::Value),
            (r#"{"timeout":61}"#, PolicyFault::Value),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
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
