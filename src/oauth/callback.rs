//! The authorization response, as it comes back in a URL's query (RFC 6749 §4.1.2, RFC 9207).

use alloc::string::String;
use alloc::vec::Vec;

use subtle::ConstantTimeEq;

use crate::error::{Error, OAuthFault};

/// What the response to one authorization request must say.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The `state` that was sent; a secret until it comes back.
    pub state: &'a str,
    /// The issuer that the request went to.
    pub issuer: &'a str,
    /// Whether that issuer always sends `iss` (RFC 9207 §3).
    pub iss_parameter: bool,
}

/// More parameters than any response has.
const MOST_PARAMETERS: usize = 32;
/// More bytes than any response has.
const LONGEST_QUERY: usize = 16 * 1024;

/// Error codes that are registered; anything else an issuer writes is not repeated.
const REGISTERED: &[&str] = &[
    // RFC 6749 §4.1.2.1
    "invalid_request",
    "unauthorized_client",
    "access_denied",
    "unsupported_response_type",
    "invalid_scope",
    "server_error",
    "temporarily_unavailable",
    // OpenID Connect Core §3.1.2.6
    "interaction_required",
    "login_required",
    "account_selection_required",
    "consent_required",
    "invalid_request_uri",
    "invalid_request_object",
    "request_not_supported",
    "request_uri_not_supported",
    "registration_not_supported",
    // RFC 8707 §2, OpenID Connect Core Error Code unmet_authentication_requirements
    "invalid_target",
    "unmet_authentication_requirements",
];

/// The authorization code of a response, once everything around it is as it must be.
///
/// `state` and `iss` are checked before anything else, for error responses too (RFC 9207 §2.4).
///
/// # Errors
///
/// [`Error::OAuth`]: malformed, a parameter twice, another `state`, a missing or other issuer, or
/// an error response, whose code [`callback_error`] names.
pub fn read_callback(query: &str, expected: &Expected<'_>) -> Result<String, Error> {
    read(query, expected).map_err(Error::OAuth)
}

/// The registered error code of an error response.
#[must_use]
pub fn callback_error(query: &str) -> Option<&'static str> {
    let parameters = parse(query).ok()?;
    registered(find(&parameters, "error")?, REGISTERED)
}

pub(super) fn registered(code: &str, list: &[&'static str]) -> Option<&'static str> {
    list.iter().find(|known| **known == code).copied()
}

fn read(query: &str, expected: &Expected<'_>) -> Result<String, OAuthFault> {
    let parameters = parse(query)?;
    let state = find(&parameters, "state").ok_or(OAuthFault::State)?;
    // No login was started with an empty state, so that none can come back.
    if state.is_empty() || !bool::from(state.as_bytes().ct_eq(expected.state.as_bytes())) {
        return Err(OAuthFault::State);
    }
    match find(&parameters, "iss") {
        Some(issuer) if issuer != expected.issuer => return Err(OAuthFault::CallbackIssuer),
        None if expected.iss_parameter => return Err(OAuthFault::CallbackIssuerMissing),
        _ => {}
    }
    match (find(&parameters, "error"), find(&parameters, "code")) {
        (Some(_), None) => Err(OAuthFault::Refused),
        (None, Some(code)) if is_code(code) => Ok(code.into()),
        _ => Err(OAuthFault::Callback),
    }
}

/// `code = 1*VSCHAR` (RFC 6749 A.11).
fn is_code(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| matches!(b, 0x20..=0x7E))
}

fn find<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find_map(|(known, value)| (known == name).then_some(value.as_str()))
}

/// Parameters of a query with or without its question mark, none of them twice (RFC 6749 §3.1).
fn parse(query: &str) -> Result<Vec<(String, String)>, OAuthFault> {
    let query = query.strip_prefix('?').unwrap_or(query);
    if query.len() > LONGEST_QUERY || query.split('&').count() > MOST_PARAMETERS {
        return Err(OAuthFault::Callback);
    }
    let mut parameters: Vec<(String, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name)?, decode(value)?);
        if parameters.iter().any(|(known, _)| *known == name) {
            return Err(OAuthFault::CallbackDuplicate);
        }
        parameters.push((name, value));
    }
    Ok(parameters)
}

/// `application/x-www-form-urlencoded` as RFC 6749 appendix B has it: UTF-8, `+` for a space.
fn decode(text: &str) -> Result<String, OAuthFault> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(hex).ok_or(OAuthFault::Callback);
                (digit()? << 4) | digit()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| OAuthFault::Callback)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: Expected<'_> = Expected {
        state: "s1",
        issuer: "https://issuer.example",
        iss_parameter: true,
    };
    const ISS: &str = "iss=https%3A%2F%2Fissuer.example";

    fn refused(query: &str) -> OAuthFault {
        read(query, &EXPECTED).expect_err("refused")
    }

    #[test]
    fn rfc_6749_4_1_2_a_code_comes_with_its_state_and_issuer() {
        for query in [
            "code=c%2F1&state=s1&",
            "?code=c/1&state=s1&",
            "&state=s1&x=y&code=c/1&",
        ] {
            let query = alloc::format!("{query}{ISS}");
            assert_eq!(read(&query, &EXPECTED).as_deref(), Ok("c/1"), "{query}");
        }
    }

    #[test]
    fn rfc_6749_10_12_another_state_or_none_is_refused() {
        for state in ["state=s2&", "state=&", "", "state=s1x&", "State=s1&"] {
            assert_eq!(
                refused(&alloc::format!("{state}code=c&{ISS}")),
                OAuthFault::State
            );
        }
        let stateless = Expected {
            state: "",
            ..EXPECTED
        };
        let query = alloc::format!("state=&code=c&{ISS}");
        assert_eq!(read(&query, &stateless), Err(OAuthFault::State));
    }

    #[test]
    fn rfc_9207_2_4_the_issuer_is_compared_exactly_and_before_the_error() {
        assert_eq!(
            refused("state=s1&code=c"),
            OAuthFault::CallbackIssuerMissing
        );
        for iss in ["https://issuer.example/", "https://other.example", ""] {
            let query = alloc::format!("state=s1&error=access_denied&iss={iss}");
            assert_eq!(refused(&query), OAuthFault::CallbackIssuer);
        }
        let silent = Expected {
            iss_parameter: false,
            ..EXPECTED
        };
        assert_eq!(read("state=s1&code=c", &silent).as_deref(), Ok("c"));
    }

    #[test]
    fn rfc_6749_3_1_a_parameter_comes_once() {
        for query in [
            "code=a&code=a&state=s1",
            "state=s1&state=s1&code=a",
            "c%6Fde=a&code=b&state=s1",
        ] {
            assert_eq!(refused(query), OAuthFault::CallbackDuplicate);
        }
    }

    #[test]
    fn rfc_6749_4_1_2_1_an_error_is_named_if_it_is_registered() {
        assert_eq!(
            refused(&alloc::format!("state=s1&error=access_denied&{ISS}")),
            OAuthFault::Refused
        );
        assert_eq!(
            callback_error("?error=access_denied"),
            Some("access_denied")
        );
        assert_eq!(callback_error("?error=secret_thing"), None);
        assert_eq!(
            refused(&alloc::format!("state=s1&error=e&code=c&{ISS}")),
            OAuthFault::Callback
        );
    }

    #[test]
    fn encodings_that_are_none_are_refused() {
        for query in ["code=%", "code=%4", "code=%zz", "code=%ff", "code=%+1"] {
            assert_eq!(
                refused(&alloc::format!("{query}&state=s1&{ISS}")),
                OAuthFault::Callback
            );
        }
        assert_eq!(
            refused(&alloc::format!("state=s1&code=%0a&{ISS}")),
            OAuthFault::Callback
        );
    }
}
