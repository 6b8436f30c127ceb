//! The taxonomy of refusals: every way a token, key, document or request can fail.
//!
//! An [`Error`] is a small `Copy` value with static text only, so nothing of a token, a claim or a
//! key can travel in it. What each one means stands in one table, [`Error::catalogue`], from which
//! `docs/errors.md` and the TypeScript code union are generated.

#[macro_use]
mod taxonomy;

mod catalogue;
mod claim;
mod entry;
mod policy;

pub use catalogue::{
    ClaimFault, DeniedFault, KeyFault, KeysFault, MalformedFault, OAuthFault, PkceFault,
    RequestFault,
};
pub use claim::Claim;
pub use entry::Entry;
pub use policy::{PolicyError, PolicyFault};

/// Why a token, key, document or request was refused.
///
/// The groups follow the stages a token passes: what it is made of, its key, its signature, its
/// claims, what it may do. Match on the groups; log the [`code`](Error::code).
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Error {
    /// The bytes are not a compact JWS with a strict JSON header and payload.
    Malformed(MalformedFault),
    /// No key may verify this token, or a key document is unusable.
    Key(KeyFault),
    /// The signature does not belong to this token and key (RFC 7515 §5.2).
    BadSignature,
    /// A claim says that this token is not for this verifier, or not for now.
    Claims(ClaimFault, Claim),
    /// The token is good, but does not allow what was asked for.
    Denied(DeniedFault),
    /// The issuer's keys are out of reach: the verifier's trouble, never the token's.
    Keys(KeysFault),
    /// A PKCE verifier, challenge or method is wrong (RFC 7636).
    Pkce(PkceFault),
    /// An OAuth 2.1 or OpenID Connect message is wrong.
    OAuth(OAuthFault),
    /// An HTTP request is refused before its token is looked at.
    Request(RequestFault),
}

impl Error {
    /// Every refusal there is, in a stable order; the bindings send an index into it.
    pub fn catalogue() -> impl ExactSizeIterator<Item = Entry> {
        catalogue::ERRORS.iter().copied().map(Entry::of)
    }

    /// A stable name such as `ERR_TOKEN_EXPIRED`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.in_column(catalogue::CODES).unwrap_or_default()
    }

    /// The stage that refused: `malformed`, `key`, `signature`, `claims`, `denied`, `keys`,
    /// `pkce`, `oauth` or `request`.
    #[must_use]
    pub fn stage(self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Key(_) => "key",
            Self::BadSignature => "signature",
            Self::Claims(..) => "claims",
            Self::Denied(_) => "denied",
            Self::Keys(_) => "keys",
            Self::Pkce(_) => "pkce",
            Self::OAuth(_) => "oauth",
            Self::Request(_) => "request",
        }
    }

    /// The step within the stage, such as `exp` or `kid`.
    #[must_use]
    pub fn step(self) -> &'static str {
        self.in_column(catalogue::STEPS).unwrap_or_default()
    }

    /// The claim at fault. A claim that only the policy names is [`Claim::Required`].
    #[must_use]
    pub fn claim(self) -> Option<Claim> {
        match self {
            Self::Claims(_, claim) => Some(claim),
            _ => None,
        }
    }

    /// The clause that demands the refusal, such as `RFC 7519 §4.1.4`.
    #[must_use]
    pub fn clause(self) -> &'static str {
        self.in_column(catalogue::CLAUSES).unwrap_or_default()
    }

    /// The HTTP status a resource server answers with (RFC 6750 §3.1, RFC 9470 §3).
    #[must_use]
    pub fn status(self) -> u16 {
        self.in_column(catalogue::STATUSES).unwrap_or(401)
    }

    /// What happened, in a sentence without any input in it.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.in_column(catalogue::MESSAGES).unwrap_or_default()
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.in_column(catalogue::ADVICE).unwrap_or_default()
    }

    /// The error as one number: the catalogue index, and the claim in the upper half.
    #[must_use]
    pub fn to_wire(self) -> u32 {
        let index = self
            .index()
            .and_then(|index| u32::try_from(index).ok())
            .unwrap_or(0xFFFF);
        let claim = self.claim().map_or(0, Claim::to_wire);
        index | (u32::from(claim) << 16)
    }

    /// The error behind a number made by [`to_wire`](Error::to_wire).
    #[must_use]
    pub fn from_wire(wire: u32) -> Option<Self> {
        let index = usize::try_from(wire & 0xFFFF).ok()?;
        let claim = u16::try_from(wire >> 16).ok()?;
        match *catalogue::ERRORS.get(index)? {
            Self::Claims(fault, _) => Some(Self::Claims(fault, Claim::from_wire(claim)?)),
            other => Some(other),
        }
    }

    /// Where the catalogue lists it.
    fn index(self) -> Option<usize> {
        let kind = self.kind();
        catalogue::ERRORS.iter().position(|error| *error == kind)
    }

    fn in_column<T: Copy>(self, column: &[T]) -> Option<T> {
        column.get(self.index()?).copied()
    }

    /// The error with its claim blanked, as the catalogue lists it.
    fn kind(self) -> Self {
        match self {
            Self::Claims(fault, _) => Self::Claims(fault, Claim::Required(0)),
            other => other,
        }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn every_code_is_listed_once() {
        let codes: Vec<&str> = Error::catalogue().map(|entry| entry.code).collect();
        for code in &codes {
            assert!(code.starts_with("ERR_"), "{code}");
            assert_eq!(
                codes.iter().filter(|other| *other == code).count(),
                1,
                "{code}"
            );
        }
    }

    #[test]
    fn every_error_survives_the_wire() {
        for entry in Error::catalogue() {
            assert_eq!(Error::from_wire(entry.error.to_wire()), Some(entry.error));
        }
        let missing = Error::Claims(ClaimFault::Missing, Claim::Sub);
        assert_eq!(Error::from_wire(missing.to_wire()), Some(missing));
        assert_eq!(Error::from_wire(0xFFFF_FFFF), None);
    }
}
