//! The policy: what a verifier demands of every token, as plain data.

mod binding;
mod builder;
#[cfg(feature = "providers")]
mod dialect;
mod document;
mod evaluation;
pub(crate) mod fields;
mod members;
mod presentation;
#[cfg(feature = "providers")]
mod preset;
pub(crate) mod scopes;

use alloc::string::String;
#[cfg(feature = "providers")]
use alloc::sync::Arc;
use alloc::vec::Vec;

pub use builder::PolicyBuilder;
#[cfg(feature = "providers")]
pub(crate) use dialect::Dialect;
#[cfg(feature = "providers")]
pub use dialect::SecondFactor;
pub(crate) use evaluation::{Subject, evaluate};
pub use presentation::Presentation;
#[cfg(feature = "back-channel")]
pub(crate) use presentation::Proof;
pub use scopes::ScopeRule;

use crate::alg::AlgSet;
use crate::error::Claim;
use crate::key::KeyDocument;
use crate::limits::Limits;

/// What kind of token a policy takes. Kinds exclude each other (RFC 8725 §3.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `access`: an access token after RFC 9068, whole.
    Access,
    /// `access-plain`: an access token of an issuer that does not follow RFC 9068: `typ` is `JWT`
    /// or absent, and `scope`, `scp`, `client_id` or `token_use` shows that it is one.
    AccessPlain,
    /// `id`: an ID token after OpenID Connect Core §2, at the client it was issued to.
    Id,
    /// `logout`: a logout token (OpenID Connect Back-Channel Logout §2.4), at the client it was
    /// issued to.
    #[cfg(feature = "back-channel")]
    Logout,
    /// `dpop`: a proof of possession (RFC 9449 §4.2), signed by the key in its own header.
    #[cfg(feature = "back-channel")]
    Dpop,
    /// `client-assertion`: what a client authenticates with at an authorization server (RFC 7523
    /// §3); the issuer is the client.
    #[cfg(feature = "back-channel")]
    ClientAssertion,
}

/// What a verifier demands of every token, as plain data: it prints, hashes and compares.
///
/// What belongs to one presentation of one token (a nonce, a certificate) is in
/// [`Presentation`]. The checks run in this order, and the first fault is the verdict: `typ` and
/// the marks of other kinds; `exp`, `nbf`, `iat` and the age; `iss`; `aud`; `sub`; `nonce`, `azp`
/// and the hashes; `cnf`; required claims; values of claims; scopes; `acr`, `amr` and the time of
/// sign-in.
///
/// ```
/// use portcullis::Policy;
///
/// let policy = Policy::access_token()
///     .issuer("https://issuer.example")
///     .audience("https://api.example")
///     .build()?;
/// assert_eq!(Policy::from_json(&policy.to_json())?, policy);
/// # Ok::<(), portcullis::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub(crate) kind: Kind,
    /// `None` stands for `any_issuer`: the key set's issuer still has to match.
    pub(crate) issuer: Option<String>,
    /// Empty stands for `any_audience`.
    pub(crate) audience: Vec<String>,
    pub(crate) any_lifetime: bool,
    pub(crate) algorithms: AlgSet,
    pub(crate) jwks_uri: Option<String>,
    pub(crate) key_document: KeyDocument,
    /// Plain http is taken on loopback.
    pub(crate) development: bool,
    pub(crate) typ: Option<String>,
    pub(crate) leeway: f64,
    pub(crate) max_token_age: Option<f64>,
    pub(crate) scopes: ScopeRule,
    pub(crate) required_claims: Vec<String>,
    pub(crate) acr: Vec<String>,
    pub(crate) amr: Vec<String>,
    pub(crate) max_auth_age: Option<f64>,
    pub(crate) limits: Limits,
    /// Shared with the tokens that are admitted, which are read by it.
    #[cfg(feature = "providers")]
    pub(crate) dialect: Arc<Dialect>,
}

impl Policy {
    /// The leeway for clocks that differ, in seconds, when the policy names none.
    pub const DEFAULT_LEEWAY: f64 = 30.0;
    /// The longest leeway, in seconds (RFC 7519 §4.1.4: "no more than a few minutes").
    pub const LONGEST_LEEWAY: f64 = 300.0;

    /// Starts a policy for access tokens after RFC 9068 (`access`).
    pub fn access_token() -> PolicyBuilder {
        PolicyBuilder::new(Kind::Access)
    }

    /// Starts a policy for other issuers' access tokens (`access-plain`).
    pub fn plain_access_token() -> PolicyBuilder {
        PolicyBuilder::new(Kind::AccessPlain)
    }

    /// Starts a policy for ID tokens; the audience is the client's own `client_id` (`id`).
    pub fn id_token() -> PolicyBuilder {
        PolicyBuilder::new(Kind::Id)
    }

    /// Starts a policy for logout tokens; the audience is the client's own `client_id` (`logout`).
    #[cfg(feature = "back-channel")]
    pub fn logout_token() -> PolicyBuilder {
        PolicyBuilder::new(Kind::Logout)
    }

    /// Starts a policy for proofs of possession, which have neither issuer nor audience (`dpop`).
    /// They are good for 60 seconds, and for as long as the leeway ahead.
    #[cfg(feature = "back-channel")]
    pub fn dpop_proof() -> PolicyBuilder {
        PolicyBuilder::new(Kind::Dpop)
    }

    /// Starts a policy for client assertions: the issuer is the client's `client_id`, the audience
    /// the authorization server's issuer (`client-assertion`).
    #[cfg(feature = "back-channel")]
    pub fn client_assertion() -> PolicyBuilder {
        PolicyBuilder::new(Kind::ClientAssertion)
    }

    /// The policy for the proofs beside its tokens.
    #[cfg(feature = "back-channel")]
    pub(crate) fn of_proofs(&self) -> Self {
        let builder = Self::dpop_proof().leeway(self.leeway).limits(self.limits);
        builder.algorithms(self.algorithms).unchecked()
    }

    /// The kind of token that the policy takes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The issuer, compared code point by code point; `None` after `any_issuer`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The audiences of which a token must name one; empty after `any_audience`.
    #[must_use]
    pub fn audience(&self) -> &[String] {
        &self.audience
    }

    /// The algorithms that are allowed.
    #[must_use]
    pub fn algorithms(&self) -> AlgSet {
        self.algorithms
    }

    /// Where the issuer's keys are, when that is not left to discovery.
    #[must_use]
    pub fn jwks_uri(&self) -> Option<&str> {
        self.jwks_uri.as_deref()
    }

    /// What the text at that address is.
    #[must_use]
    pub fn key_document(&self) -> KeyDocument {
        self.key_document
    }

    /// The scopes that every token needs.
    #[must_use]
    pub fn scopes(&self) -> &ScopeRule {
        &self.scopes
    }

    /// The names of the claims that the policy itself requires.
    #[must_use]
    pub fn required_claims(&self) -> &[String] {
        &self.required_claims
    }

    /// The name of the claim at fault, also of one that only this policy asks for.
    #[must_use]
    pub fn claim_name(&self, claim: Claim) -> Option<&str> {
        match claim {
            Claim::Required(index) => self.own_claim(usize::from(index)),
            claim => claim.name(),
        }
    }

    /// Of the claims that the policy itself asks for; those that must have a value come last.
    fn own_claim(&self, index: usize) -> Option<&str> {
        let required = self.required_claims.get(index);
        #[cfg(feature = "providers")]
        let required = required.or_else(|| {
            let index = index.checked_sub(self.required_claims.len())?;
            self.dialect.values.get(index).map(|rule| &rule.claim)
        });
        required.map(String::as_str)
    }

    /// The bounds on what is read.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The policy's name in decision records: 16 hexadecimal digits of its SHA-256.
    #[must_use]
    pub fn id(&self) -> String {
        crate::decision::short_hash(self.to_json().as_bytes())
    }
}

impl Kind {
    /// Every kind with its name in policies.
    pub const ALL: &'static [(Kind, &'static str)] = &[
        (Self::Access, "access"),
        (Self::AccessPlain, "access-plain"),
        (Self::Id, "id"),
        #[cfg(feature = "back-channel")]
        (Self::Logout, "logout"),
        #[cfg(feature = "back-channel")]
        (Self::Dpop, "dpop"),
        #[cfg(feature = "back-channel")]
        (Self::ClientAssertion, "client-assertion"),
    ];

    /// The kind's name in policies.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.1)
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// Whether tokens of this kind hold the key that signed them, and so name no issuer.
    #[cfg_attr(
        not(feature = "back-channel"),
        allow(clippy::unused_self, reason = "as with the feature")
    )]
    pub(crate) fn is_proof(self) -> bool {
        #[cfg(feature = "back-channel")]
        return self == Self::Dpop;
        #[cfg(not(feature = "back-channel"))]
        return false;
    }

    /// Whether tokens of this kind are for what scopes say.
    pub(crate) fn has_scopes(self) -> bool {
        matches!(self, Self::Access | Self::AccessPlain)
    }
}
