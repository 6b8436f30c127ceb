//! What the answer to a fetch changes.

use alloc::borrow::ToOwned;
use alloc::sync::Arc;

use super::KeyRing;
use super::answer::Answer;
use super::backoff::Backoff;
use super::event::Event;
use super::held::{Held, Timing};
use super::step::Fetch;
use crate::error::KeysFault;
use crate::time::UnixTime;

impl KeyRing {
    /// Takes the answer to a fetch. `chance` is a random number from 0 to 1: callers that began together
    /// do not ask together again.
    pub fn settle(
        &mut self,
        fetch: &Fetch,
        answer: &Answer<'_>,
        now: UnixTime,
        chance: f64,
    ) -> Event {
        let now = now.as_secs_f64();
        self.give_back(fetch);
        // What is no number is no chance.
        let chance = if chance > 0.0 { chance.min(1.0) } else { 0.0 };
        self.answers = self.answers.wrapping_add(1);
        let taken = self.take(fetch, answer, now, chance);
        self.fault = taken.as_ref().err().copied();
        match taken {
            Ok(event) => {
                if self.lasts(fetch.started.as_secs_f64() + self.bounds.floor) {
                    self.backoff = Backoff::default();
                } else {
                    // A cache that has nothing newer is asked as seldom as one that has nothing.
                    self.backoff.fail(now, 0.0, chance);
                }
                event
            }
            Err(fault) => {
                let least = match answer {
                    Answer::Failed { retry_after, .. } => retry_after.unwrap_or(0.0),
                    _ => 0.0,
                };
                let retry_after = self.backoff.fail(now, least, chance);
                Event::Failed { fault, retry_after }
            }
        }
    }

    /// Takes a fetch back that was not made: a store had newer keys.
    pub fn give_back(&mut self, fetch: &Fetch) {
        if self
            .underway
            .is_some_and(|last| last.number == fetch.number)
        {
            self.underway = None;
        }
    }

    fn take(
        &mut self,
        fetch: &Fetch,
        answer: &Answer<'_>,
        now: f64,
        chance: f64,
    ) -> Result<Event, KeysFault> {
        let started = fetch.started.as_secs_f64();
        let timing = |headers| Timing::of(headers, started, chance, &self.bounds);
        match answer {
            Answer::Failed { fault, .. } => Err(*fault),
            Answer::NotModified { headers } => {
                let timing = timing(headers);
                // Without a question, or for another document, it says nothing about the one at hand.
                let etag = fetch.etag.as_deref();
                let held = self
                    .held
                    .as_mut()
                    .filter(|held| etag.is_some() && held.etag.as_deref() == etag)
                    .ok_or(KeysFault::Status)?;
                held.confirm(timing, &self.bounds);
                Ok(Event::Confirmed)
            }
            Answer::Document {
                text,
                jwks_uri,
                headers,
            } => {
                let keys = self.read(text)?;
                let timing = timing(headers);
                if now - timing.dated >= self.bounds.hard_age {
                    return Err(KeysFault::Stale);
                }
                if let Some(held) = self.usable(now) {
                    // An old copy from some cache could bring back a key that was withdrawn.
                    if timing.dated < held.dated {
                        if let Some(held) = &mut self.held {
                            held.confirm(timing, &self.bounds);
                        }
                        return Ok(Event::Outdated);
                    }
                }
                let mut next = Held {
                    keys: Arc::new(keys),
                    document: (*text).to_owned(),
                    jwks_uri: (*jwks_uri).to_owned(),
                    etag: headers.etag.map(ToOwned::to_owned),
                    dated: timing.dated,
                    refresh_at: timing.refresh_at,
                };
                next.confirm(timing, &self.bounds);
                Ok(self.hold(next))
            }
        }
    }

    /// Whether what is held may be used until then.
    fn lasts(&self, until: f64) -> bool {
        let held = self.held.as_ref();
        held.is_some_and(|held| held.dated + self.bounds.hard_age >= until)
    }
}
