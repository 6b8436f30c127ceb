//! The keys of one issuer, and which of them a token may use: a JSON Web Key Set (RFC 7517 §5), or
//! certificates by `kid`.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::document::KeyDocument;
use super::jwk::VerifyingKey;
use crate::alg::{AlgSet, Algorithm};
use crate::encoding::json::{self, JsonFault, Object, Value};
use crate::error::{Error, KeyFault, KeysFault};
use crate::limits::Limits;
use crate::policy::Policy;

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
    /// A key may say whose it is, as Microsoft Entra's do: in `issuer`, which is this set's issuer,
    /// or a template of it with `{tenantid}` for a segment of its path. Any other key is left out.
    ///
    /// # Errors
    ///
    /// [`Error::Keys`]: larger than `limits.jwks` bytes or `limits.keys` keys, not a strict JSON
    /// set, no usable key, or an empty issuer.
    pub fn from_json(issuer: &str, jwks: &str, limits: &Limits) -> Result<Self, Error> {
        let document = read(issuer, jwks, limits)?;
        let entries = document
            .get("keys")
            .and_then(|keys| keys.as_array())
            .ok_or(Error::Keys(KeysFault::Document))?;
        Self::of(issuer, entries, limits)
    }

    /// Reads certificates by `kid`, as Google and Firebase publish them:
    /// `{ "kid": "-----BEGIN CERTIFICATE-----\n…" }`. Each gives its public key and nothing else:
    /// neither names nor dates nor signature are looked at, and no chain is built, since the
    /// connection that the document came over vouches for it as it does for a JWK set.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json). A certificate that is not strict PEM and DER (RFC 7468
    /// §5.1, RFC 5280 §4.1), or whose key is none that we verify with, is left out alone.
    #[cfg(feature = "certificates")]
    pub fn from_certificates(issuer: &str, text: &str, limits: &Limits) -> Result<Self, Error> {
        let document = read(issuer, text, limits)?;
        let entries: Vec<Value> = document
            .iter()
            .map(|(kid, certificate)| {
                certificate
                    .as_str()
                    .and_then(|certificate| super::certificate::to_jwk(kid, certificate))
                    .map_or(Value::Null, Value::Object)
            })
            .collect();
        Self::of(issuer, &entries, limits)
    }

    /// Reads an issuer's document in the form and within the limits that a policy names.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json).
    pub fn for_policy(policy: &Policy, issuer: &str, document: &str) -> Result<Self, Error> {
        let read = match policy.key_document() {
            KeyDocument::Jwks => Self::from_json,
            #[cfg(feature = "certificates")]
            KeyDocument::Certificates => Self::from_certificates,
        };
        read(issuer, document, policy.limits())
    }

    /// The usable ones of a document's keys.
    fn of(issuer: &str, entries: &[Value], limits: &Limits) -> Result<Self, Error> {
        if entries.len() > limits.keys {
            return Err(Error::Keys(KeysFault::TooMany));
        }
        let mut set = Self {
            issuer: issuer.into(),
            keys: Vec::new(),
            ignored: Vec::new(),
        };
        for (index, entry) in entries.iter().enumerate() {
            match member_of(entry, issuer) {
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

fn read(issuer: &str, document: &str, limits: &Limits) -> Result<Object, Error> {
    if issuer.is_empty() {
        return Err(Error::Keys(KeysFault::Issuer));
    }
    json::read(document.as_bytes(), limits.jwks, limits).map_err(|fault| {
        Error::Keys(match fault {
            JsonFault::Size => KeysFault::TooLarge,
            _ => KeysFault::Document,
        })
    })
}

/// One entry of the issuer's set.
fn member_of(entry: &Value, issuer: &str) -> Result<VerifyingKey, KeyFault> {
    let jwk = entry.as_object().ok_or(KeyFault::JwkJson)?;
    if let Some(named) = jwk.get("issuer") {
        let named = named.as_str().ok_or(KeyFault::JwkIssuer)?;
        if named != issuer && !is_of_template(issuer, named) {
            return Err(KeyFault::JwkIssuer);
        }
    }
    VerifyingKey::from_object(jwk)
}

/// Whether the issuer is what a template becomes for one tenant, which stands for `{tenantid}`.
fn is_of_template(issuer: &str, template: &str) -> bool {
    template
        .split_once('{')
        .and_then(|(before, rest)| {
            let after = rest.strip_prefix("tenantid}")?;
            issuer.strip_prefix(before)?.strip_suffix(after)
        })
        .is_some_and(|tenant| !tenant.is_empty() && tenant.bytes().all(|b| b != b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_one_tenant_of_one_segment() {
        let template = "https://login.example/{tenantid}/v2.0";
        for issuer in [
            "https://login.example/0b1c/v2.0",
            "https://login.example/{tenantid}/v2.0",
        ] {
            assert!(is_of_template(issuer, template), "{issuer}");
        }
        for issuer in [
            "https://login.example//v2.0",
            "https://login.example/v2.0",
            "https://login.example/a/b/v2.0",
            "https://login.example/0b1c/v2.0/",
            "https://login.example/0b1c/V2.0",
            "https://other.example/0b1c/v2.0",
            "",
        ] {
            assert!(!is_of_template(issuer, template), "{issuer}");
        }
        let twice = "https://login.example/{tenantid}/{tenantid}";
        assert!(!is_of_template("https://login.example/a/b", twice));
        assert!(!is_of_template("a", "a"));
    }

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
