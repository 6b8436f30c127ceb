//! What comes of a request: when it ends, and with which answer.

use portcullis::KeysFault;
use portcullis::ring::{Answer, Headers};

use crate::cache::{Cache, Served, whole};
use crate::chance::Chance;
use crate::keys::{self, Pair};
use crate::noise::Noise;
use crate::provider::Provider;
use crate::scenario::Faults;

pub(crate) const JWKS_URI: &str = "https://issuer.example/jwks";

/// What the provider says about how long its keys are good.
const CACHE_CONTROL: [Option<&str>; 8] = [
    None,
    Some("max-age=0"),
    Some("max-age=5, max-age=7"),
    Some("public, max-age=300, must-revalidate"),
    Some("max-age=3600"),
    Some("max-age=86400"),
    Some("max-age=soon, s-maxage=,,"),
    Some("no-store"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Fine,
    Slow,
    Stalls,
    Down,
    Errors,
    Poison,
    Unasked,
    /// A cache says that what it sends is almost too old, each time.
    Frozen,
}

impl Weather {
    /// The next one, among what a scenario allows.
    pub(crate) fn next(noise: &mut Noise, faults: Faults) -> Self {
        let kinds = [
            (Self::Slow, Faults::SLOW),
            (Self::Stalls, Faults::SLOW),
            (Self::Down, Faults::OUTAGE),
            (Self::Errors, Faults::OUTAGE),
            (Self::Poison, Faults::POISON),
            (Self::Unasked, Faults::POISON),
            (Self::Frozen, Faults::CACHE),
        ];
        let (weather, fault) = noise.pick(&kinds);
        if faults.has(fault) && noise.likely(0.7) {
            weather
        } else {
            Self::Fine
        }
    }
}

/// An answer on its way.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A document with these keys: none, when it is not one that can be used.
    Document {
        text: String,
        keys: Vec<Pair>,
        version: usize,
        /// It has not all of the version's keys.
        partial: bool,
        etag: Option<String>,
    },
    NotModified,
    Failed(KeysFault, Option<f64>),
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) reply: Reply,
    cache_control: Option<&'static str>,
    pub(crate) age: Option<u64>,
    age_text: Option<String>,
}

impl Message {
    pub(crate) fn timed_out() -> Self {
        Self::failed(KeysFault::Timeout, None)
    }

    fn failed(fault: KeysFault, retry_after: Option<f64>) -> Self {
        Self {
            reply: Reply::Failed(fault, retry_after),
            cache_control: None,
            age: None,
            age_text: None,
        }
    }

    pub(crate) fn answer(&self) -> Answer<'_> {
        let headers = Headers {
            cache_control: self.cache_control,
            age: self.age_text.as_deref(),
            etag: match &self.reply {
                Reply::Document { etag, .. } => etag.as_deref(),
                _ => None,
            },
        };
        match &self.reply {
            Reply::Document { text, .. } => Answer::Document {
                text,
                jwks_uri: JWKS_URI,
                headers,
            },
            Reply::NotModified => Answer::NotModified { headers },
            Reply::Failed(fault, retry_after) => Answer::Failed {
                fault: *fault,
                retry_after: *retry_after,
            },
        }
    }
}

pub(crate) struct Network {
    pub(crate) weather: Weather,
    pub(crate) cache: Option<Cache>,
    /// For how long the cache keeps a copy at the most.
    pub(crate) copies_last: f64,
    /// From which age keys are not used.
    pub(crate) hard_age: f64,
    /// Which of the headers above; another one for each answer without.
    pub(crate) cache_control: Option<usize>,
}

impl Network {
    /// Seconds until an answer is there, for adapters that wait for `timeout` seconds.
    pub(crate) fn latency(&self, noise: &mut Noise, timeout: f64) -> f64 {
        match self.weather {
            Weather::Slow => noise.between(0.1, 1.2) * timeout,
            Weather::Stalls if noise.likely(0.8) => f64::INFINITY,
            _ => noise.between(0.005, 0.3).min(timeout * 0.2),
        }
    }

    /// What is answered to a request that reaches the provider now.
    pub(crate) fn reach(
        &mut self,
        noise: &mut Noise,
        provider: &Provider,
        etag: Option<&str>,
        now: f64,
    ) -> Message {
        match self.weather {
            Weather::Down => return Message::failed(KeysFault::Unreachable, None),
            Weather::Errors if noise.likely(0.9) => {
                let retry_after = noise.likely(0.5).then(|| noise.spread(1.0, 100_000.0));
                return Message::failed(KeysFault::Status, retry_after);
            }
            _ => {}
        }
        let current = provider.current();
        let served = match &mut self.cache {
            Some(cache) => cache.serve(noise, current, now, self.copies_last),
            None => Served {
                version: current,
                age: None,
            },
        };
        let age = match self.weather {
            Weather::Frozen => {
                let old = whole(self.hard_age - noise.spread(0.01, 100.0));
                served.age.max(Some(old))
            }
            _ => served.age,
        };
        let name = format!("\"v{}\"", served.version);
        let reply = match self.weather {
            Weather::Poison => poisoned(noise, provider, served.version),
            Weather::Unasked if etag.is_none() && noise.likely(0.7) => Reply::NotModified,
            _ if etag == Some(&name) => Reply::NotModified,
            _ => {
                let version = provider.version(served.version);
                Reply::Document {
                    text: version.document.clone(),
                    keys: version.keys.clone(),
                    version: served.version,
                    partial: false,
                    etag: noise.likely(0.8).then_some(name),
                }
            }
        };
        let control = self
            .cache_control
            .unwrap_or_else(|| noise.below(CACHE_CONTROL.len()));
        Message {
            reply,
            cache_control: CACHE_CONTROL[control % CACHE_CONTROL.len()],
            age,
            age_text: age.map(|age| age.to_string()),
        }
    }
}

/// What is no key document, or not all of it. None has an `ETag`: it would be the one of another text.
fn poisoned(noise: &mut Noise, provider: &Provider, version: usize) -> Reply {
    let published = provider.version(version);
    let whole = &published.document;
    let mut keys = Vec::new();
    let text = match noise.below(5) {
        0 => "<!doctype html><title>Maintenance</title>".into(),
        1 => r#"{"keys":[]}"#.into(),
        2 => whole[..noise.below(whole.len())].into(),
        3 => keys::document(&published.keys, published.keys.len()),
        _ => {
            let spoiled = published.keys.len() / 2;
            keys = published.keys[spoiled..].to_vec();
            keys::document(&published.keys, spoiled)
        }
    };
    Reply::Document {
        text,
        partial: keys.len() < published.keys.len(),
        keys,
        version,
        etag: None,
    }
}
