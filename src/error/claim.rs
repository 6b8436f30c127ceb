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
    /// `sid` (OpenID Connect Back-Channel Logout §2.4).
    Sid,
    /// `ath` (RFC 9449 §4.2).
    Ath,
    /// The header's `typ` (RFC 7515 §4.1.9).
    Typ,
    /// The n-th claim that only the policy asks for; see [`Policy::claim_name`](crate::Policy::claim_name).
    Required(u8),
}

/// What is told by the number of a claim on the wire, and by its name.
macro_rules! named {
    ($($number:literal $claim:ident $name:literal,)*) => {
        impl Claim {
            /// Every named claim, in wire order.
            pub const NAMED: &'static [(Claim, &'static str)] = &[$((Self::$claim, $name)),*];

            /// The claim's name; `None` for one that only the policy names.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$claim => Some($name),)*
                    Self::Required(_) => None,
                }
            }

            /// The claim of that name.
            pub(crate) fn by_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$claim),)*
                    _ => None,
                }
            }

            pub(crate) const fn to_wire(self) -> u16 {
                match self {
                    $(Self::$claim => $number,)*
                    Self::Required(index) => 0x100 | u16::from_le_bytes([index, 0]),
                }
            }

            pub(super) fn from_wire(wire: u16) -> Option<Self> {
                match wire {
                    $($number => Some(Self::$claim),)*
                    _ => u8::try_from(wire.checked_sub(0x100)?).ok().map(Self::Required),
                }
            }
        }
    };
}

named! {
    1 Iss "iss",
    2 Sub "sub",
    3 Aud "aud",
    4 Exp "exp",
    5 Nbf "nbf",
    6 Iat "iat",
    7 Jti "jti",
    8 ClientId "client_id",
    9 Scope "scope",
    10 Scp "scp",
    11 Nonce "nonce",
    12 Azp "azp",
    13 AtHash "at_hash",
    14 CHash "c_hash",
    15 Acr "acr",
    16 Amr "amr",
    17 AuthTime "auth_time",
    18 Cnf "cnf",
    19 TokenUse "token_use",
    20 Events "events",
    21 Htm "htm",
    22 Htu "htu",
    23 Typ "typ",
    24 Sid "sid",
    25 Ath "ath",
}
