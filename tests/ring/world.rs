//! The world: a provider, a network, and isolates with their callers, in trouble and in calm by turns.

use portcullis::Policy;
use portcullis::ring::Bounds;

use crate::cache::Cache;
use crate::chance::Chance;
use crate::invariant::{Breach, Invariant};
use crate::isolate::Isolate;
use crate::network::{JWKS_URI, Network, Weather};
use crate::noise::Noise;
use crate::provider::Provider;
use crate::queue::{Happening, Queue};
use crate::scenario::{Faults, Scenario};
use crate::signer::{AUDIENCE, ISSUER};
use crate::store::Store;
use crate::tally::Tally;

const ISOLATES: usize = 3;
const HOUR: f64 = 3600.0;

pub(crate) struct World {
    pub(crate) scenario: Scenario,
    pub(crate) noise: Noise,
    pub(crate) bounds: Bounds,
    pub(crate) policy: Policy,
    pub(crate) provider: Provider,
    pub(crate) network: Network,
    pub(crate) isolates: Vec<Isolate>,
    pub(crate) store: Store,
    pub(crate) queue: Queue,
    pub(crate) now: f64,
    /// Since when all is well.
    pub(crate) calm: Option<f64>,
    /// How many of the callers that fetch are gone before the answer is there.
    pub(crate) vanishing: f64,
    pub(crate) tally: Tally,
}

impl World {
    pub(crate) fn new(scenario: Scenario) -> Self {
        let mut noise = scenario.noise();
        let bounds = scenario.bounds(&mut noise);
        let policy = policy(ISSUER, JWKS_URI);
        // A cache whose copies are always too old leaves no keys, whatever a ring does.
        let room = bounds.hard_age - bounds.ceiling;
        let has_cache = scenario.faults.has(Faults::CACHE) && noise.likely(0.5) && room > 3.0;
        let fixed_headers = noise.likely(0.5).then(|| noise.below(8));
        Self {
            isolates: (0..ISOLATES)
                .map(|_| Isolate::new(&policy, bounds, scenario.lie))
                .collect(),
            scenario,
            noise,
            bounds,
            policy,
            provider: Provider::new(),
            network: Network {
                weather: Weather::Fine,
                cache: has_cache.then(Cache::default),
                copies_last: 30.0,
                hard_age: bounds.hard_age,
                cache_control: fixed_headers,
            },
            store: Store::default(),
            queue: Queue::default(),
            now: 0.0,
            calm: None,
            vanishing: 0.0,
            tally: Tally::default(),
        }
    }

    pub(crate) fn run(mut self) -> Result<Tally, Breach> {
        let end = f64::from(self.scenario.hours) * HOUR;
        self.begin();
        while let Some((at, happening)) = self.queue.next().filter(|(at, _)| *at < end) {
            self.now = at;
            self.tally.events += 1;
            self.happens(happening)?;
        }
        for isolate in &self.isolates {
            self.tally.fullest = self.tally.fullest.max(isolate.ledger.fullest);
        }
        self.tally.hours = f64::from(self.scenario.hours);
        Ok(self.tally)
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm.is_some()
    }

    pub(crate) fn may_fail(&self, fault: u16) -> bool {
        !self.is_calm() && self.scenario.faults.has(fault)
    }

    pub(crate) fn breach(&self, invariant: Invariant, isolate: usize, what: String) -> Breach {
        Breach {
            invariant,
            at: self.now,
            isolate,
            what,
        }
    }

    fn begin(&mut self) {
        for isolate in 0..ISOLATES {
            self.queue.put(0.0, Happening::Callers(isolate));
            self.queue.put(0.0, Happening::Mishap(isolate));
            if self.scenario.faults.has(Faults::STORE) {
                self.queue.put(0.0, Happening::Share(isolate));
            }
        }
        self.queue.put(0.0, Happening::Weather);
        self.queue.put(1.0, Happening::Rotation);
        self.queue.put(0.0, Happening::Season);
        // The first season is one of trouble.
        self.calm = Some(0.0);
    }

    fn happens(&mut self, happening: Happening) -> Result<(), Breach> {
        match happening {
            Happening::Callers(isolate) => self.callers(isolate)?,
            Happening::Flood(isolate) => self.flood(isolate)?,
            Happening::Look(caller) => self.look(caller)?,
            Happening::Answer(flight) => self.answer(*flight)?,
            Happening::Rotation => self.rotate(),
            Happening::Weather => self.change_weather(),
            Happening::Mishap(isolate) => self.mishap(isolate)?,
            Happening::Share(isolate) => {
                self.share(isolate)?;
                let next = self.noise.spread(30.0, 2.0 * HOUR);
                self.queue.put(self.now + next, Happening::Share(isolate));
            }
            Happening::Season => self.change_season(),
        }
        Ok(())
    }

    fn rotate(&mut self) {
        self.tally.rotations += 1;
        let until = self.network.cache.as_ref().map_or(0.0, Cache::until);
        let reuse = self.may_fail(Faults::REUSE);
        self.provider
            .change(&mut self.noise, reuse, self.now, until);
        let next = self.noise.spread(20.0, 48.0 * HOUR);
        self.queue.put(self.now + next, Happening::Rotation);
    }

    fn change_weather(&mut self) {
        if !self.is_calm() {
            self.network.weather = Weather::next(&mut self.noise, self.scenario.faults);
            self.network.copies_last = self.noise.spread(10.0, 30.0 * HOUR);
            self.vanishing = 0.0;
            if self.may_fail(Faults::VANISH) {
                self.vanishing = self.noise.pick(&[0.0, 0.0, 0.2, 1.0]);
            }
        }
        let next = self.noise.spread(30.0, 12.0 * HOUR);
        self.queue.put(self.now + next, Happening::Weather);
    }

    fn mishap(&mut self, isolate: usize) -> Result<(), Breach> {
        match self.noise.below(3) {
            0 if self.may_fail(Faults::JUMPS) => self.jump(isolate),
            1 if self.may_fail(Faults::RESTART) => {
                self.isolates[isolate].restart(&self.policy, self.bounds, self.scenario.lie);
                if self.scenario.faults.has(Faults::STORE) {
                    self.share(isolate)?;
                }
            }
            2 if self.scenario.faults.has(Faults::FLOOD) && self.noise.likely(0.2) => {
                let lasts = self.noise.spread(5.0, 180.0);
                self.isolates[isolate].flooded_until = self.now + lasts;
                self.queue.put(self.now, Happening::Flood(isolate));
                if self.noise.likely(0.5) {
                    let soon = self.noise.between(0.0, lasts);
                    self.queue.put(self.now + soon, Happening::Rotation);
                }
            }
            _ => {}
        }
        let next = self.noise.spread(60.0, 24.0 * HOUR);
        self.queue.put(self.now + next, Happening::Mishap(isolate));
        Ok(())
    }

    fn jump(&mut self, isolate: usize) {
        self.tally.jumps += 1;
        let by = self.noise.spread(0.001, 200_000.0);
        let lead = match self.noise.below(3) {
            0 => 0.0,
            1 => self.isolates[isolate].lead + by,
            _ => self.isolates[isolate].lead - by,
        };
        self.isolates[isolate].set_clock(lead, self.now);
    }

    fn change_season(&mut self) {
        let lasts = if self.is_calm() {
            self.calm = None;
            self.noise.spread(600.0, 24.0 * HOUR)
        } else {
            self.calms_down();
            2.0 * (self.bounds.ceiling + self.bounds.cooldown + 120.0)
        };
        self.queue.put(self.now + lasts, Happening::Season);
    }

    /// From now on all is well: the network, the clocks, the store and the caches.
    fn calms_down(&mut self) {
        self.calm = Some(self.now);
        self.network.weather = Weather::Fine;
        self.network.copies_last = (self.bounds.hard_age - self.bounds.ceiling).min(30.0);
        if let Some(cache) = &mut self.network.cache {
            cache.purge();
        }
        self.provider.is_seen(self.now);
        self.store.forget_leads();
        self.vanishing = 0.0;
        for isolate in &mut self.isolates {
            isolate.set_clock(0.0, self.now);
            isolate.behind = None;
        }
    }
}

pub(crate) fn policy(issuer: &str, jwks_uri: &str) -> Policy {
    let policy = Policy::access_token().issuer(issuer).audience(AUDIENCE);
    policy.jwks_uri(jwks_uri).build().unwrap()
}
