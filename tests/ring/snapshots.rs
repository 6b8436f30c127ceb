//! A ring is stored and restored, as it is and in pieces.

use portcullis::UnixTime;
use portcullis::ring::KeyRing;

use crate::chance::Chance;
use crate::invariant::{Breach, Invariant};
use crate::network::JWKS_URI;
use crate::signer::ISSUER;
use crate::subject::Subject;
use crate::world::{World, policy};

const OTHER: &str = "https://other.example";

impl World {
    pub(crate) fn audit(&mut self, isolate: usize) -> Result<(), Breach> {
        let told = self.stores_and_restores(isolate);
        told.map_err(|what| self.breach(Invariant::Snapshot, isolate, what))
    }

    fn stores_and_restores(&mut self, isolate: usize) -> Result<(), String> {
        let one = &self.isolates[isolate];
        let Some(snapshot) = one.ring.ring().snapshot() else {
            return Ok(());
        };
        self.tally.snapshots += 1;
        let hours = self.noise.pick(&[0.0, 0.0, 0.0, 1.0, -1.0]) * self.bounds.hard_age;
        let later =
            UnixTime::from_secs_f64(one.clock(self.now) + hours * self.noise.between(0.0, 1.1));
        let now = later.unwrap();
        let stored = one.ring.ring();

        let mut restored = Subject::new(&self.policy, self.bounds, self.scenario.lie);
        let event = restored.restore(&snapshot, now);
        if !is_same(stored, restored.ring(), now) {
            let (dated, expires) = (restored.ring().dated(), restored.ring().expires());
            return Err(format!(
                "restored with {event:?}, dated {dated:?}, until {expires:?}: {snapshot}"
            ));
        }
        let broken = self.noise.broken_text(&snapshot);
        for (other, text, may_be_taken) in [
            (policy(OTHER, JWKS_URI), &snapshot, false),
            (
                policy(ISSUER, "https://issuer.example/other"),
                &snapshot,
                false,
            ),
            (policy(OTHER, JWKS_URI), &broken, false),
            (self.policy.clone(), &broken, true),
        ] {
            let mut ring = KeyRing::new(&other, self.bounds).unwrap();
            let event = ring.restore(text, now);
            let issuer = ring.keys(now).map(|keys| keys.issuer().to_owned());
            if issuer.is_some_and(|issuer| !may_be_taken || issuer != ISSUER) {
                return Err(format!("{event:?} of a snapshot that was none: {text}"));
            }
        }
        // What is held is as new as that.
        let mut holds = stored.clone();
        if stored.keys(now).is_some() && holds.restore(&snapshot, now).is_some() {
            return Err(format!(
                "a snapshot replaces what it was made of: {snapshot}"
            ));
        }
        Ok(())
    }
}

/// The same keys of the same age until the same time, or none in both.
fn is_same(stored: &KeyRing, restored: &KeyRing, now: UnixTime) -> bool {
    if stored.keys(now).is_none() {
        return restored.dated().is_none();
    }
    stored.document() == restored.document()
        && stored.dated() == restored.dated()
        && stored.expires() == restored.expires()
        && stored.refresh_at() == restored.refresh_at()
        && restored.keys(now).is_some()
}
