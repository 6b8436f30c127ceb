//! The claims an error can point at.

/// A registered claim, or the n-th claim that the policy itself asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Claim {
    /// `iss` (RFC 7519 §4.1.1).
    Iss,
    /// `sub` (RFC 7519 §4.1.2).
    Sub,
    /// `aud` (RFC 7519 §4.1.3).
    Aud,
    /// `exp` (RFC 7519 §4.1.4).
    Exp,
    /// `nbf` (RFC 7519 §4.1.5).
    Nbf,
    /// `iat` (RFC 7519 §4.1.6).
    Iat,
    /// `jti` (RFC 7519 §4.1.7).
    Jti,
    /// `client_id` (RFC 8693 §4.3).
    ClientId,
    /// `scope` (RFC 8693 §4.2).
    Scope,
    /// `scp`, the array form of `scope` that some providers use.
    Scp,
    /// `nonce` (OpenID Connect Core §2).
    Nonce,
    /// `azp` (OpenID Connect Core §2).
    Azp,
    /// `at_hash` (OpenID Connect Core §3.1.3.6).
    AtHash,
    /// `c_hash` (OpenID Connect Core §3.3.2.11).
    CHash,
    /// `acr` (OpenID Connect Core §2).
    Acr,
    /// `amr` (RFC 8176 §1).
    Amr,
    /// `auth_time` (OpenID Connect Core §2).
    AuthTime,
    /// `cnf` (RFC 7800 §3.1).
    Cnf,
    /// `token_use`, which tells some providers' token kinds apart.
    TokenUse,
    /// `events` (RFC 8417 §2.2).
    Events,
    /// `htm` (RFC 9449 §4.2).
    Htm,
    /// `htu` (RFC 9449 §4.2).
    Htu,
    /// The header's `typ` (RFC 7515 §4.1.9).
    Typ,
    /// The n-th of the policy's own `required_claims`.
    Required(u8),
}

impl Claim {
    /// Every named claim, in wire order.
    pub const NAMED: &'static [(Claim, &'static str)] = &[
        (Self::Iss, "iss"),
        (Self::Sub, "sub"),
        (Self::Aud, "aud"),
        (Self::Exp, "exp"),
        (Self::Nbf, "nbf"),
        (Self::Iat, "iat"),
        (Self::Jti, "jti"),
        (Self::ClientId, "client_id"),
        (Self::Scope, "scope"),
        (Self::Scp, "scp"),
        (Self::Nonce, "nonce"),
        (Self::Azp, "azp"),
        (Self::AtHash, "at_hash"),
        (Self::CHash, "c_hash"),
        (Self::Acr, "acr"),
        (Self::Amr, "amr"),
        (Self::AuthTime, "auth_time"),
        (Self::Cnf, "cnf"),
        (Self::TokenUse, "token_use"),
        (Self::Events, "events"),
        (Self::Htm, "htm"),
        (Self::Htu, "htu"),
        (Self::Typ, "typ"),
    ];

    /// The claim's name; `None` for one that only the policy names.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Self::NAMED
            .iter()
            .find_map(|(claim, name)| (*claim == self).then_some(*name))
    }

    pub(super) fn to_wire(self) -> u16 {
        if let Self::Required(index) = self {
            return 0x100 + u16::from(index);
        }
        Self::NAMED
            .iter()
            .position(|(claim, _)| *claim == self)
            .and_then(|index| u16::try_from(index + 1).ok())
            .unwrap_or(0)
    }

    pub(super) fn from_wire(wire: u16) -> Option<Self> {
        if let Some(index) = wire.checked_sub(0x100) {
            return u8::try_from(index).ok().map(Self::Required);
        }
        let index = usize::from(wire).checked_sub(1)?;
        Self::NAMED.get(index).map(|(claim, _)| *claim)
    }
}
