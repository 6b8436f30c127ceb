//! Verifies access tokens in a program of threads, with keys that refresh themselves.
//!
//! ```sh
//! cargo run --bin blocking -- ISSUER AUDIENCE JWKS_URI TOKEN...
//! ```

use std::env;
use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use portcullis::ring::{Bounds, Event, Fetch, Host, KeyRing, Received};
use portcullis::{KeysFault, Policy, PolicyError, Presentation, UnixTime};
use ureq::{Agent, http::Response};

/// The keys of one issuer. Clones share them, so every thread has its own.
#[derive(Clone)]
struct Keys {
    ring: Arc<Mutex<KeyRing>>,
    agent: Agent,
    jwks_uri: Arc<str>,
    /// Bytes that a key document may have.
    limit: usize,
}

impl Keys {
    fn new(policy: &Policy, jwks_uri: &str) -> Result<Self, PolicyError> {
        let mut bounds = Bounds::default();
        bounds.timeout = 2.0;
        let agent = Agent::config_builder()
            .https_only(cfg!(feature = "tls"))
            .max_redirects(0)
            .http_status_as_error(false)
            // Of the whole exchange, body included.
            .timeout_global(Some(Duration::from_secs_f64(bounds.timeout)))
            .build()
            .new_agent();
        Ok(Self {
            ring: Arc::new(Mutex::new(KeyRing::new(policy, bounds)?)),
            agent,
            jwks_uri: jwks_uri.into(),
            limit: policy.limits().jwks,
        })
    }

    fn get(&self, fetch: &Fetch) -> Result<Received, ureq::Error> {
        let mut request = self.agent.get(&*self.jwks_uri);
        request = request.header("accept", "application/json");
        if let Some(etag) = fetch.etag() {
            request = request.header("if-none-match", etag);
        }
        let (head, mut body) = request.call()?.into_parts();
        let head = Response::from_parts(head, ());
        let header = |name: &str| head.headers().get(name)?.to_str().ok();
        let headers = match Received::of_head(fetch, head.status().as_u16(), header) {
            Ok(headers) => headers,
            Err(received) => return Ok(received),
        };
        let limit = self.limit.try_into().unwrap_or(u64::MAX);
        let bytes = body.with_config().limit(limit).read_to_vec()?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => Received::Document {
                text,
                jwks_uri: self.jwks_uri.to_string(),
                headers,
            },
            Err(_) => Received::failed(KeysFault::Document),
        })
    }

    /// Keys that do not come are a fault with a name.
    fn receive(&self, fetch: &Fetch) -> Received {
        self.get(fetch).unwrap_or_else(|error| {
            Received::failed(match error {
                ureq::Error::BodyExceedsLimit(_) => KeysFault::TooLarge,
                ureq::Error::Timeout(_) => KeysFault::Timeout,
                _ => KeysFault::Unreachable,
            })
        })
    }
}

impl Host for Keys {
    fn with_ring<T>(&self, work: impl FnOnce(&mut KeyRing) -> T) -> T {
        work(&mut self.ring.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn now(&self) -> UnixTime {
        let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        UnixTime::from_secs_f64(elapsed.as_secs_f64()).unwrap_or(UnixTime::from_secs(0))
    }

    fn chance(&self) -> f64 {
        let random = RandomState::new().hash_one(()) >> 32;
        u32::try_from(random).map_or(0.5, f64::from) / f64::from(u32::MAX)
    }

    async fn sleep(&self, seconds: f64) {
        thread::sleep(Duration::from_secs_f64(seconds));
    }

    async fn fetch(&self, fetch: &Fetch) -> Received {
        self.receive(fetch)
    }

    async fn refresh(&self, fetch: Fetch) {
        let keys = self.clone();
        thread::spawn(move || keys.settle(&fetch, &keys.receive(&fetch)));
    }

    fn on_event(&self, event: &Event) {
        eprintln!("keys: {}", event.to_json());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(issuer), Some(audience), Some(jwks_uri)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: blocking ISSUER AUDIENCE JWKS_URI TOKEN...".into());
    };
    let mut policy = Policy::access_token().issuer(issuer).audience(audience);
    if jwks_uri.starts_with("http:") {
        // To try it out; the core takes plain http from this machine alone.
        policy = policy.development();
    }
    let policy = policy.jwks_uri(&jwks_uri).build()?;
    let keys = Keys::new(&policy, &jwks_uri)?;
    for token in arguments {
        match keys.verify_blocking(&token, &policy, &Presentation::bearer()) {
            Ok(token) => println!("{}", token.claims().subject().unwrap_or_default()),
            Err(refused) => println!("{} {}", refused.status(), refused.code()),
        }
    }
    if let Some(seconds) = keys.with_ring(|ring| ring.retry_after(keys.now())) {
        println!("retry-after: {}", seconds.ceil());
    }
    Ok(())
}
