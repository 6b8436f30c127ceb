//! Tokens of one or more issuers, each with its policy and its keys.

#[cfg(feature = "full")]
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use portcullis::{
    AlgSet, Authentic, Candidate, Claim, ClaimFault, Error, KeySet, KeysFault, Policy, PolicyFault,
    Presentation, ScopeRule, UnixTime, Unverified,
};
#[cfg(feature = "full")]
use portcullis::{Kind, Limits};
use wasm_bindgen::prelude::*;

#[cfg(feature = "full")]
use crate::host::PendingChecks;
use crate::presentation::read_presentation;
use crate::throw;

/// Verifies tokens of one or more issuers.
///
/// A token is written as UTF-8 into [`buffer`](Self::buffer) and named by its length.
#[wasm_bindgen]
pub struct Verifier {
    pub(crate) issuers: Vec<Issuer>,
    /// The scopes of each of a gate's routes; empty without a gate.
    rules: Vec<ScopeRule>,
    /// Bounds for looking at a token before its issuer is known.
    #[cfg(feature = "full")]
    widest: Limits,
    buffer: Vec<u8>,
    last: u32,
    #[cfg(feature = "full")]
    pub(crate) pending: PendingChecks,
}

pub(crate) struct Issuer {
    pub(crate) policy: Policy,
    /// The index of what it was read from among the options' or the gate's issuers.
    #[cfg(feature = "full")]
    pub(crate) entry: usize,
    pub(crate) keys: Option<KeySet>,
}

/// The issuer is not one of ours.
const FOREIGN: Error = Error::Claims(ClaimFault::Issuer, Claim::Iss);

#[wasm_bindgen]
impl Verifier {
    /// A verifier of one issuer's ID tokens for one client, with every default (OpenID Connect Core
    /// §2).
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for an issuer or a client that a policy does not take.
    #[wasm_bindgen(js_name = forIdTokens)]
    pub fn for_id_tokens(issuer: &str, client_id: &str) -> Result<Verifier, JsValue> {
        let policy = Policy::id_token().issuer(issuer).audience(client_id);
        // The login's options have been asked whether the issuer may be plain http.
        let policy = policy.development();
        match policy.build() {
            Ok(policy) => Ok(Self::of([(0, policy)], Vec::new())),
            Err(error) => Err(throw::policy(&error)),
        }
    }

    /// Takes an issuer's keys in the form that its policy names. Refused ones leave the old ones in
    /// place.
    ///
    /// Returns the number of the refusal, or of success.
    #[wasm_bindgen(js_name = setKeys)]
    pub fn set_keys(&mut self, index: u32, document: &str) -> u32 {
        let Some(issuer) = self.at(index) else {
            return Error::Keys(KeysFault::Issuer).to_wire();
        };
        let owner = issuer.policy.issuer().unwrap_or_default();
        match KeySet::for_policy(&issuer.policy, owner, document) {
            Ok(keys) => {
                issuer.keys = Some(match &issuer.keys {
                    Some(earlier) => keys.succeeding(earlier),
                    None => keys,
                });
                throw::OK
            }
            Err(error) => error.to_wire(),
        }
    }

    /// Forgets an issuer's keys.
    #[wasm_bindgen(js_name = dropKeys)]
    pub fn drop_keys(&mut self, index: u32) {
        if let Some(issuer) = self.at(index) {
            issuer.keys = None;
        }
    }

    /// A pointer to at least `len` bytes that stay where they are until the next call of this.
    #[wasm_bindgen]
    pub fn buffer(&mut self, len: u32) -> *const u8 {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        if self.buffer.len() < len {
            self.buffer = vec![0; len];
        }
        self.buffer.as_ptr()
    }

    /// The index of the issuer that the token in the buffer claims, for finding its keys:
    /// -1 when it is none of ours, -2 when the token cannot be read.
    #[wasm_bindgen(js_name = issuerOf)]
    #[must_use]
    pub fn issuer_of(&self, len: u32) -> i32 {
        match self.token(len).and_then(|token| self.index_of(token)) {
            Ok(index) => i32::try_from(index).unwrap_or(-1),
            Err(FOREIGN) => -1,
            Err(_) => -2,
        }
    }

    /// Verifies the token in the buffer: its claims as JSON text, or nothing and a number in
    /// [`last_error`](Self::last_error).
    ///
    /// `presentation` is the JSON text of what came with the token; `now` is in seconds since 1970;
    /// `rule` is the index of a gate's route, or -1.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a presentation or a clock that makes no sense.
    pub fn verify(
        &mut self,
        len: u32,
        presentation: Option<String>,
        now: f64,
        rule: i32,
    ) -> Result<Option<String>, JsValue> {
        let presentation = read_presentation(presentation)?;
        let now = read_time(now)?;
        let verdict = self
            .judge(len, AlgSet::EMPTY, &presentation, now, rule)
            .and_then(Judged::admitted);
        Ok(self.show(verdict))
    }

    /// The number of the last refusal by [`verify`](Self::verify).
    #[wasm_bindgen(js_name = lastError)]
    #[must_use]
    pub fn last_error(&self) -> u32 {
        self.last
    }
}

/// How far a token has come.
pub(crate) enum Judged {
    Admitted(String),
    /// With the index of its issuer.
    #[cfg(feature = "full")]
    Detached(usize, Box<portcullis::PendingCheck>),
}

impl Judged {
    #[cfg_attr(
        not(feature = "full"),
        allow(clippy::unnecessary_wraps, reason = "nothing is left to a host")
    )]
    fn admitted(self) -> Result<String, Error> {
        match self {
            Self::Admitted(claims) => Ok(claims),
            // Detached without being asked to: no verdict.
            #[cfg(feature = "full")]
            Self::Detached(..) => Err(Error::Keys(KeysFault::Engine)),
        }
    }
}

impl Verifier {
    #[cfg_attr(
        not(feature = "full"),
        allow(unused_variables, reason = "there is one issuer")
    )]
    pub(crate) fn of(
        policies: impl IntoIterator<Item = (usize, Policy)>,
        rules: Vec<ScopeRule>,
    ) -> Self {
        let issuers: Vec<Issuer> = policies
            .into_iter()
            .map(|(entry, policy)| Issuer {
                policy,
                #[cfg(feature = "full")]
                entry,
                keys: None,
            })
            .collect();
        #[cfg(feature = "full")]
        let widest = issuers
            .iter()
            .map(|issuer| issuer.policy.limits())
            .fold(Limits::default(), wider);
        Self {
            issuers,
            rules,
            #[cfg(feature = "full")]
            widest,
            buffer: Vec::new(),
            last: throw::OK,
            #[cfg(feature = "full")]
            pending: PendingChecks::default(),
        }
    }

    fn at(&mut self, index: u32) -> Option<&mut Issuer> {
        self.issuers.get_mut(usize::try_from(index).ok()?)
    }

    /// The token in the buffer. Bytes that are no UTF-8 are read as what they are: no token.
    fn token(&self, len: u32) -> Result<&str, Error> {
        let bytes = usize::try_from(len)
            .ok()
            .and_then(|len| self.buffer.get(..len))
            .unwrap_or_default();
        core::str::from_utf8(bytes)
            .map_err(|_| Error::Malformed(portcullis::MalformedFault::Character))
    }

    /// A login has one issuer.
    #[cfg(not(feature = "full"))]
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "with several issuers it depends on the token"
    )]
    fn index_of(&self, _: &str) -> Result<usize, Error> {
        Ok(0)
    }

    /// With one issuer nothing of the payload is read before the signature is good; with several
    /// it has to be, for the issuer's name.
    #[cfg(feature = "full")]
    pub(crate) fn index_of(&self, token: &str) -> Result<usize, Error> {
        if self.issuers.len() == 1 {
            return Ok(0);
        }
        let mut token = Unverified::parse(token, &self.widest)?;
        let claimed = token.issuer_hint()?;
        let claimed = claimed
            .ok_or(Error::Claims(ClaimFault::Missing, Claim::Iss))?
            .dangerously_trust();
        self.issuers
            .iter()
            .position(|issuer| issuer.policy.issuer() == Some(claimed))
            .ok_or(FOREIGN)
    }

    /// Judges the token in the buffer; or detaches it, when its algorithm is left to the host.
    ///
    /// The one place where signatures are verified: the arithmetic would be in the module twice.
    #[inline(never)]
    #[cfg_attr(
        not(feature = "full"),
        allow(unused_variables, reason = "nothing is left to a host")
    )]
    pub(crate) fn judge(
        &self,
        len: u32,
        for_host: AlgSet,
        presentation: &Presentation,
        now: UnixTime,
        rule: i32,
    ) -> Result<Judged, Error> {
        let (index, candidate) = self.candidate(len)?;
        // The key of a proof is no issuer's, and no host has it at hand.
        #[cfg(feature = "full")]
        if for_host.contains(candidate.algorithm()) && !self.is_of_proofs(index) {
            return Ok(Judged::Detached(index, Box::new(candidate.detach()?)));
        }
        self.admit(index, candidate.verify()?, presentation, now, rule)
            .map(Judged::Admitted)
    }

    /// The token in the buffer with its key, and the index of its issuer.
    fn candidate(&self, len: u32) -> Result<(usize, Candidate<'_, '_>), Error> {
        let token = self.token(len)?;
        let index = self.index_of(token)?;
        let issuer = self.issuers.get(index).ok_or(FOREIGN)?;
        let policy = &issuer.policy;
        let parsed = Unverified::parse(token, policy.limits())?;
        #[cfg(feature = "full")]
        if self.is_of_proofs(index) {
            return Ok((index, parsed.select_embedded(policy.algorithms())?));
        }
        let Some(keys) = &issuer.keys else {
            return Err(Error::Keys(KeysFault::NotReady));
        };
        Ok((index, parsed.select(keys, policy.algorithms())?))
    }

    /// Whether the tokens hold their own keys.
    #[cfg(feature = "full")]
    fn is_of_proofs(&self, index: usize) -> bool {
        let issuer = self.issuers.get(index);
        issuer.is_some_and(|issuer| issuer.policy.kind() == Kind::Dpop)
    }

    /// The claims, when the policy and the route allow the token.
    #[inline(never)]
    pub(crate) fn admit(
        &self,
        index: usize,
        token: Authentic<'_>,
        presentation: &Presentation,
        now: UnixTime,
        rule: i32,
    ) -> Result<String, Error> {
        let policy = &self.issuers.get(index).ok_or(FOREIGN)?.policy;
        let admitted = token.admit(policy, presentation, now)?;
        if let Some(rule) = usize::try_from(rule)
            .ok()
            .and_then(|rule| self.rules.get(rule))
        {
            admitted.require(rule)?;
        }
        Ok(admitted.into_claims_json())
    }

    /// What crosses of a verdict: the claims, or a number for who asks.
    pub(crate) fn show(&mut self, verdict: Result<String, Error>) -> Option<String> {
        self.last = verdict
            .as_ref()
            .map_or_else(|error| error.to_wire(), |_| throw::OK);
        verdict.ok()
    }
}

pub(crate) fn read_time(now: f64) -> Result<UnixTime, JsValue> {
    UnixTime::from_secs_f64(now).ok_or_else(|| throw::fault(PolicyFault::Value, "clock"))
}

#[cfg(feature = "full")]
fn wider(mut one: Limits, other: &Limits) -> Limits {
    one.token = one.token.max(other.token);
    one.header = one.header.max(other.header);
    one.depth = one.depth.max(other.depth);
    one.members = one.members.max(other.members);
    one
}
