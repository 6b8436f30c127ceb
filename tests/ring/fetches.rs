//! What an adapter does with a fetch: it sends a request, and settles what comes of it.

use portcullis::ring::{Event, Fetch};

use crate::callers::Caller;
use crate::chance::Chance;
use crate::invariant::{Breach, Invariant};
use crate::network::Message;
use crate::queue::Happening;
use crate::scenario::Faults;
use crate::shadow::Asked;
use crate::world::World;

/// A request that will be answered.
pub(crate) struct Flight {
    isolate: usize,
    life: u32,
    number: u64,
    fetch: Fetch,
    asked: Asked,
    /// What comes back; none when it is seen only then.
    message: Option<Message>,
    /// Who waits for it.
    caller: Option<Caller>,
}

impl World {
    pub(crate) fn send(
        &mut self,
        isolate: usize,
        fetch: Fetch,
        caller: Option<Caller>,
    ) -> Result<(), Breach> {
        self.tally.fetches += 1;
        let number = self.tally.fetches;
        let is_lost = self.noise.likely(self.vanishing);
        self.tally.lost += u64::from(is_lost);
        let one = &mut self.isolates[isolate];
        let begun = one.begins(number, self.now, &self.bounds);
        let counted = one.ledger.count(self.now, is_lost, &self.bounds);
        let asked = Asked {
            etag: fetch.etag().map(ToOwned::to_owned),
            started: one.clock(self.now),
            lead: one.lead,
        };
        let life = one.life;
        counted.map_err(|what| self.breach(Invariant::FetchRate, isolate, what))?;
        begun.map_err(|what| self.breach(Invariant::Waiting, isolate, what))?;
        if is_lost {
            return Ok(());
        }
        let timeout = self.bounds.timeout;
        let latency = self.network.latency(&mut self.noise, timeout);
        let message = if latency >= timeout {
            Some(Message::timed_out())
        } else if self.noise.likely(0.5) {
            Some(self.reach(fetch.etag()))
        } else {
            None
        };
        let flight = Flight {
            isolate,
            life,
            number,
            fetch,
            asked,
            message,
            caller,
        };
        let at = self.now + latency.min(timeout);
        self.queue.put(at, Happening::Answer(Box::new(flight)));
        Ok(())
    }

    pub(crate) fn answer(&mut self, flight: Flight) -> Result<(), Breach> {
        let isolate = flight.isolate;
        if self.isolates[isolate].life != flight.life {
            return Ok(());
        }
        let reached = flight.message;
        let message = reached.unwrap_or_else(|| self.reach(flight.fetch.etag()));
        let chance = self.noise.unit();
        let one = &mut self.isolates[isolate];
        let (clock, time) = (one.clock(self.now), one.time(self.now));
        one.ends(flight.number);
        let event = one
            .ring
            .settle(&flight.fetch, &message.answer(), time, chance);
        let told = one
            .shadow
            .settle(&flight.asked, &message, &event, clock, &self.bounds)
            .and_then(|()| one.shadow.agrees(one.ring.keys(time), clock, &self.bounds));
        // What is soon too old counts as a failure.
        let lasts = one.shadow.kept.as_ref().is_some_and(|kept| {
            kept.dated + self.bounds.hard_age >= flight.asked.started + self.bounds.floor
        });
        let has_failed = !lasts || matches!(event, Event::Failed { .. });
        one.failed = has_failed.then_some(one.lead);
        told.map_err(|what| self.breach(Invariant::Whole, isolate, what))?;
        self.tally.replaced += u64::from(matches!(event, Event::Replaced { .. }));
        self.remember(isolate, &event);
        if self.noise.once_in(16) {
            self.audit(isolate)?;
        }
        flight.caller.map_or(Ok(()), |caller| self.look(caller))
    }

    fn reach(&mut self, etag: Option<&str>) -> Message {
        self.network
            .reach(&mut self.noise, &self.provider, etag, self.now)
    }

    /// What has come from the provider goes into the store, as a rule.
    fn remember(&mut self, isolate: usize, event: &Event) {
        let is_news = matches!(event, Event::Replaced { .. } | Event::Confirmed);
        if !is_news || !self.scenario.faults.has(Faults::STORE) || self.noise.likely(0.3) {
            return;
        }
        let one = &self.isolates[isolate];
        let snapshot = one.ring.ring().snapshot();
        if let Some((text, kept)) = snapshot.zip(one.shadow.kept.clone()) {
            self.store.write(self.now, text, kept);
        }
    }
}
