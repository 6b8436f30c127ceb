//! A key ring in a native program: what a host sees of it, with an issuer that answers as it is told.

#![cfg(all(feature = "es256", feature = "eddsa"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod signer;

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use portcullis::ring::{Bounds, Event, Fetch, Host, KeyRing, Received, ReceivedHeaders};
use portcullis::{Error, KeyFault, KeysFault, Policy, Presentation, UnixTime};
use signer::{AUDIENCE, ISSUER, NOW, Signer, claims, signers};

/// The issuer's answers to come, and what it was asked. With none to come, the question stays open.
#[derive(Default)]
struct Issuer {
    answers: VecDeque<Received>,
    /// The tags that came along.
    asked: Vec<Option<String>>,
    events: Vec<Event>,
    /// Fetches that are left for later, where the host can.
    later: Vec<Fetch>,
}

#[derive(Clone)]
struct Keys {
    ring: Arc<Mutex<KeyRing>>,
    issuer: Arc<Mutex<Issuer>>,
    now: Arc<Mutex<f64>>,
    has_background: bool,
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
        poll_fn(move |_| match *self.now.lock().unwrap() >= end {
            true => Poll::Ready(()),
            false => Poll::Pending,
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
    fn new() -> Self {
        let ring = KeyRing::new(&policy(), Bounds::default()).unwrap();
        Self {
            ring: Arc::new(Mutex::new(ring)),
            issuer: Arc::default(),
            now: Arc::new(Mutex::new(f64::from(u32::try_from(NOW).unwrap()))),
            has_background: false,
        }
    }

    fn answers(&self, answers: impl IntoIterator<Item = Received>) -> &Self {
        self.issuer.lock().unwrap().answers.extend(answers);
        self
    }

    fn after(&self, seconds: f64) -> &Self {
        *self.now.lock().unwrap() += seconds;
        self
    }

    fn asked(&self) -> usize {
        self.issuer.lock().unwrap().asked.len()
    }

    /// The verdict's code.
    fn code(&self, token: &str) -> &'static str {
        code(self.verify_blocking(token, &policy(), &Presentation::bearer()))
    }
}

fn code<T>(verdict: Result<T, Error>) -> &'static str {
    verdict.map_or_else(Error::code, |_| "OK")
}

fn policy() -> Policy {
    let policy = Policy::access_token().issuer(ISSUER).audience(AUDIENCE);
    policy.build().unwrap()
}

/// One key of each of two algorithms.
fn keys() -> [Signer; 2] {
    let mut all = signers().into_iter();
    [all.next().unwrap(), all.next().unwrap()]
}

/// A token that is good for a day.
fn token(signer: &Signer) -> String {
    token_with(signer, &signer.header())
}

fn token_with(signer: &Signer, header: &str) -> String {
    let claims = claims().replace(&(NOW + 240).to_string(), &(NOW + 86_400).to_string());
    signer.token(header, claims)
}

fn document(jwks: String) -> Received {
    Received::Document {
        text: jwks,
        jwks_uri: "https://issuer.example/jwks".to_owned(),
        headers: ReceivedHeaders {
            etag: Some("\"one\"".to_owned()),
            ..ReceivedHeaders::default()
        },
    }
}

fn failed(retry_after: Option<f64>) -> Received {
    Received::Failed {
        fault: KeysFault::Status,
        retry_after,
    }
}

#[test]
fn keys_are_fetched_once_for_many_tokens_and_never_for_what_is_no_token() {
    let (host, [key, _]) = (Keys::new(), keys());
    assert_eq!(host.code("a.b"), "ERR_TOKEN_SEGMENTS");
    assert_eq!(host.asked(), 0);
    host.answers([document(key.jwks())]);
    for _ in 0..3 {
        assert_eq!(host.after(100.0).code(&token(&key)), "OK");
    }
    assert_eq!(host.asked(), 1);
}

#[test]
fn a_token_waits_for_the_refresh_of_stale_keys_that_has_no_background() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks()), document(next.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(host.after(599.0).code(&token(&key)), "OK");
    assert_eq!(host.asked(), 1);
    assert_eq!(host.after(1.0).code(&token(&next)), "OK");
    assert_eq!(host.asked(), 2);
}

#[test]
fn stale_keys_decide_while_newer_ones_are_fetched_in_the_background() {
    let (mut host, [key, next]) = (Keys::new(), keys());
    host.has_background = true;
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    for _ in 0..3 {
        assert_eq!(host.after(600.0).code(&token(&key)), "OK");
        // What was left for later and never came counts as lost; who comes meanwhile begins none.
        assert_eq!(host.code(&token(&key)), "OK");
    }
    let later: Vec<Fetch> = host.issuer.lock().unwrap().later.drain(..).collect();
    assert_eq!((later.len(), host.asked()), (3, 1));
    host.settle(&later[2], &document(next.jwks()));
    assert_eq!(host.code(&token(&next)), "OK");
}

#[test]
fn an_unknown_kid_has_the_keys_fetched_again_with_their_tag_and_then_names_the_new_ones() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks()), document(next.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(host.code(&token(&next)), "OK");
    let issuer = host.issuer.lock().unwrap();
    assert_eq!(issuer.asked, [None, Some("\"one\"".to_owned())]);
    let rotation = Event::Replaced {
        added: vec!["EdDSA".to_owned()],
        removed: vec!["ES256".to_owned()],
        ignored: 0,
    };
    assert_eq!(issuer.events[1], rotation);
}

#[test]
fn made_up_kids_are_looked_for_as_often_as_the_ring_allows() {
    let (host, [key, next]) = (Keys::new(), keys());
    let confirmed = || Received::NotModified {
        headers: ReceivedHeaders::default(),
    };
    host.answers([document(key.jwks()), confirmed(), confirmed()]);
    assert_eq!(host.code(&token(&key)), "OK");
    for _ in 0..5 {
        assert_eq!(host.code(&token(&next)), "ERR_KEY_UNKNOWN");
    }
    assert_eq!(host.asked(), 3);
}

#[test]
fn a_bad_signature_has_keys_fetched_when_no_key_is_named() {
    let (host, [key, _]) = (Keys::new(), keys());
    // RFC 7517 A.1.
    let other = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"ES256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;
    host.answers([document(other.to_owned()), document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "ERR_SIGNATURE");
    assert_eq!(host.asked(), 1);
    let nameless = token_with(&key, r#"{"alg":"ES256","typ":"at+jwt"}"#);
    assert_eq!(host.code(&nameless), "OK");
    assert_eq!(host.asked(), 2);
}

#[test]
fn keys_out_of_reach_are_never_the_tokens_fault_and_say_when_to_come_again() {
    let (host, [key, next]) = (Keys::new(), keys());
    let retry_after = || {
        let now = host.now();
        host.with_ring(|ring| ring.retry_after(now))
    };
    assert_eq!(retry_after(), None);
    host.answers([failed(Some(20.0))]);
    assert_eq!(host.code(&token(&key)), "ERR_KEYS_STATUS");
    assert_eq!(retry_after(), Some(20.0));
    // Nobody is asked until then.
    assert_eq!(host.after(19.0).code(&token(&key)), "ERR_KEYS_STATUS");
    assert_eq!((host.asked(), retry_after()), (1, Some(1.0)));
    host.after(1.0).answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(retry_after(), None);
    // With keys at hand an outage changes no verdict, until they are too old.
    host.answers([failed(None)]);
    assert_eq!(host.code(&token(&next)), "ERR_KEY_UNKNOWN");
    assert_eq!(host.code(&token(&key)), "OK");
    host.answers([failed(None)]);
    assert_eq!(host.after(14_400.0).code(&token(&key)), "ERR_KEYS_STATUS");
}

/// Looks at a future once.
fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn who_comes_while_keys_are_fetched_waits_for_them_by_a_timer() {
    let (host, [key, _]) = (Keys::new(), keys());
    let (token, policy, bearer) = (token(&key), policy(), Presentation::bearer());
    let mut first = pin!(host.verify(&token, &policy, &bearer));
    let mut second = pin!(host.verify(&token, &policy, &bearer));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    host.after(0.5);
    assert!(poll(second.as_mut()).is_pending());
    host.answers([document(key.jwks())]);
    assert!(matches!(poll(first), Poll::Ready(Ok(_))));
    host.after(0.5);
    assert!(matches!(poll(second), Poll::Ready(Ok(_))));
    assert_eq!(host.asked(), 1);
}

#[test]
fn the_answer_that_was_waited_for_answers_ones_own_question() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    let (token, policy, bearer) = (token(&next), policy(), Presentation::bearer());
    for (answer, code_of_both) in [
        (failed(None), "ERR_KEY_UNKNOWN"),
        (document(key.jwks()), "ERR_KEY_UNKNOWN"),
        (document(next.jwks()), "OK"),
    ] {
        let asked = host.after(60.0).asked();
        let mut first = pin!(host.verify(&token, &policy, &bearer));
        let mut second = pin!(host.verify(&token, &policy, &bearer));
        assert!(poll(first.as_mut()).is_pending());
        assert!(poll(second.as_mut()).is_pending());
        host.answers([answer]);
        for mut verdict in [first, second] {
            let Poll::Ready(verdict) = poll(verdict.as_mut()) else {
                panic!("a fetch is waited for in vain");
            };
            assert_eq!(code(verdict), code_of_both);
            host.after(0.1);
        }
        assert_eq!(host.asked(), asked + 1);
    }
}

#[test]
fn nobody_waits_longer_than_a_fetch_may_take() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    let (token, policy, bearer) = (token(&next), policy(), Presentation::bearer());
    let mut first = pin!(host.verify(&token, &policy, &bearer));
    assert!(poll(first.as_mut()).is_pending());
    let mut second = pin!(host.verify(&token, &policy, &bearer));
    let mut looks = 0;
    let verdict = loop {
        match poll(second.as_mut()) {
            Poll::Ready(verdict) => break verdict,
            Poll::Pending => looks += 1,
        }
        // The clock stands still for the ring, and the timer runs.
        let now = *host.now.lock().unwrap();
        host.after(0.02);
        assert!(looks < 300 && now < f64::from(u32::try_from(NOW).unwrap()) + 5.1);
    };
    assert_eq!(verdict.err(), Some(Error::Key(KeyFault::Unknown)));
    assert!(looks > 200, "{looks}");
}

#[test]
fn a_host_that_is_not_ready_gives_no_verdict() {
    let (host, [key, _]) = (Keys::new(), keys());
    assert_eq!(host.code(&token(&key)), "ERR_KEYS_NOT_READY");
}

#[test]
fn a_verdict_that_is_awaited_goes_from_thread_to_thread() {
    let (host, [key, _]) = (Keys::new(), keys());
    let (token, task) = (token(&key), host.clone());
    let mut verdict = Box::pin(async move {
        let (policy, bearer) = (policy(), Presentation::bearer());
        code(task.verify(&token, &policy, &bearer).await)
    });
    assert!(poll(verdict.as_mut()).is_pending());
    host.answers([document(key.jwks())]);
    let verdict = std::thread::spawn(move || poll(verdict.as_mut()));
    assert_eq!(verdict.join().unwrap(), Poll::Ready("OK"));
}
