//! A JSON Web Key Set (RFC 7517 §5) of one issuer, and which key a token may use.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::jwk::VerifyingKey;
use crate::alg::{AlgSet, Algorithm};
use crate::encoding::json::{self, JsonFault};
use crate::error::{Error, KeyFault, KeysFault};
use crate::limits::Limits;

/// The keys of one issuer.
///
/// A set belongs to its issuer for good: a token verified with it must name that issuer, so one
/// issuer's key can never sign as another (RFC 8725 §3.8).
#[derive(Clone, Debug)]
pub struct KeySet {
    issuer: Arc<str>,
    keys: Vec<VerifyingKey>,
    ignored: Vec<(usize, KeyFault)>,
}

impl KeySet {
    /// Reads a JWK set. Keys that cannot verify signatures are left out, each with its reason in
    /// [`ignored`](Self::ignored) (RFC 7517 §5); one usable key must remain.
    ///
    /// # Errors
    ///
    /// [`Error::Keys`]: larger than `limits.jwks` bytes or `limits.keys` keys, not a strict JSON
    /// set, no usable key, or an empty issuer.
    pub fn from_json(issuer: &str, jwks: &str, limits: &Limits) -> Result<Self, Error> {
        if issuer.is_empty() {
            return Err(Error::Keys(KeysFault::Issuer));
        }
        let object = json::read(jwks.as_bytes(), limits.jwks, limits).map_err(|fault| {
            Error::Keys(match fault {
                JsonFault::Size => KeysFault::TooLarge,
                _ => KeysFault::Document,
            })
        })?;
        let entries = object
            .get("keys")
            .and_then(|keys| keys.as_array())
            .ok_or(Error::Keys(KeysFault::Document))?;
        if entries.len() > limits.keys {
            return Err(Error::Keys(KeysFault::TooMany));
        }
        let mut set = Self {
            issuer: issuer.into(),
            keys: Vec::new(),
            ignored: Vec::new(),
        };
        for (index, entry) in entries.iter().enumerate() {
            let key = entry
                .as_object()
                .ok_or(KeyFault::JwkJson)
                .and_then(VerifyingKey::from_object);
            match key {
                Ok(key) if set.keys.iter().any(|held| held.is_same_key(&key)) => {}
                Ok(key) => set.keys.push(key),
                Err(fault) => set.ignored.push((index, fault)),
            }
        }
        if set.keys.is_empty() {
            return Err(Error::Keys(KeysFault::NoneUsable));
        }
        Ok(set)
    }

    /// The same set, in which keys that `earlier` holds too keep the tables that they have earned
    /// there, so that a refreshed set is as fast as the one before.
    #[must_use]
    pub fn succeeding(mut self, earlier: &Self) -> Self {
        self.succeed(earlier);
        self
    }

    pub(super) fn succeed(&mut self, earlier: &Self) {
        for key in &mut self.keys {
            if let Some(held) = earlier.keys.iter().find(|held| held.is_same_key(key)) {
                *key = held.clone();
            }
        }
    }

    /// The issuer that the keys belong to.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The usable keys, in the order of the document.
    #[must_use]
    pub fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }

    /// Position and reason of every key that was left out.
    #[must_use]
    pub fn ignored(&self) -> &[(usize, KeyFault)] {
        &self.ignored
    }

    /// Whether a key of this `kid` is held; decides whether a log may name it.
    #[must_use]
    pub fn holds_kid(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid() == Some(kid))
    }

    pub(crate) fn shared_issuer(&self) -> &Arc<str> {
        &self.issuer
    }

    /// The one key for a token: of its `kid`, or without one the only key that fits.
    pub(crate) fn select(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
        allowed: AlgSet,
    ) -> Result<&VerifyingKey, KeyFault> {
        let fits = |key: &&VerifyingKey| key.algorithm(allowed) == Some(algorithm);
        let Some(kid) = kid else {
            let mut fitting = self.keys.iter().filter(fits);
            return match (fitting.next(), fitting.next()) {
                (Some(key), None) => Ok(key),
                (None, _) => Err(KeyFault::Unknown),
                (Some(_), Some(_)) => Err(KeyFault::Ambiguous),
            };
        };
        let mut named = self
            .keys
            .iter()
            .filter(|key| key.kid() == Some(kid))
            .peekable();
        if named.peek().is_none() {
            return Err(KeyFault::Unknown);
        }
        let mut fitting = named.filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            (None, _) => Err(KeyFault::AlgMismatch),
            (Some(_), Some(_)) => Err(KeyFault::Ambiguous),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "eddsa")]
    fn a_succeeding_set_holds_the_new_document_and_nothing_of_the_earlier_one() {
        let set = |kids: [&str; 2]| {
            let [one, two] = kids.map(|kid| {
                alloc::format!(
                    r#"{{"kty":"OKP","crv":"Ed25519","kid":"{kid}","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#
                )
            });
            let jwks = alloc::format!(r#"{{"keys":[{one},{two}]}}"#);
            KeySet::from_json("https://issuer.example", &jwks, &Limits::default())
        };
        let (Ok(earlier), Ok(later)) = (set(["1", "2"]), set(["2", "3"])) else {
            return assert_eq!("both sets", "sound");
        };
        let later = later.succeeding(&earlier);
        let kids: Vec<_> = later.keys().iter().map(VerifyingKey::kid).collect();
        assert_eq!(kids, [Some("2"), Some("3")]);
    }
}
