//! The JOSE header (RFC 7515 §4), read strictly.

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::encoding::json::{self, JsonFault, Object, Value};
use crate::error::{Error, MalformedFault};
use crate::limits::Limits;

/// What the header says. Of its members only these decide anything; `jku`, `jwk`, `x5u` and `x5c`
/// are never trusted (RFC 8725 §3.10).
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) kid: Option<String>,
    pub(crate) typ: Option<String>,
    /// `jwk`, kept for what calls itself a proof (RFC 9449 §4.2) and for nothing else.
    #[cfg(feature = "back-channel")]
    pub(crate) jwk: Option<Object>,
}

/// Members that RFC 7515 §4.1 and RFC 7518 define, which `crit` must not name (RFC 7515 §4.1.11).
const DEFINED: &[&str] = &[
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

/// Members that are strings wherever they stand.
const STRINGS: &[&str] = &["jku", "x5u", "x5t", "x5t#S256"];

impl Header {
    pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        Self::from_object(&json::read(bytes, limits.header, limits).map_err(fault)?)
            .map_err(Error::Malformed)
    }

    fn from_object(header: &Object) -> Result<Self, MalformedFault> {
        let alg = text(header, "alg")?.ok_or(MalformedFault::AlgMissing)?;
        if alg == "none" {
            return Err(MalformedFault::AlgNone);
        }
        if header.get("b64").is_some() {
            return Err(MalformedFault::B64);
        }
        if let Some(crit) = header.get("crit") {
            return Err(refuse_crit(crit, header));
        }
        for name in STRINGS {
            text(header, name)?;
        }
        if header
            .get("jwk")
            .is_some_and(|jwk| jwk.as_object().is_none())
            || header
                .get("x5c")
                .is_some_and(|x5c| x5c.as_array().is_none())
        {
            return Err(MalformedFault::HeaderMember);
        }
        if text(header, "cty")?.is_some_and(|cty| media_type(cty).eq_ignore_ascii_case("jwt")) {
            return Err(MalformedFault::Nested);
        }
        let typ = text(header, "typ")?;
        #[cfg(feature = "back-channel")]
        let is_proof = typ.is_some_and(|typ| media_type(typ).eq_ignore_ascii_case("dpop+jwt"));
        Ok(Self {
            alg: alg.to_owned(),
            kid: text(header, "kid")?.map(ToOwned::to_owned),
            typ: typ.map(ToOwned::to_owned),
            #[cfg(feature = "back-channel")]
            jwk: header
                .get("jwk")
                .filter(|_| is_proof)
                .and_then(Value::as_object)
                .cloned(),
        })
    }
}

/// A `typ` or `cty` without the `application/` that may be left out (RFC 7515 §4.1.9).
pub(crate) fn media_type(name: &str) -> &str {
    const PREFIX: &str = "application/";
    match (name.get(..PREFIX.len()), name.get(PREFIX.len()..)) {
        (Some(prefix), Some(rest))
            if prefix.eq_ignore_ascii_case(PREFIX) && !rest.contains('/') =>
        {
            rest
        }
        _ => name,
    }
}

/// No extension is understood, so `crit` always refuses; only the reason differs.
fn refuse_crit(crit: &Value, header: &Object) -> MalformedFault {
    let names = crit.as_array().unwrap_or_default();
    let well_formed = |(index, name): (usize, &Value)| {
        name.as_str().is_some_and(|text| {
            header.get(text).is_some()
                && !DEFINED.contains(&text)
                && !names
                    .iter()
                    .take(index)
                    .any(|earlier| earlier.as_str() == Some(text))
        })
    };
    if !names.is_empty() && names.iter().enumerate().all(well_formed) {
        MalformedFault::CritUnknown
    } else {
        MalformedFault::CritMalformed
    }
}

fn text<'a>(header: &'a Object, name: &str) -> Result<Option<&'a str>, MalformedFault> {
    match header.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(MalformedFault::HeaderMember),
    }
}

fn fault(fault: JsonFault) -> Error {
    Error::Malformed(match fault {
        JsonFault::Size => MalformedFault::HeaderTooLarge,
        JsonFault::Utf8 => MalformedFault::HeaderUtf8,
        JsonFault::Syntax | JsonFault::Number => MalformedFault::HeaderJson,
        JsonFault::Duplicate => MalformedFault::HeaderDuplicate,
        JsonFault::Member => MalformedFault::HeaderMember,
        JsonFault::Depth | JsonFault::Members => MalformedFault::HeaderLimits,
    })
}
