//! Verifies access tokens in an asynchronous program, with keys that refresh themselves.
//!
//! ```sh
//! cargo run --bin asynchronous -- ISSUER AUDIENCE JWKS_URI TOKEN...
//! ```

use std::env;
use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use portcullis::ring::{Bounds, Event, Fetch, Host, KeyRing, Received};
use portcullis::{KeysFault, Policy, Presentation, UnixTime};
use reqwest::header::{ACCEPT, IF_NONE_MATCH};
use reqwest::{Client, redirect};

/// The keys of one issuer. Clones share them, so every task has its own.
#[derive(Clone)]
struct Keys {
    ring: Arc<Mutex<KeyRing>>,
    client: Client,
    jwks_uri: Arc<str>,
    /// Bytes that a key document may have.
    limit: usize,
}

impl Keys {
    fn new(policy: &Policy, jwks_uri: &str) -> Result<Self, Box<dyn Error>> {
        let mut bounds = Bounds::default();
        bounds.timeout = 2.0;
        let client = Client::builder()
            .https_only(cfg!(feature = "tls"))
            .redirect(redirect::Policy::none())
            // Of the whole exchange, body included.
            .timeout(Duration::from_secs_f64(bounds.timeout))
            .build()?;
        Ok(Self {
            ring: Arc::new(Mutex::new(KeyRing::new(policy, bounds)?)),
            client,
            jwks_uri: jwks_uri.into(),
            limit: policy.limits().jwks,
        })
    }

    async fn get(&self, fetch: &Fetch) -> Result<Received, reqwest::Error> {
        let mut request = self.client.get(&*self.jwks_uri);
        request = request.header(ACCEPT, "application/json");
        if let Some(etag) = fetch.etag() {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let mut response = request.send().await?;
        let header = |name: &str| response.headers().get(name)?.to_str().ok();
        let headers = match Received::of_head(fetch, response.status().as_u16(), header) {
            Ok(headers) => headers,
            Err(received) => return Ok(received),
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if bytes.len() + chunk.len() > self.limit {
                return Ok(Received::failed(KeysFault::TooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(match String::from_utf8(bytes) {
            Ok(text) => Received::Document {
                text,
                jwks_uri: self.jwks_uri.to_string(),
                headers,
            },
            Err(_) => Received::failed(KeysFault::Document),
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
        tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
    }

    /// Keys that do not come are a fault with a name.
    async fn fetch(&self, fetch: &Fetch) -> Received {
        let fault = |error: reqwest::Error| {
            if error.is_timeout() {
                KeysFault::Timeout
            } else {
                KeysFault::Unreachable
            }
        };
        self.get(fetch)
            .await
            .unwrap_or_else(|error| Received::failed(fault(error)))
    }

    async fn refresh(&self, fetch: Fetch) {
        let keys = self.clone();
        tokio::spawn(async move {
            let received = keys.fetch(&fetch).await;
            keys.settle(&fetch, &received);
        });
    }

    fn on_event(&self, event: &Event) {
        eprintln!("keys: {}", event.to_json());
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(issuer), Some(audience), Some(jwks_uri)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: asynchronous ISSUER AUDIENCE JWKS_URI TOKEN...".into());
    };
    let mut policy = Policy::access_token().issuer(issuer).audience(audience);
    if jwks_uri.starts_with("http:") {
        // To try it out; the core takes plain http from this machine alone.
        policy = policy.development();
    }
    let policy = policy.jwks_uri(&jwks_uri).build()?;
    let keys = Keys::new(&policy, &jwks_uri)?;
    for token in arguments {
        let bearer = Presentation::bearer();
        match keys.verify(&token, &policy, &bearer).await {
            Ok(token) => println!("{}", token.claims().subject().unwrap_or_default()),
            Err(refused) => println!("{} {}", refused.status(), refused.code()),
        }
    }
    if let Some(seconds) = keys.with_ring(|ring| ring.retry_after(keys.now())) {
        println!("retry-after: {}", seconds.ceil());
    }
    Ok(())
}
