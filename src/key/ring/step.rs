//! What a token needs, and what is to be done about it.

use alloc::string::String;

use crate::encoding::json::ObjectWriter;
use crate::time::UnixTime;

/// What a token needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Any keys that may be used.
    Keys,
    /// Another key than the ones at hand: it names one that is not held; or it names none, and none
    /// that is held has signed it.
    OtherKey,
}

/// What is to be done about a need.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The keys at hand decide. After [`Need::OtherKey`]: the verdict stands.
    Use {
        /// Their age in seconds, where the last try to fetch newer ones has failed.
        stale: Option<f64>,
    },
    /// The keys at hand decide, and newer ones are to be fetched for the tokens to come.
    UseAndRefresh {
        /// What to fetch.
        fetch: Fetch,
        /// As for [`Use`](Self::Use).
        stale: Option<f64>,
    },
    /// The token waits until its caller has fetched the keys.
    FetchThenRetry(Fetch),
    /// Another caller is fetching. Look again in so many seconds, by a timer of one's own: never wait
    /// for what belongs to another request.
    Wait(f64),
    /// There are no keys, and it is too early to ask again: 503, and try again after so many seconds.
    Refuse(f64),
}

/// One fetch of the key document, to be settled with its [`Answer`](super::Answer). One that is not settled counts as
/// lost after [`Bounds::timeout`](super::Bounds::timeout).
#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    pub(super) number: u32,
    pub(super) started: UnixTime,
    pub(super) etag: Option<String>,
}

impl Fetch {
    /// What tells it from the ring's other fetches.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What to send as `If-None-Match` (RFC 9110 §13.1.2), to [`KeyRing::jwks_uri`](super::KeyRing::jwks_uri) alone.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

impl Step {
    /// The fetch that it gives out.
    #[must_use]
    pub fn into_fetch(self) -> Option<Fetch> {
        match self {
            Self::UseAndRefresh { fetch, .. } | Self::FetchThenRetry(fetch) => Some(fetch),
            _ => None,
        }
    }

    /// The step as JSON: `step`, and where they apply `seconds`, `fetch` (its number) and `etag`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (name, seconds, fetch) = match self {
            Self::Use { stale } => ("use", *stale, None),
            Self::UseAndRefresh { fetch, stale } => ("use-and-refresh", *stale, Some(fetch)),
            Self::FetchThenRetry(fetch) => ("fetch-then-retry", None, Some(fetch)),
            Self::Wait(seconds) => ("wait", Some(*seconds), None),
            Self::Refuse(seconds) => ("refuse", Some(*seconds), None),
        };
        let mut out = ObjectWriter::new();
        out.string("step", name);
        if let Some(seconds) = seconds {
            out.number("seconds", seconds);
        }
        if let Some(fetch) = fetch {
            out.number("fetch", fetch.number.into());
            out.optional("etag", fetch.etag());
        }
        out.finish()
    }
}
