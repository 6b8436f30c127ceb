//! The claims set (RFC 7519 §4), read once and strictly.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::json::{self, JsonFault, Object, Value};
use crate::error::{Claim, ClaimFault, Error, MalformedFault};
use crate::limits::Limits;
use crate::time::UnixTime;

/// The claims of a token, with every registered claim of its right type.
///
/// Claims that no specification here defines are kept as they are, for [`get`](Self::get).
pub struct Claims {
    json: String,
    object: Object,
    /// The place of each registered claim among the members, by its number on the wire.
    places: [usize; REGISTERED],
}

/// Numbers on the wire start at 1.
const REGISTERED: usize = Claim::NAMED.len() + 1;

/// Of a claim that the token does not have.
const NOWHERE: usize = usize::MAX;

/// The last second of the year 9999: later dates are mistakes or attacks.
const LAST_DATE: f64 = 253_402_300_799.0;

impl Claims {
    pub(crate) fn read(payload: Vec<u8>, limits: &Limits) -> Result<Self, Error> {
        let object = json::read(&payload, limits.token, limits).map_err(fault)?;
        // The reader has checked the encoding; this takes the bytes over without a copy.
        let json = String::from_utf8(payload)
            .map_err(|_| Error::Malformed(MalformedFault::PayloadUtf8))?;
        let mut places = [NOWHERE; REGISTERED];
        for (place, (name, _)) in object.iter().enumerate() {
            let number = Claim::by_name(name).map(|claim| usize::from(claim.to_wire()));
            if let Some(found) = number.and_then(|number| places.get_mut(number)) {
                *found = place;
            }
        }
        let claims = Self {
            json,
            object,
            places,
        };
        claims.check_types()?;
        Ok(claims)
    }

    /// The payload as it was signed: one JSON object, no duplicate members, no `__proto__`.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    pub(crate) fn into_json(self) -> String {
        self.json
    }

    /// `iss` (RFC 7519 §4.1.1).
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.text(Claim::Iss)
    }

    /// `sub` (RFC 7519 §4.1.2).
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.text(Claim::Sub)
    }

    /// `aud` as a list, whether it was one string or several (RFC 7519 §4.1.3).
    #[must_use]
    pub fn audience(&self) -> Vec<&str> {
        self.list(Claim::Aud)
    }

    /// `exp` (RFC 7519 §4.1.4).
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.date(Claim::Exp)
    }

    /// `nbf` (RFC 7519 §4.1.5).
    #[must_use]
    pub fn not_before(&self) -> Option<UnixTime> {
        self.date(Claim::Nbf)
    }

    /// `iat` (RFC 7519 §4.1.6).
    #[must_use]
    pub fn issued_at(&self) -> Option<UnixTime> {
        self.date(Claim::Iat)
    }

    /// `jti` (RFC 7519 §4.1.7).
    #[must_use]
    pub fn token_id(&self) -> Option<&str> {
        self.text(Claim::Jti)
    }

    /// `client_id` (RFC 8693 §4.3, RFC 9068 §2.2).
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        self.text(Claim::ClientId)
    }

    /// The scopes of `scope` (RFC 8693 §4.2), or of `scp` where a provider sends that instead.
    #[must_use]
    pub fn scopes(&self) -> Vec<&str> {
        match self.text(Claim::Scope) {
            Some(scope) => scope.split(' ').filter(|scope| !scope.is_empty()).collect(),
            None => self
                .list(Claim::Scp)
                .into_iter()
                .flat_map(|scope| scope.split(' '))
                .filter(|scope| !scope.is_empty())
                .collect(),
        }
    }

    /// `nonce` (OpenID Connect Core §2).
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.text(Claim::Nonce)
    }

    /// `auth_time` (OpenID Connect Core §2).
    #[must_use]
    pub fn auth_time(&self) -> Option<UnixTime> {
        self.date(Claim::AuthTime)
    }

    /// Any claim by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.object.get(name)
    }

    /// A registered claim.
    pub(crate) fn claim(&self, claim: Claim) -> Option<&Value> {
        let place = self.places.get(usize::from(claim.to_wire()))?;
        self.object.value_at(*place)
    }

    pub(crate) fn has(&self, claim: Claim) -> bool {
        self.claim(claim).is_some()
    }

    /// A claim that is a string; [`check_types`](Self::check_types) has refused other types.
    pub(crate) fn text(&self, claim: Claim) -> Option<&str> {
        self.claim(claim).and_then(Value::as_str)
    }

    /// A string, or the strings of a list.
    pub(crate) fn list(&self, claim: Claim) -> Vec<&str> {
        match self.claim(claim) {
            Some(Value::String(text)) => [text.as_str()].into(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn date(&self, claim: Claim) -> Option<UnixTime> {
        self.claim(claim)
            .and_then(Value::as_f64)
            .and_then(UnixTime::from_secs_f64)
    }

    /// A claim of the wrong type is refused even where no policy asks for it: what one reader
    /// skips, the next might read in another way.
    fn check_types(&self) -> Result<(), Error> {
        use Claim::{
            Acr, AtHash, Aud, AuthTime, Azp, CHash, ClientId, Cnf, Events, Exp, Htm, Htu, Iat, Iss,
            Jti, Nbf, Nonce, Scope, Scp, Sub, TokenUse,
        };
        for claim in [Exp, Nbf, Iat, AuthTime] {
            self.check(claim, |value| {
                value
                    .as_f64()
                    .is_some_and(|date| (0.0..=LAST_DATE).contains(&date))
            })?;
        }
        for claim in [
            Iss, Sub, Jti, ClientId, Nonce, Azp, AtHash, CHash, TokenUse, Acr, Htm, Htu,
        ] {
            self.check(claim, |value| {
                value.as_str().is_some_and(|text| !text.is_empty())
            })?;
        }
        self.check(Scope, |value| value.as_str().is_some())?;
        self.check(Aud, |value| is_text(value) || is_list(value, is_text))?;
        self.check(Scp, |value| {
            value.as_str().is_some() || is_list_or_empty(value, is_text)
        })?;
        for claim in [Cnf, Events] {
            self.check(claim, |value| value.as_object().is_some())?;
        }
        Ok(())
    }

    fn check(&self, claim: Claim, fits: impl Fn(&Value) -> bool) -> Result<(), Error> {
        match self.claim(claim) {
            Some(value) if !fits(value) => Err(Error::Claims(ClaimFault::Type, claim)),
            _ => Ok(()),
        }
    }
}

impl core::fmt::Debug for Claims {
    /// Shows no claim: what is printed is logged.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Claims(..)")
    }
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

fn is_list_or_empty(value: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(fits))
}

fn is_list(value: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    value
        .as_array()
        .is_some_and(|items| !items.is_empty() && items.iter().all(fits))
}

fn fault(fault: JsonFault) -> Error {
    Error::Malformed(match fault {
        JsonFault::Size => MalformedFault::TokenTooLarge,
        JsonFault::Utf8 => MalformedFault::PayloadUtf8,
        JsonFault::Syntax => MalformedFault::PayloadJson,
        JsonFault::Duplicate => MalformedFault::PayloadDuplicate,
        JsonFault::Member => MalformedFault::PayloadMember,
        JsonFault::Number => MalformedFault::PayloadNumber,
        JsonFault::Depth | JsonFault::Members => MalformedFault::PayloadLimits,
    })
}
