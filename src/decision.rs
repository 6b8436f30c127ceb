//! The decision record: one verdict, fit for a log.

use alloc::borrow::ToOwned;
use alloc::string::String;

use sha2::{Digest, Sha256};

use crate::encoding::hex;
use crate::encoding::json::ObjectWriter;
use crate::error::Error;
use crate::key::KeySet;
use crate::policy::Policy;
use crate::time::UnixTime;
use crate::token::Unverified;

/// One verdict with its reason: deterministic, and without a byte of the token.
///
/// A `kid` is named once it equals a held key's, else by its hash. The fingerprint is of the
/// signing input, since an ECDSA signature has two good forms.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// Why the token was refused; `None` when it was accepted.
    pub error: Option<Error>,
    /// The claim at fault.
    pub claim: Option<String>,
    /// A held key's `kid`, or `sha256:` and 16 hexadecimal digits.
    pub kid: Option<String>,
    /// The header's algorithm, when it is one that exists.
    pub alg: Option<&'static str>,
    /// 16 hexadecimal digits of the SHA-256 of the signing input.
    pub fingerprint: Option<String>,
    /// The policy's [`id`](Policy::id).
    pub policy: String,
    /// The time of the verdict in seconds since 1970.
    pub at: f64,
}

impl Decision {
    /// The record of a verdict that was reached on a token.
    #[must_use]
    pub fn of(
        token: &str,
        keys: Option<&KeySet>,
        policy: &Policy,
        verdict: Result<(), Error>,
        now: UnixTime,
    ) -> Self {
        let seen = Unverified::parse(token, policy.limits()).ok();
        let error = verdict.err();
        Self {
            error,
            claim: error.and_then(|error| claim_name(error, policy)),
            kid: seen
                .as_ref()
                .and_then(Unverified::kid)
                .map(|kid| shown_kid(kid, keys)),
            alg: seen
                .as_ref()
                .and_then(|token| crate::Algorithm::from_known_name(token.alg()))
                .map(crate::Algorithm::name),
            fingerprint: seen
                .as_ref()
                .map(|token| short_hash(token.signing_input().as_bytes())),
            policy: policy.id(),
            at: now.as_secs_f64(),
        }
    }

    /// `OK`, or the error's code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.error.map_or("OK", Error::code)
    }

    /// `admitted`, or the stage that refused.
    #[must_use]
    pub fn stage(&self) -> &'static str {
        self.error.map_or("admitted", Error::stage)
    }

    /// The step within the stage; empty when accepted.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.error.map_or("", Error::step)
    }

    /// The clause that demands the refusal.
    #[must_use]
    pub fn clause(&self) -> Option<&'static str> {
        self.error.map(Error::clause)
    }

    /// The HTTP status a resource server answers with.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.error.map_or(200, Error::status)
    }

    /// The record as one line of JSON; the schema is `docs/decision.schema.json`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        let verdict = match self.error {
            None => "accept",
            Some(_) => "refuse",
        };
        for (name, value) in [
            ("verdict", Some(verdict)),
            ("code", Some(self.code())),
            ("stage", Some(self.stage())),
            ("step", Some(self.step())),
            ("claim", self.claim.as_deref()),
            ("clause", self.clause()),
            ("kid", self.kid.as_deref()),
            ("alg", self.alg),
            ("fingerprint", self.fingerprint.as_deref()),
            ("policy", Some(self.policy.as_str())),
        ] {
            match value {
                Some(value) => out.string(name, value),
                None => out.raw(name, "null"),
            }
        }
        out.number("status", f64::from(self.status()));
        out.number("at", self.at);
        out.finish()
    }
}

/// The first 8 bytes of SHA-256, in hexadecimal.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(16);
    let hash = Sha256::digest(bytes);
    hex::write(&mut text, hash.get(..8).unwrap_or_default());
    text
}

/// What an attacker writes into `kid` must not reach a log (RFC 8725 §3.10).
fn shown_kid(kid: &str, keys: Option<&KeySet>) -> String {
    if keys.is_some_and(|keys| keys.holds_kid(kid)) {
        return kid.to_owned();
    }
    ["sha256:", &short_hash(kid.as_bytes())].concat()
}

fn claim_name(error: Error, policy: &Policy) -> Option<String> {
    policy.claim_name(error.claim()?).map(ToOwned::to_owned)
}
