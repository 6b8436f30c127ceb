//! The ring that is looked at, as it is, or with a lie in front of it that breaks one invariant.

use portcullis::ring::{Answer, Bounds, Event, Fetch, KeyRing, Need, Step};
use portcullis::{KeySet, Policy, UnixTime};
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    None,
    /// Keys are asked for with the time when they came: they never grow old.
    StopsClock,
    /// At times there are said to be no keys.
    HidesKeys,
    /// The next unknown key may always cause a fetch.
    FetchesAlways,
    /// After a failure without keys nobody ever asks again.
    GivesUp,
    /// Unknown keys never cause a fetch.
    IgnoresUnknown,
    /// Keys are never due.
    NeverRefreshes,
    /// Everybody is told to wait for a fetch that nobody has begun.
    WaitsForNobody,
    /// What is no document costs the set.
    TakesPoison,
    /// What is restored is as good as new.
    ForgetsAge,
}

#[derive(Clone)]
pub(crate) struct Subject {
    ring: KeyRing,
    policy: Policy,
    bounds: Bounds,
    lie: Lie,
    asked: u32,
    has_failed: bool,
}

impl Subject {
    pub(crate) fn new(policy: &Policy, bounds: Bounds, lie: Lie) -> Self {
        Self {
            ring: KeyRing::new(policy, bounds),
            policy: policy.clone(),
            bounds,
            lie,
            asked: 0,
            has_failed: false,
        }
    }

    pub(crate) fn ring(&self) -> &KeyRing {
        &self.ring
    }

    pub(crate) fn keys(&self, now: UnixTime) -> Option<&KeySet> {
        match self.lie {
            Lie::StopsClock => self.ring.keys(self.ring.dated()?),
            _ => self.ring.keys(now),
        }
    }

    pub(crate) fn ask(&mut self, need: Need, now: UnixTime) -> Step {
        self.asked += 1;
        let step = match (self.lie, need) {
            (Lie::FetchesAlways, Need::OtherKey) => {
                let snapshot = self.ring.snapshot();
                self.ring = KeyRing::new(&self.policy, self.bounds);
                self.ring.restore(&snapshot.unwrap_or_default(), now);
                self.ring.ask(need, now)
            }
            (Lie::IgnoresUnknown, Need::OtherKey) => Step::Use { stale: None },
            (Lie::StopsClock, _) if self.ring.dated().is_some() => Step::Use { stale: None },
            (Lie::NeverRefreshes, Need::Keys) if self.ring.keys(now).is_some() => {
                Step::Use { stale: None }
            }
            _ => self.ring.ask(need, now),
        };
        match (self.lie, &step) {
            (Lie::HidesKeys, Step::Use { .. }) if self.asked % 100 == 0 => Step::Refuse(1.0),
            (Lie::GivesUp, Step::FetchThenRetry(_)) if self.has_failed => Step::Refuse(60.0),
            (Lie::WaitsForNobody, Step::Use { .. }) if need == Need::OtherKey => Step::Wait(0.02),
            _ => step,
        }
    }

    pub(crate) fn settle(
        &mut self,
        fetch: &Fetch,
        answer: &Answer<'_>,
        now: UnixTime,
        chance: f64,
    ) -> Vec<Event> {
        let events = self.ring.settle(fetch, answer, now, chance);
        if matches!(events[..], [Event::Failed { .. }]) {
            self.has_failed |= self.ring.keys(now).is_none();
            if self.lie == Lie::TakesPoison {
                self.ring = KeyRing::new(&self.policy, self.bounds);
            }
        }
        events
    }

    pub(crate) fn restore(&mut self, snapshot: &str, now: UnixTime) -> Vec<Event> {
        if self.lie != Lie::ForgetsAge {
            return self.ring.restore(snapshot, now);
        }
        let mut read: Value = serde_json::from_str(snapshot).unwrap();
        let now_secs = now.as_secs_f64();
        read["refresh_at"] = (now_secs + self.bounds.floor).into();
        read["dated"] = now_secs.into();
        self.ring.restore(&read.to_string(), now)
    }
}
