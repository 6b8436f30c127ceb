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
            ring: KeyRing::new(policy, bounds).unwrap(),
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
        let at = |now| self.ring.keys(now).map(|keys| &**keys);
        match self.lie {
            Lie::StopsClock => at(now).or(at(self.ring.dated()?)),
            _ => at(now),
        }
    }

    pub(crate) fn ask(&mut self, need: Need, now: UnixTime) -> Step {
        self.asked += 1;
        let has_keys = self.ring.keys(now).is_some();
        let is_due = self.ring.refresh_at().is_some_and(|due| due <= now);
        let verdict_stands = Step::Use { stale: None };
        match (self.lie, need) {
            (Lie::StopsClock, Need::Keys) if self.keys(now).is_some() && !has_keys => {
                verdict_stands
            }
            (Lie::HidesKeys, Need::Keys) if has_keys && self.asked.is_multiple_of(100) => {
                Step::Refuse(1.0)
            }
            (Lie::FetchesAlways, Need::OtherKey) if has_keys => self.ask_with_full_bucket(now),
            (Lie::GivesUp, Need::Keys) if self.has_failed && !has_keys => Step::Refuse(60.0),
            (Lie::IgnoresUnknown, Need::OtherKey) => verdict_stands,
            (Lie::NeverRefreshes, _) if has_keys && is_due => verdict_stands,
            (Lie::WaitsForNobody, Need::OtherKey) => Step::Wait(0.02),
            _ => self.ring.ask(need, now),
        }
    }

    fn ask_with_full_bucket(&mut self, now: UnixTime) -> Step {
        let step = self.ring.ask(Need::OtherKey, now);
        if !matches!(step, Step::Use { .. }) {
            return step;
        }
        let snapshot = self.ring.snapshot().unwrap();
        self.ring = KeyRing::new(&self.policy, self.bounds).unwrap();
        self.ring.restore(&snapshot, now);
        self.ring.ask(Need::OtherKey, now)
    }

    pub(crate) fn settle(
        &mut self,
        fetch: &Fetch,
        answer: &Answer<'_>,
        now: UnixTime,
        chance: f64,
    ) -> Event {
        let event = self.ring.settle(fetch, answer, now, chance);
        if matches!(event, Event::Failed { .. }) {
            self.has_failed |= self.ring.keys(now).is_none();
            if self.lie == Lie::TakesPoison {
                self.ring = KeyRing::new(&self.policy, self.bounds).unwrap();
            }
        }
        event
    }

    pub(crate) fn restore(&mut self, snapshot: &str, now: UnixTime) -> Option<Event> {
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
