//! A host with a clock that is set by hand, and the tokens and keys of its issuer.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use portcullis::ring::{Bounds, Event, Fetch, Host, KeyRing, Received, ReceivedHeaders};
use portcullis::{Error, KeysFault, Policy, Presentation, UnixTime};

use crate::signer::{AUDIENCE, ISSUER, NOW, Signer, claims, signers};

/// The issuer's answers to come, and what it was asked. With none to come, the question stays open.
#[derive(Default)]
pub(crate) struct Issuer {
    answers: VecDeque<Received>,
    /// The tags that came along.
    pub(crate) asked: Vec<Option<String>>,
    pub(crate) events: Vec<Event>,
    /// Fetches that are left for later, where the host can.
    pub(crate) later: Vec<Fetch>,
}

#[derive(Clone)]
pub(crate) struct Keys {
    ring: Arc<Mutex<KeyRing>>,
    pub(crate) issuer: Arc<Mutex<Issuer>>,
    now: Arc<Mutex<f64>>,
    pub(crate) has_background: bool,
}

impl Host for Keys {
    fn with_ring<T>(&self, work: impl FnOnce(&mut KeyRing) -> T) -> T {
        // Held while it is wanted again, it would be an error instead of a deadlock.
        work(&mut self.ring.try_lock().expect("nobody else has the ring"))
    }

    fn now(&self) -> UnixTime {
        UnixTime::from_secs_f64(*self.now.lock().unwrap()).unwrap()
    }

    fn chance(&self) -> f64 {
        0.0
    }

    fn sleep(&self, seconds: f64) -> impl Future<Output = ()> + Send {
        let end = *self.now.lock().unwrap() + seconds;
        poll_fn(move |_| {
            if *self.now.lock().unwrap() >= end {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
    }

    fn fetch(&self, fetch: &Fetch) -> impl Future<Output = Received> + Send {
        let tag = fetch.etag().map(str::to_owned);
        self.issuer.lock().unwrap().asked.push(tag);
        poll_fn(|_| {
            assert!(self.ring.try_lock().is_ok(), "nothing is locked meanwhile");
            match self.issuer.lock().unwrap().answers.pop_front() {
                Some(answer) => Poll::Ready(answer),
                None => Poll::Pending,
            }
        })
    }

    async fn refresh(&self, fetch: Fetch) {
        if self.has_background {
            return self.issuer.lock().unwrap().later.push(fetch);
        }
        let received = self.fetch(&fetch).await;
        self.settle(&fetch, &received);
    }

    fn on_event(&self, event: &Event) {
        assert!(self.ring.try_lock().is_ok(), "a listener may use the ring");
        self.issuer.lock().unwrap().events.push(event.clone());
    }
}

impl Keys {
    pub(crate) fn new() -> Self {
        let ring = KeyRing::new(&policy(), Bounds::default()).unwrap();
        Self {
            ring: Arc::new(Mutex::new(ring)),
            issuer: Arc::default(),
            now: Arc::new(Mutex::new(f64::from(u32::try_from(NOW).unwrap()))),
            has_background: false,
        }
    }

    pub(crate) fn answers(&self, answers: impl IntoIterator<Item = Received>) -> &Self {
        self.issuer.lock().unwrap().answers.extend(answers);
        self
    }

    pub(crate) fn after(&self, seconds: f64) -> &Self {
        *self.now.lock().unwrap() += seconds;
        self
    }

    pub(crate) fn asked(&self) -> usize {
        self.issuer.lock().unwrap().asked.len()
    }

    /// The verdict's code.
    pub(crate) fn code(&self, token: &str) -> &'static str {
        code(self.verify_blocking(token, &policy(), &Presentation::bearer()))
    }
}

pub(crate) fn code<T>(verdict: Result<T, Error>) -> &'static str {
    verdict.map_or_else(Error::code, |_| "OK")
}

pub(crate) fn policy() -> Policy {
    let policy = Policy::access_token().issuer(ISSUER).audience(AUDIENCE);
    policy.build().unwrap()
}

/// One key of each of two algorithms.
pub(crate) fn keys() -> [Signer; 2] {
    let mut all = signers().into_iter();
    [all.next().unwrap(), all.next().unwrap()]
}

/// A token that is good for a day.
pub(crate) fn token(signer: &Signer) -> String {
    token_with(signer, &signer.header())
}

pub(crate) fn token_with(signer: &Signer, header: &str) -> String {
    let claims = claims().replace(&(NOW + 240).to_string(), &(NOW + 86_400).to_string());
    signer.token(header, claims)
}

pub(crate) fn document(jwks: String) -> Received {
    Received::Document {
        text: jwks,
        jwks_uri: "https://issuer.example/jwks".to_owned(),
        headers: ReceivedHeaders {
            etag: Some("\"one\"".to_owned()),
            ..ReceivedHeaders::default()
        },
    }
}

pub(crate) fn failed(retry_after: Option<f64>) -> Received {
    Received::Failed {
        fault: KeysFault::Status,
        retry_after,
    }
}
