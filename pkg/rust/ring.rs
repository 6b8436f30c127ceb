//! An issuer's key ring: what is to be done comes out as JSON text, and JavaScript does it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis::ring::{Answer, Bounds, Fetch, Headers, Need};
use portcullis::{Error, KeysFault, Policy};
use wasm_bindgen::prelude::*;

use crate::throw;
use crate::verifier::read_time;

/// Fetches that may be under way at once; one on top takes the place of another.
const MOST: usize = 8;

/// The keys of one issuer over time.
#[wasm_bindgen]
pub struct KeyRing {
    ring: portcullis::ring::KeyRing,
    underway: Vec<Fetch>,
}

#[wasm_bindgen]
impl KeyRing {
    /// A ring without keys, for the issuer of a policy, which is JSON text. The bounds are in seconds, and
    /// the default where one is not a number.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for the first fault.
    #[wasm_bindgen(constructor)]
    pub fn new(
        policy: &str,
        floor: f64,
        ceiling: f64,
        hard_age: f64,
        cooldown: f64,
        timeout: f64,
    ) -> Result<KeyRing, JsValue> {
        let mut bounds = Bounds::default();
        for (bound, given) in [
            (&mut bounds.floor, floor),
            (&mut bounds.ceiling, ceiling),
            (&mut bounds.hard_age, hard_age),
            (&mut bounds.cooldown, cooldown),
            (&mut bounds.timeout, timeout),
        ] {
            if !given.is_nan() {
                *bound = given;
            }
        }
        let made = Policy::from_json(policy)
            .and_then(|policy| portcullis::ring::KeyRing::new(&policy, bounds));
        match made {
            Ok(ring) => Ok(Self {
                ring,
                underway: Vec::new(),
            }),
            Err(error) => Err(throw::policy(&error)),
        }
    }

    /// What is to be done for a token that needs keys, or another key than those at hand.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a clock that makes no sense.
    pub fn ask(&mut self, another: bool, now: f64) -> Result<String, JsValue> {
        let need = if another { Need::OtherKey } else { Need::Keys };
        let step = self.ring.ask(need, read_time(now)?);
        let text = step.to_json();
        if let Some(fetch) = step.into_fetch() {
            if self.underway.len() >= MOST {
                self.underway.swap_remove(0);
            }
            self.underway.push(fetch);
        }
        Ok(text)
    }

    /// Settles a fetch: with a document; with `wire` for a refusal's number; or with neither, when the
    /// document has not changed. What is not there is empty, or not a number. `chance` is random, from 0
    /// to 1. What has happened comes back.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a clock that makes no sense.
    #[allow(clippy::too_many_arguments, reason = "one crossing")]
    pub fn settle(
        &mut self,
        ticket: u32,
        wire: u32,
        text: &str,
        jwks_uri: &str,
        headers: &str,
        retry_after: f64,
        now: f64,
        chance: f64,
    ) -> Result<Option<String>, JsValue> {
        let now = read_time(now)?;
        let Some(fetch) = self.close(ticket) else {
            return Ok(None);
        };
        let headers = read_headers(headers);
        let answer = match Error::from_wire(wire) {
            None if text.is_empty() => Answer::NotModified { headers },
            None => Answer::Document {
                text,
                jwks_uri,
                headers,
            },
            Some(error) => Answer::Failed {
                fault: match error {
                    Error::Keys(fault) => fault,
                    _ => KeysFault::Unreachable,
                },
                retry_after: (retry_after >= 0.0).then_some(retry_after),
            },
        };
        Ok(Some(
            self.ring.settle(&fetch, &answer, now, chance).to_json(),
        ))
    }

    /// Takes a fetch back that was not made.
    #[wasm_bindgen(js_name = giveBack)]
    pub fn give_back(&mut self, ticket: u32) {
        if let Some(fetch) = self.close(ticket) {
            self.ring.give_back(&fetch);
        }
    }

    /// The keys at hand: where they came from and what times they have; nothing without keys.
    #[must_use]
    pub fn held(&self) -> Option<String> {
        self.ring.held_to_json()
    }

    /// The document with the keys at hand.
    #[must_use]
    pub fn document(&self) -> Option<String> {
        self.ring.document().map(str::to_owned)
    }

    /// The keys at hand for a store.
    #[must_use]
    pub fn snapshot(&self) -> Option<String> {
        self.ring.snapshot()
    }

    /// Takes what was stored, when it is newer; what has happened, if anything.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a clock that makes no sense.
    pub fn restore(&mut self, snapshot: &str, now: f64) -> Result<Option<String>, JsValue> {
        let event = self.ring.restore(snapshot, read_time(now)?);
        Ok(event.map(|event| event.to_json()))
    }
}

impl KeyRing {
    fn close(&mut self, ticket: u32) -> Option<Fetch> {
        let underway = &mut self.underway;
        let at = underway.iter().position(|fetch| fetch.number() == ticket)?;
        Some(underway.swap_remove(at))
    }
}

/// `Cache-Control`, `Age` and `ETag`, a line each; an empty one is not there.
fn read_headers(lines: &str) -> Headers<'_> {
    let mut lines = lines.split('\n');
    let mut next = || lines.next().filter(|line| !line.is_empty());
    Headers {
        cache_control: next(),
        age: next(),
        etag: next(),
    }
}
