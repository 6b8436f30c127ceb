//! A ring in a native program: the world around it, and what is done with both for a token.

use alloc::sync::Arc;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use super::event::Event;
use super::received::Received;
use super::step::{Fetch, Need, Step};
use super::{KeyRing, KeySet};
use crate::error::{Error, KeyFault, KeysFault};
use crate::policy::{Policy, Presentation};
use crate::time::UnixTime;
use crate::token::{Admitted, Unverified};

/// What a [`KeyRing`] needs of the world: a lock, a clock, chance, a timer and a way to fetch.
///
/// A host is a handle to one issuer's ring: cheap to clone, and shared by all who verify. The lock is
/// never held while keys are fetched or a token is verified.
///
/// `sleep` and `fetch` are written as `async fn`. In an asynchronous host they await, and so
/// [`verify`](Self::verify) is awaited, on one thread or many. In a blocking one they do their work without
/// awaiting anything, and [`verify_blocking`](Self::verify_blocking) needs no runtime. The repository has a complete
/// program of either kind in `examples/keys`.
///
/// ```
/// use std::sync::{Arc, Mutex, PoisonError};
/// use std::time::{Duration, SystemTime};
///
/// use portcullis::ring::{Bounds, Fetch, Host, KeyRing, Received};
/// use portcullis::{KeysFault, Policy, Presentation, UnixTime};
///
/// #[derive(Clone)]
/// struct Keys(Arc<Mutex<KeyRing>>);
///
/// impl Host for Keys {
///     fn with_ring<T>(&self, work: impl FnOnce(&mut KeyRing) -> T) -> T {
///         work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
///     }
///
///     fn now(&self) -> UnixTime {
///         let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
///         UnixTime::from_secs_f64(elapsed.as_secs_f64()).unwrap_or(UnixTime::from_secs(0))
///     }
///
///     fn chance(&self) -> f64 {
///         0.5 // of a random number generator
///     }
///
///     async fn sleep(&self, seconds: f64) {
///         std::thread::sleep(Duration::from_secs_f64(seconds));
///     }
///
///     async fn fetch(&self, _: &Fetch) -> Received {
///         Received::failed(KeysFault::Unreachable) // of an HTTP client
///     }
/// }
///
/// let policy = Policy::access_token()
///     .issuer("https://issuer.example")
///     .audience("https://api.example")
///     .build()?;
/// let keys = Keys(Arc::new(Mutex::new(KeyRing::new(&policy, Bounds::default())?)));
/// let token = "eyJhbGciOiJFUzI1NiJ9.e30.e30";
/// let refused = keys.verify_blocking(token, &policy, &Presentation::bearer()).unwrap_err();
/// assert_eq!((refused.code(), refused.status()), ("ERR_KEYS_UNREACHABLE", 503));
/// assert!(keys.with_ring(|ring| ring.retry_after(keys.now())).is_some());
/// # Ok::<(), portcullis::PolicyError>(())
/// ```
pub trait Host: Sync {
    /// Does a piece of work with the ring, alone. It is short, and calls [`now`](Self::now) and no other
    /// method of the host.
    fn with_ring<T>(&self, work: impl FnOnce(&mut KeyRing) -> T) -> T;

    /// The time. It is read with the ring at hand, so that no time is older than one that the ring has seen.
    fn now(&self) -> UnixTime;

    /// A random number from 0 to 1. It spreads the load and protects nothing.
    fn chance(&self) -> f64;

    /// Waits so many seconds.
    fn sleep(&self, seconds: f64) -> impl Future<Output = ()> + Send;

    /// Fetches the key document from the policy's `jwks_uri`: over https, within [`Bounds::timeout`], no
    /// more of it than [`Limits::jwks`], and without following a redirect. [`Received::of_head`] judges
    /// the answer.
    ///
    /// [`Bounds::timeout`]: super::Bounds::timeout
    /// [`Limits::jwks`]: crate::Limits::jwks
    fn fetch(&self, fetch: &Fetch) -> impl Future<Output = Received> + Send;

    /// Fetches newer keys, while those at hand may still be used. Unless a host says otherwise, the token
    /// that came across it waits for them. A host that can run it elsewhere returns at once instead: it
    /// spawns a task, or a thread, which fetches and [settles](Self::settle) with a clone of the host.
    fn refresh(&self, fetch: Fetch) -> impl Future<Output = ()> + Send {
        fetch_and_settle(self, fetch)
    }

    /// Hears what has happened to the keys, without the lock. Unless a host says otherwise, nobody listens.
    fn on_event(&self, event: &Event) {
        let _ = event;
    }

    /// Hands what came of a fetch to the ring.
    fn settle(&self, fetch: &Fetch, received: &Received) {
        let (answer, chance) = (received.as_answer(), self.chance());
        let event = self.with_ring(|ring| ring.settle(fetch, &answer, self.now(), chance));
        self.on_event(&event);
    }

    /// Verifies a token with the keys at hand, and fetches them when there are none. A token that names a
    /// key that is not held, or that names none and that no held key has signed, has them fetched once
    /// more, as often as the ring allows (RFC 7517 §4.5). Nobody waits longer for another caller's fetch than
    /// [`Bounds::timeout`](super::Bounds::timeout).
    ///
    /// A future that is dropped while it fetches leaves others waiting for up to that time: run it as a
    /// task of its own where callers go away.
    ///
    /// # Errors
    ///
    /// As [`verify`](crate::verify); and [`Error::Keys`] with the last failure's fault when there are no keys,
    /// which is never the token's: the answer is 503, and [`KeyRing::retry_after`] says when it is
    /// worth while to try again.
    fn verify<'t>(
        &self,
        token: &'t str,
        policy: &Policy,
        presentation: &Presentation,
    ) -> impl Future<Output = Result<Admitted<'t>, Error>> + Send {
        async move {
            // What is no token has nothing fetched.
            let parsed = Unverified::parse(token, policy.limits())?;
            let names_key = parsed.kid().is_some();
            let seen = keys(self).await?;
            let judge = |token: Unverified<'t>, keys: &KeySet| {
                let authentic = token.select(keys, policy.algorithms())?.verify()?;
                authentic.admit(policy, presentation, self.now())
            };
            let refused = match judge(parsed, &seen.keys) {
                Err(error) if wants_another_key(error, names_key) => error,
                verdict => return verdict,
            };
            match another_set(self, &seen).await {
                Some(keys) => judge(Unverified::parse(token, policy.limits())?, &keys),
                None => Err(refused),
            }
        }
    }

    /// As [`verify`](Self::verify), for a host whose futures are ready at once.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify); [`KeysFault::NotReady`] when one of the futures was not.
    fn verify_blocking<'t>(
        &self,
        token: &'t str,
        policy: &Policy,
        presentation: &Presentation,
    ) -> Result<Admitted<'t>, Error> {
        let verdict = pin!(self.verify(token, policy, presentation));
        match verdict.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(verdict) => verdict,
            Poll::Pending => Err(Error::Keys(KeysFault::NotReady)),
        }
    }
}

/// A key that a token does not name may be one that is not held (RFC 7515 §6).
fn wants_another_key(refused: Error, names_key: bool) -> bool {
    match refused {
        Error::Key(KeyFault::Unknown) => true,
        Error::BadSignature => !names_key,
        _ => false,
    }
}

/// Keys to verify with, and how many answers had come by then.
struct Seen {
    keys: Arc<KeySet>,
    answers: u32,
}

impl Seen {
    fn of(ring: &KeyRing, now: UnixTime) -> Result<Self, Error> {
        let fault = ring.fault.unwrap_or(KeysFault::NotReady);
        let keys = ring.keys(now).ok_or(Error::Keys(fault))?;
        Ok(Self {
            keys: Arc::clone(keys),
            answers: ring.answers,
        })
    }
}

/// The keys at hand, fetched when there are none.
async fn keys(host: &(impl Host + ?Sized)) -> Result<Seen, Error> {
    let mut waited = 0.0;
    loop {
        let (step, seen, patience) = host.with_ring(|ring| {
            let now = host.now();
            let step = ring.ask(Need::Keys, now);
            (step, Seen::of(ring, now), ring.bounds.timeout)
        });
        match step {
            Step::Wait(seconds) if waited + seconds <= patience => {
                waited += seconds;
                host.sleep(seconds).await;
                continue;
            }
            Step::Use { .. } | Step::Refuse(_) | Step::Wait(_) => return seen,
            Step::UseAndRefresh { fetch, .. } => host.refresh(fetch).await,
            Step::FetchThenRetry(fetch) => fetch_and_settle(host, fetch).await,
        }
        return host.with_ring(|ring| Seen::of(ring, host.now()));
    }
}

/// Another set than the one that was seen, fetched when it is not there yet.
async fn another_set(host: &(impl Host + ?Sized), seen: &Seen) -> Option<Arc<KeySet>> {
    let mut waited = 0.0;
    loop {
        let (step, patience) = host.with_ring(|ring| {
            // An answer that came meanwhile is the answer to this question too.
            let is_answered = ring.answers != seen.answers;
            let step = (!is_answered).then(|| ring.ask(Need::OtherKey, host.now()));
            (step, ring.bounds.timeout)
        });
        match step {
            Some(Step::Wait(seconds)) if waited + seconds <= patience => {
                waited += seconds;
                host.sleep(seconds).await;
                continue;
            }
            Some(Step::FetchThenRetry(fetch)) => fetch_and_settle(host, fetch).await,
            _ => {}
        }
        return host.with_ring(|ring| {
            let keys = ring.keys(host.now())?;
            (!Arc::ptr_eq(keys, &seen.keys)).then(|| Arc::clone(keys))
        });
    }
}

async fn fetch_and_settle(host: &(impl Host + ?Sized), fetch: Fetch) {
    let received = host.fetch(&fetch).await;
    host.settle(&fetch, &received);
}
