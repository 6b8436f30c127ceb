//! The set at hand.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::answer::Headers;
use super::bounds::Bounds;
use super::event::Event;
use super::freshness;
use crate::encoding::base64url;
use crate::key::jwk::VerifyingKey;
use crate::key::set::KeySet;

/// A set with the document that it was read from, and its times in seconds since 1970.
#[derive(Clone)]
pub(super) struct Held {
    /// Shared with the tokens that are being verified.
    pub(super) keys: Arc<KeySet>,
    pub(super) document: String,
    pub(super) jwks_uri: String,
    pub(super) etag: Option<String>,
    /// When the issuer sent it, wherever it has been since.
    pub(super) dated: f64,
    pub(super) refresh_at: f64,
}

impl core::fmt::Debug for Held {
    /// Says how old it is, and nothing of its keys.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Held")
            .field("dated", &self.dated)
            .field("refresh_at", &self.refresh_at)
            .finish_non_exhaustive()
    }
}

/// The times of an answer.
#[derive(Clone, Copy)]
pub(super) struct Timing {
    pub(super) dated: f64,
    pub(super) refresh_at: f64,
}

impl Timing {
    /// Counted from the moment when it was asked for, less what it has spent in caches (RFC 9111 §4.2.3):
    /// it is no younger than that. A tenth of the soft age is left to chance.
    pub(super) fn of(headers: &Headers<'_>, started: f64, chance: f64, bounds: &Bounds) -> Self {
        let age = freshness::age(headers);
        let soft = bounds.soft_age(freshness::lifetime(headers), age);
        Self {
            dated: started - age,
            refresh_at: started + soft * (1.0 - 0.1 * chance),
        }
    }
}

impl Held {
    /// The issuer has said this, for the first time or again; an older copy changes when to ask next.
    /// Nothing is fresh for longer than it may be used.
    pub(super) fn confirm(&mut self, timing: Timing, bounds: &Bounds) {
        self.dated = self.dated.max(timing.dated);
        self.refresh_at = timing.refresh_at.min(self.dated + bounds.hard_age);
    }

    /// The same; keys that were held before keep the tables that they have earned.
    pub(super) fn succeeding(mut self, before: &Self) -> Self {
        // Nobody shares them yet.
        if let Some(keys) = Arc::get_mut(&mut self.keys) {
            keys.succeed(&before.keys);
        }
        self
    }

    /// What it changes.
    pub(super) fn change(&self, before: Option<&Self>) -> Event {
        let now = self.keys.keys();
        let before = before.map_or(&[][..], |before| before.keys.keys());
        Event::Replaced {
            added: missing(now, before),
            removed: missing(before, now),
            ignored: self.keys.ignored().len(),
        }
    }
}

/// The names of the keys of one set that another one has not.
fn missing(of: &[VerifyingKey], from: &[VerifyingKey]) -> Vec<String> {
    of.iter()
        .filter(|key| !from.iter().any(|other| other.is_same_key(key)))
        .map(|key| {
            let thumbprint = || base64url::encode(key.thumbprint());
            key.kid().map_or_else(thumbprint, ToOwned::to_owned)
        })
        .collect()
}
