//! Builds a policy. Issuer, audience and lifetime must be said, or loudly waived.

use alloc::borrow::ToOwned;
use alloc::string::String;
#[cfg(feature = "providers")]
use alloc::sync::Arc;
use alloc::vec::Vec;

#[cfg(feature = "providers")]
use super::Dialect;
use super::fields::member_path;
use super::{Kind, Policy, ScopeRule};
use crate::alg::AlgSet;
use crate::error::{PolicyError, PolicyFault};
use crate::key::KeyDocument;
use crate::limits::Limits;
use crate::oauth::{is_endpoint, is_plain};

/// Seconds for which a proof is good when the policy does not say (RFC 9449 §11.1: "a relatively
/// brief period").
const LONGEST_PROOF_AGE: f64 = 60.0;

/// Builds a [`Policy`]; start with [`Policy::access_token`] and its sisters.
#[derive(Clone, Debug)]
#[must_use = "a builder is no policy until it is built"]
pub struct PolicyBuilder {
    pub(super) policy: Policy,
    pub(super) any_issuer: bool,
    pub(super) any_audience: bool,
    /// Whether a preset has spoken: what comes after it may not widen it.
    pub(super) narrows: bool,
    #[cfg(feature = "providers")]
    pub(super) dialect: Dialect,
    /// Where in a larger document the policy stands, for the paths of errors.
    pub(super) path: String,
}

impl PolicyBuilder {
    pub(super) fn new(kind: Kind) -> Self {
        let policy = Policy {
            kind,
            issuer: None,
            audience: Vec::new(),
            any_lifetime: false,
            algorithms: AlgSet::recommended(),
            jwks_uri: None,
            key_document: KeyDocument::default(),
            development: false,
            typ: None,
            leeway: Policy::DEFAULT_LEEWAY,
            max_token_age: kind.is_proof().then_some(LONGEST_PROOF_AGE),
            scopes: ScopeRule::default(),
            required_claims: Vec::new(),
            acr: Vec::new(),
            amr: Vec::new(),
            max_auth_age: None,
            limits: Limits::default(),
            #[cfg(feature = "providers")]
            dialect: Arc::default(),
        };
        Self {
            policy,
            any_issuer: false,
            any_audience: false,
            narrows: false,
            #[cfg(feature = "providers")]
            dialect: Dialect::default(),
            path: String::new(),
        }
    }

    /// The issuer: `iss` must equal it, code point by code point (RFC 7519 §4.1.1).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.policy.issuer = Some(issuer.into());
        self
    }

    /// Takes whatever issuer the key set belongs to. `iss` must still equal that.
    pub fn any_issuer(mut self) -> Self {
        self.any_issuer = true;
        self
    }

    /// An audience that is ours; say it again for more. A token must name one (RFC 7519 §4.1.3).
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.policy.audience.push(audience.into());
        self
    }

    /// Takes tokens for any audience or none: for issuers that send no `aud`, with `access-plain`
    /// only. Any token of the issuer then opens this door.
    pub fn any_audience(mut self) -> Self {
        self.any_audience = true;
        self
    }

    /// Takes tokens without `exp`, with `access-plain` only. They stay good for ever.
    pub fn any_lifetime(mut self) -> Self {
        self.policy.any_lifetime = true;
        self
    }

    /// The algorithms that are allowed, instead of [`AlgSet::recommended`] (RFC 8725 §3.1).
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = crate::Algorithm>) -> Self {
        self.policy.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Where the issuer's keys are: an https URL, or under [`development`](Self::development) http
    /// on the loopback address.
    pub fn jwks_uri(mut self, uri: impl Into<String>) -> Self {
        self.policy.jwks_uri = Some(uri.into());
        self
    }

    /// What the text at that address is; a JWK set when nothing is said.
    pub fn key_document(mut self, form: KeyDocument) -> Self {
        self.policy.key_document = form;
        self
    }

    /// Takes an issuer and a URL of keys that are plain http on the loopback address (RFC 8252
    /// §7.3), for work on one machine.
    pub fn development(mut self) -> Self {
        self.policy.development = true;
        self
    }

    /// The one `typ` that is taken, instead of the kind's own (RFC 8725 §3.11).
    pub fn typ(mut self, typ: impl Into<String>) -> Self {
        self.policy.typ = Some(typ.into());
        self
    }

    /// Seconds by which clocks may differ, from 0 to 300; 30 when nothing is said.
    pub fn leeway(mut self, seconds: impl Into<f64>) -> Self {
        self.policy.leeway = seconds.into();
        self
    }

    /// The greatest age in seconds, counted from `iat`, which is then required.
    pub fn max_token_age(mut self, seconds: impl Into<f64>) -> Self {
        self.policy.max_token_age = Some(seconds.into());
        self
    }

    /// The scopes that every token needs (RFC 6749 §3.3).
    pub fn scopes(mut self, rule: ScopeRule) -> Self {
        self.policy.scopes = rule;
        self
    }

    /// A claim that must be there, beyond those of the kind.
    pub fn required_claim(mut self, name: impl Into<String>) -> Self {
        self.policy.required_claims.push(name.into());
        self
    }

    /// Authentication context classes of which `acr` must be one (OpenID Connect Core §2).
    pub fn acr<S: Into<String>>(mut self, classes: impl IntoIterator<Item = S>) -> Self {
        self.policy.acr = classes.into_iter().map(Into::into).collect();
        self
    }

    /// Authentication methods that `amr` must all hold, such as `mfa` (RFC 8176 §2).
    pub fn amr<S: Into<String>>(mut self, methods: impl IntoIterator<Item = S>) -> Self {
        self.policy.amr = methods.into_iter().map(Into::into).collect();
        self
    }

    /// The greatest age of the sign-in in seconds, counted from `auth_time` (RFC 9470 §5).
    pub fn max_auth_age(mut self, seconds: impl Into<f64>) -> Self {
        self.policy.max_auth_age = Some(seconds.into());
        self
    }

    /// Bounds on what is read.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.policy.limits = limits;
        self
    }

    /// The policy.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the member at fault: no issuer or audience, a waiver that the kind
    /// does not allow or that contradicts another member, a number out of range, no algorithm.
    #[cfg_attr(
        not(feature = "providers"),
        allow(unused_mut, reason = "as with the feature")
    )]
    pub fn build(mut self) -> Result<Policy, PolicyError> {
        #[cfg(feature = "providers")]
        {
            self.policy.dialect = Arc::new(core::mem::take(&mut self.dialect));
        }
        self.check_issuer_and_audience()?;
        let policy = &self.policy;
        if policy.algorithms == AlgSet::EMPTY {
            return Err(self.fault(PolicyFault::Value, "algorithms"));
        }
        if policy.any_lifetime && policy.kind != Kind::AccessPlain {
            return Err(self.fault(PolicyFault::Conflict, "any_lifetime"));
        }
        // The checklist's cap: what a clock may be wrong by, never what a lifetime is made of.
        for (name, seconds, high) in [
            ("leeway", Some(policy.leeway), Policy::LONGEST_LEEWAY),
            ("max_token_age", policy.max_token_age, f64::MAX),
            ("max_auth_age", policy.max_auth_age, f64::MAX),
        ] {
            if seconds.is_some_and(|seconds| !(0.0..=high).contains(&seconds)) {
                return Err(self.fault(PolicyFault::Value, name));
            }
        }
        if policy
            .typ
            .as_ref()
            .is_some_and(|typ| !typ.bytes().all(|b| b.is_ascii_graphic()))
        {
            return Err(self.fault(PolicyFault::Value, "typ"));
        }
        if policy.own_claim(usize::from(u8::MAX)).is_some() {
            return Err(self.fault(PolicyFault::Value, "required_claims"));
        }
        #[cfg(feature = "providers")]
        if let Some((fault, member)) = policy.dialect.fault(policy.kind) {
            return Err(self.fault(fault, member));
        }
        if !policy.kind.has_scopes() && !policy.scopes.is_empty() {
            return Err(self.fault(PolicyFault::Conflict, "scopes"));
        }
        self.check_addresses()?;
        Ok(self.policy)
    }

    /// The policy of one that was checked.
    #[cfg(feature = "back-channel")]
    pub(super) fn unchecked(self) -> Policy {
        self.policy
    }

    fn check_issuer_and_audience(&self) -> Result<(), PolicyError> {
        let Policy {
            issuer,
            audience,
            kind,
            ..
        } = &self.policy;
        if kind.is_proof() {
            return self.check_nameless();
        }
        match (issuer.as_deref(), self.any_issuer) {
            (None, false) => return Err(self.fault(PolicyFault::Missing, "issuer")),
            (Some(_), true) => return Err(self.fault(PolicyFault::Conflict, "any_issuer")),
            (Some(""), false) => return Err(self.fault(PolicyFault::Value, "issuer")),
            _ => {}
        }
        match (audience.as_slice(), self.any_audience) {
            ([], false) => Err(self.fault(PolicyFault::Missing, "audience")),
            ([_, ..], true) => Err(self.fault(PolicyFault::Conflict, "any_audience")),
            ([], true) if *kind != Kind::AccessPlain => {
                Err(self.fault(PolicyFault::Conflict, "any_audience"))
            }
            (list, _) if list.iter().any(String::is_empty) => {
                Err(self.fault(PolicyFault::Value, "audience"))
            }
            _ => Ok(()),
        }
    }

    /// Nothing travels in the clear, but on the machine itself for development. An issuer need not
    /// be a URL; one in the clear is nobody's name but a machine's own (RFC 8414 §2).
    fn check_addresses(&self) -> Result<(), PolicyError> {
        let Policy {
            issuer,
            jwks_uri,
            development,
            ..
        } = &self.policy;
        let plain = |url: &Option<String>| url.as_deref().is_some_and(is_plain);
        let open = |url: &Option<String>| url.as_deref().is_none_or(is_endpoint);
        if plain(issuer) && !open(issuer) {
            return Err(self.fault(PolicyFault::Value, "issuer"));
        }
        if !open(jwks_uri) {
            return Err(self.fault(PolicyFault::Value, "jwks_uri"));
        }
        if (plain(issuer) || plain(jwks_uri)) && !development {
            return Err(self.fault(PolicyFault::Missing, "development"));
        }
        Ok(())
    }

    /// Nobody but its own key answers for a proof.
    fn check_nameless(&self) -> Result<(), PolicyError> {
        let policy = &self.policy;
        let said = [
            (policy.issuer.is_some(), "issuer"),
            (self.any_issuer, "any_issuer"),
            (!policy.audience.is_empty(), "audience"),
            (self.any_audience, "any_audience"),
            (policy.jwks_uri.is_some(), "jwks_uri"),
            (
                policy.key_document != KeyDocument::default(),
                "key_document",
            ),
            (policy.development, "development"),
            (policy.typ.is_some(), "typ"),
            (!policy.acr.is_empty(), "acr"),
            (!policy.amr.is_empty(), "amr"),
            (policy.max_auth_age.is_some(), "max_auth_age"),
        ];
        match said.iter().find(|(said, _)| *said) {
            None => Ok(()),
            Some((_, name)) => Err(self.fault(PolicyFault::Conflict, name)),
        }
    }

    fn fault(&self, fault: PolicyFault, name: &str) -> PolicyError {
        PolicyError::new(fault, member_path(&self.path, name))
    }
}

impl From<&Policy> for PolicyBuilder {
    /// Starts from a policy that exists.
    fn from(policy: &Policy) -> Self {
        Self {
            any_issuer: policy.issuer.is_none() && !policy.kind.is_proof(),
            any_audience: policy.audience.is_empty() && !policy.kind.is_proof(),
            policy: policy.to_owned(),
            narrows: false,
            #[cfg(feature = "providers")]
            dialect: Dialect::clone(&policy.dialect),
            path: String::new(),
        }
    }
}

#[cfg(test)]
mod tests;
