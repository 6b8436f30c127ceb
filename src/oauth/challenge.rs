//! The `WWW-Authenticate` header of a refusal (RFC 6750 §3, RFC 9470 §3).

use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::decimal;
use crate::error::{DeniedFault, Error, RequestFault};

/// What a token or sign-in would have needed, for the attributes of a challenge.
#[derive(Clone, Copy, Default)]
pub(crate) struct Demand<'a> {
    /// Scopes, separated by spaces (RFC 6750 §3).
    pub(crate) scope: Option<&'a str>,
    /// Authentication context classes, any of which will do (RFC 9470 §3).
    pub(crate) acr: &'a [String],
    /// The greatest age of the sign-in, in seconds (RFC 9470 §3).
    pub(crate) max_age: Option<f64>,
}

/// The challenge that goes with a refusal; `None` where the status asks for none.
///
/// A request without credentials gets no error code (RFC 6750 §3.1). `scope` names what is needed
/// beside `insufficient_scope`. Every value is within `%x20-21 / %x23-5B / %x5D-7E`.
#[must_use]
pub fn challenge(error: Error, scope: Option<&str>) -> Option<String> {
    let demand = Demand {
        scope,
        ..Demand::default()
    };
    challenge_for(error, error.message(), &demand)
}

/// As [`challenge`], with the attributes of `insufficient_user_authentication` too.
pub(crate) fn challenge_for(
    error: Error,
    description: &str,
    demand: &Demand<'_>,
) -> Option<String> {
    let name = match error {
        Error::Request(RequestFault::CredentialsMissing) => None,
        Error::Denied(DeniedFault::Scope) => Some(INSUFFICIENT_SCOPE),
        Error::Denied(DeniedFault::Acr | DeniedFault::Amr | DeniedFault::AuthAge) => {
            Some(INSUFFICIENT_SIGN_IN)
        }
        _ => match error.status() {
            400 if is_about_credentials(error) => Some("invalid_request"),
            401 => Some("invalid_token"),
            _ => return None,
        },
    };
    let mut out = String::from("Bearer realm=\"portcullis\"");
    if let Some(name) = name {
        attribute(&mut out, "error", name);
        attribute(&mut out, "error_description", description);
    }
    if let (Some(INSUFFICIENT_SCOPE), Some(scope)) = (name, demand.scope) {
        attribute(&mut out, "scope", scope);
    }
    if name == Some(INSUFFICIENT_SIGN_IN) {
        demand_sign_in(&mut out, demand);
    }
    Some(out)
}

const INSUFFICIENT_SCOPE: &str = "insufficient_scope";
const INSUFFICIENT_SIGN_IN: &str = "insufficient_user_authentication";

fn demand_sign_in(out: &mut String, demand: &Demand<'_>) {
    // A class that does not fit into the list would name another one: it is left out.
    let fits = |class: &&str| {
        class
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
    };
    let classes: Vec<&str> = demand.acr.iter().map(String::as_str).filter(fits).collect();
    if !classes.is_empty() {
        attribute(out, "acr_values", &classes.join(" "));
    }
    if let Some(seconds) = demand.max_age {
        // Whole seconds; a sign-in of the next lower age passes as well.
        let mut age = String::new();
        decimal::write(&mut age, seconds);
        attribute(out, "max_age", age.split('.').next().unwrap_or("0"));
    }
}

fn is_about_credentials(error: Error) -> bool {
    matches!(
        error,
        Error::Request(RequestFault::CredentialsMultiple | RequestFault::CredentialsMalformed)
    )
}

/// Characters that a quoted value may not hold become apostrophes: the catalogue's texts quote
/// names with back-ticks and may go beyond ASCII, while scopes were checked when they were read.
fn attribute(out: &mut String, name: &str, value: &str) {
    out.push_str(", ");
    out.push_str(name);
    out.push_str("=\"");
    let fits =
        |c: char| matches!(c, '\u{20}' | '\u{21}' | '\u{23}'..='\u{5B}' | '\u{5D}'..='\u{7E}');
    out.extend(
        value
            .chars()
            .map(|c| if fits(c) && c != '`' { c } else { '\'' }),
    );
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_6750_3_1_no_credentials_get_no_error_code() {
        let bare = challenge(Error::Request(RequestFault::CredentialsMissing), None);
        assert_eq!(bare.as_deref(), Some("Bearer realm=\"portcullis\""));
    }

    #[test]
    fn rfc_6750_3_1_each_refusal_has_its_error_code() {
        let error_of = |error| challenge(error, Some("notes:read"));
        let scope = error_of(Error::Denied(DeniedFault::Scope));
        assert!(scope.is_some_and(|text| {
            text.contains(", error=\"insufficient_scope\", ")
                && text.ends_with(", scope=\"notes:read\"")
        }));
        let token = error_of(Error::BadSignature);
        assert!(token.is_some_and(
            |text| text.contains("error=\"invalid_token\"") && !text.contains("scope=")
        ));
        let twice = error_of(Error::Request(RequestFault::CredentialsMultiple));
        assert!(twice.is_some_and(|text| text.contains("error=\"invalid_request\"")));
    }

    #[test]
    fn rfc_9470_3_a_weak_sign_in_asks_for_a_better_one() {
        for fault in [DeniedFault::Acr, DeniedFault::Amr, DeniedFault::AuthAge] {
            let text = challenge(Error::Denied(fault), None);
            assert!(text.is_some_and(|text| text.contains("insufficient_user_authentication")));
        }
    }

    #[test]
    fn rfc_9470_3_the_challenge_says_which_sign_in_would_do() {
        let acr = ["urn:a".into(), "b".into(), "c d".into(), "e\"".into()];
        let demand = Demand {
            scope: Some("x"),
            acr: &acr,
            max_age: Some(299.9),
        };
        let of = |error, demand: &Demand<'_>| challenge_for(error, "", demand).unwrap_or_default();
        let text = of(Error::Denied(DeniedFault::AuthAge), &demand);
        assert!(
            text.ends_with(", acr_values=\"urn:a b\", max_age=\"299\""),
            "{text}"
        );
        let text = of(Error::Denied(DeniedFault::Acr), &Demand::default());
        assert!(
            !text.contains("acr_values") && !text.contains("max_age"),
            "{text}"
        );
        let text = of(Error::BadSignature, &demand);
        assert!(
            !text.contains("acr_values") && !text.contains("scope"),
            "{text}"
        );
    }

    #[test]
    fn rfc_6750_3_every_challenge_keeps_to_the_charset_and_servers_trouble_has_none() {
        for entry in Error::catalogue() {
            let Some(text) = challenge(entry.error, None) else {
                assert!(
                    !matches!(entry.status, 401 | 403) || entry.stage == "request",
                    "{}",
                    entry.code
                );
                continue;
            };
            assert!(text.bytes().all(|b| matches!(b, 0x20..=0x7E)) && !text.contains('\\'));
            assert_eq!(text.matches('"').count() % 2, 0);
        }
    }
}
