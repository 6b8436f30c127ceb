//! The keys of one issuer over time: which may be used now, and when they are fetched again.
//!
//! A pure state machine. Time, randomness and what was fetched are handed in, and what is to be done
//! comes out; fetching itself, and waiting, is its caller's. In a native program that is a [`Host`].

mod answer;
mod backoff;
mod bounds;
mod bucket;
mod event;
mod freshness;
mod held;
mod host;
mod received;
mod settle;
mod snapshot;
mod step;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::sync::Arc;

pub use answer::{Answer, Headers};
pub use bounds::Bounds;
pub use event::Event;
pub use host::Host;
pub use received::{Received, ReceivedHeaders};
pub use step::{Fetch, Need, Step};

use self::backoff::Backoff;
use self::bucket::Bucket;
use self::held::Held;
use super::set::KeySet;
use crate::encoding::json::ObjectWriter;
use crate::error::{Error, KeysFault, PolicyError, PolicyFault};
use crate::policy::Policy;
use crate::time::UnixTime;

/// Seconds between two looks of a caller who waits for what another one fetches.
const LOOK_AGAIN: f64 = 0.02;
/// Seconds without an answer after which a caller who has no keys at all asks too: in Workers a fetch
/// ends with the request that began it.
const OVERDUE: f64 = 1.0;

/// The keys of one issuer, fetched again and again.
///
/// A set is used up to its soft age, which the issuer names within bounds; from then on it is used while
/// a newer one is fetched, and never beyond its hard age. So a key that its issuer has withdrawn verifies
/// nothing once [`hard_age`](Bounds::hard_age) and one [`timeout`](Bounds::timeout) have gone by,
/// wherever the set was kept in between.
///
/// ```
/// use portcullis::ring::{Answer, Bounds, Headers, KeyRing, Need, Step};
/// use portcullis::{Policy, UnixTime};
///
/// let policy = Policy::access_token()
///     .issuer("https://issuer.example")
///     .audience("https://api.example")
///     .jwks_uri("https://issuer.example/jwks")
///     .build()?;
/// let mut ring = KeyRing::new(&policy, Bounds::default())?;
/// let now = UnixTime::from_secs(1_760_000_000);
/// let Step::FetchThenRetry(fetch) = ring.ask(Need::Keys, now) else {
///     panic!("nothing is held yet");
/// };
/// # let text = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
/// let answer = Answer::Document {
///     text, // the body of an HTTP answer
///     jwks_uri: "https://issuer.example/jwks",
///     headers: Headers { cache_control: Some("max-age=300"), ..Headers::default() },
/// };
/// ring.settle(&fetch, &answer, now, 0.5);
/// assert!(ring.keys(now).is_some());
/// # Ok::<(), portcullis::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyRing {
    policy: Policy,
    bounds: Bounds,
    held: Option<Held>,
    underway: Option<Underway>,
    /// Numbers the fetches.
    fetches: u32,
    /// Counts the answers that came.
    answers: u32,
    /// Why the last one was none.
    fault: Option<KeysFault>,
    backoff: Backoff,
    bucket: Bucket,
}

/// The fetch that was begun last.
#[derive(Clone, Copy, Debug)]
struct Underway {
    number: u32,
    started: f64,
    /// Whether another caller has begun this one because the first was overdue.
    second: bool,
}

impl KeyRing {
    /// A ring without keys, for the issuer of a policy.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for a policy without an issuer, whose keys would be nobody's, and for bounds that make
    /// no sense; see [`Bounds::checked`].
    pub fn new(policy: &Policy, bounds: Bounds) -> Result<Self, PolicyError> {
        if policy.issuer().is_none() {
            return Err(PolicyError::new(PolicyFault::Missing, "issuer"));
        }
        Ok(Self {
            policy: policy.clone(),
            bounds: bounds.checked()?,
            held: None,
            underway: None,
            fetches: 0,
            answers: 0,
            fault: None,
            backoff: Backoff::default(),
            bucket: Bucket::default(),
        })
    }

    /// The bounds that it goes by.
    #[must_use]
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The keys that may be used. A clone of them is cheap, and needs no ring.
    #[must_use]
    pub fn keys(&self, now: UnixTime) -> Option<&Arc<KeySet>> {
        self.usable(now.as_secs_f64()).map(|held| &held.keys)
    }

    /// The document that they were read from.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        self.held.as_ref().map(|held| held.document.as_str())
    }

    /// Where it came from.
    #[must_use]
    pub fn jwks_uri(&self) -> Option<&str> {
        self.held.as_ref().map(|held| held.jwks_uri.as_str())
    }

    /// The time from which the keys at hand may be used: when the issuer sent them.
    #[must_use]
    pub fn dated(&self) -> Option<UnixTime> {
        UnixTime::from_secs_f64(self.held.as_ref()?.dated)
    }

    /// The time from which newer ones are to be fetched; until then every step is [`Step::Use`].
    #[must_use]
    pub fn refresh_at(&self) -> Option<UnixTime> {
        UnixTime::from_secs_f64(self.held.as_ref()?.refresh_at)
    }

    /// The time from which they may not be used any longer.
    #[must_use]
    pub fn expires(&self) -> Option<UnixTime> {
        UnixTime::from_secs_f64(self.held.as_ref()?.dated + self.bounds.hard_age)
    }

    /// Seconds until the issuer is asked again after a failure; none when it may be asked now. A
    /// resource server without keys says so in `Retry-After` (RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(&self, now: UnixTime) -> Option<f64> {
        self.backoff.remaining(now.as_secs_f64())
    }

    /// The keys at hand as JSON: `jwks_uri`, `dated`, `refresh_at`, `expires`; the document is not in it.
    #[must_use]
    pub fn held_to_json(&self) -> Option<String> {
        let held = self.held.as_ref()?;
        let mut out = ObjectWriter::new();
        out.string("jwks_uri", &held.jwks_uri);
        out.number("dated", held.dated);
        out.number("refresh_at", held.refresh_at);
        out.number("expires", held.dated + self.bounds.hard_age);
        Some(out.finish())
    }

    /// Says what is to be done for a token. A fetch that it gives out is to be settled.
    pub fn ask(&mut self, need: Need, now: UnixTime) -> Step {
        let now = now.as_secs_f64();
        let Some(held) = self.usable(now) else {
            return self.ask_without_keys(now);
        };
        let (due, age) = (now >= held.refresh_at, now - held.dated);
        let stale = (due && self.backoff.has_failed()).then_some(age);
        let others = self.is_underway(now);
        let waits_for_it = need == Need::OtherKey;
        if waits_for_it && others {
            return Step::Wait(LOOK_AGAIN);
        }
        if others || self.backoff.remaining(now).is_some() {
            return Step::Use { stale };
        }
        if waits_for_it && (due || self.bucket.take(now, self.bounds.cooldown)) {
            return Step::FetchThenRetry(self.begin(now));
        }
        if !due {
            return Step::Use { stale };
        }
        let fetch = self.begin(now);
        Step::UseAndRefresh { fetch, stale }
    }

    fn ask_without_keys(&mut self, now: f64) -> Step {
        match self.underway {
            Some(last) if self.is_underway(now) => {
                if last.second || now - last.started < OVERDUE {
                    return Step::Wait(LOOK_AGAIN);
                }
                let fetch = self.begin(now);
                self.underway = self.underway.map(|last| Underway {
                    second: true,
                    ..last
                });
                Step::FetchThenRetry(fetch)
            }
            _ => match self.backoff.remaining(now) {
                Some(seconds) => Step::Refuse(seconds),
                None => Step::FetchThenRetry(self.begin(now)),
            },
        }
    }

    /// The keys at hand as a text, for a store that nobody else can write to.
    #[must_use]
    pub fn snapshot(&self) -> Option<String> {
        let held = self.held.as_ref()?;
        Some(snapshot::write(self.issuer(), held))
    }

    /// Takes a snapshot that was stored, when it is newer than what is held. It is read as strictly as
    /// what an issuer sends, and ages as it would have in memory. None when it was left alone: of another
    /// issuer or address, too old, older than what is held, or of the future.
    pub fn restore(&mut self, snapshot: &str, now: UnixTime) -> Option<Event> {
        let now = now.as_secs_f64();
        let read = snapshot::read(snapshot, self.policy.limits())?;
        if read.issuer() != Some(self.issuer()) {
            return None;
        }
        let read = read.into_held(|document| self.read(document))?;
        let pinned = self.policy.jwks_uri();
        let newest = self
            .usable(now)
            .map_or(f64::NEG_INFINITY, |held| held.dated);
        let fits = pinned.is_none_or(|uri| uri == read.jwks_uri)
            && self.may_use(read.dated, now)
            && read.dated > newest
            && read.refresh_at <= read.dated + self.bounds.hard_age;
        fits.then(|| self.hold(read))
    }

    /// Puts a set into the place of the one before, whole.
    fn hold(&mut self, next: Held) -> Event {
        let before = self.held.take();
        let event = next.change(before.as_ref());
        self.held = Some(match before {
            Some(before) => next.succeeding(&before),
            None => next,
        });
        event
    }

    fn begin(&mut self, now: f64) -> Fetch {
        self.fetches = self.fetches.wrapping_add(1);
        self.underway = Some(Underway {
            number: self.fetches,
            started: now,
            second: false,
        });
        let started = UnixTime::from_secs_f64(now).unwrap_or(UnixTime::from_secs(0));
        let etag = self.usable(now).and_then(|held| held.etag.clone());
        Fetch {
            number: self.fetches,
            started,
            etag,
        }
    }

    fn issuer(&self) -> &str {
        self.policy.issuer().unwrap_or_default()
    }

    /// Reads a document as the policy says.
    fn read(&self, document: &str) -> Result<KeySet, KeysFault> {
        KeySet::for_policy(&self.policy, self.issuer(), document).map_err(|error| match error {
            Error::Keys(fault) => fault,
            _ => KeysFault::Document,
        })
    }

    fn usable(&self, now: f64) -> Option<&Held> {
        let held = self.held.as_ref()?;
        self.may_use(held.dated, now).then_some(held)
    }

    /// What comes from the future has an age that nobody knows: the clock was set back.
    fn may_use(&self, dated: f64, now: f64) -> bool {
        let age = now - dated;
        age >= 0.0 && age < self.bounds.hard_age
    }

    fn is_underway(&self, now: f64) -> bool {
        self.underway.is_some_and(|last| {
            let elapsed = now - last.started;
            elapsed >= 0.0 && elapsed < self.bounds.timeout
        })
    }
}
