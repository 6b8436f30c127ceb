//! What a token endpoint answers (RFC 6749 §5, OpenID Connect Core §3.1.3.3).

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::callback::registered;
use crate::encoding::json::{self, Object, ObjectWriter};
use crate::error::{Error, OAuthFault};
use crate::limits::Limits;

/// A successful token response. Its `Debug` shows no token.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The access token, a secret.
    pub access_token: String,
    /// Seconds until it expires, when the issuer says (RFC 6749 §5.1).
    pub expires_in: Option<f64>,
    /// The refresh token, a secret.
    pub refresh_token: Option<String>,
    /// The ID token, not verified (OpenID Connect Core §3.1.3.3).
    pub id_token: Option<String>,
    /// The scope that was granted: what the issuer says, else what was asked for.
    pub scope: String,
}

/// RFC 6749 §5.2, RFC 8707 §2; the last one is our own word for everything else.
const REGISTERED: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_target",
];

/// What stands for an error answer that names no registered code.
const UNREGISTERED: &str = "invalid_response";

impl TokenResponse {
    /// Reads a token response of status 200. The only type that is understood is `Bearer`, in any
    /// case (RFC 6749 §7.1).
    ///
    /// # Errors
    ///
    /// [`OAuthFault::TokenResponse`] or [`OAuthFault::TokenType`].
    pub fn read(text: &str, requested_scope: &str) -> Result<Self, Error> {
        read(text, requested_scope).map_err(Error::OAuth)
    }

    /// The response as JSON for the one who asked: it holds the tokens.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.string("token_type", "Bearer");
        out.string("access_token", &self.access_token);
        out.optional("refresh_token", self.refresh_token.as_deref());
        out.optional("id_token", self.id_token.as_deref());
        out.string("scope", &self.scope);
        if let Some(seconds) = self.expires_in {
            out.number("expires_in", seconds);
        }
        out.finish()
    }
}

impl core::fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TokenResponse")
            .field("expires_in", &self.expires_in)
            .field("refresh_token", &self.refresh_token.is_some())
            .field("id_token", &self.id_token.is_some())
            .finish_non_exhaustive()
    }
}

/// The registered code of an error answer, or `invalid_response` (RFC 6749 §5.2).
#[must_use]
pub fn token_error(text: &str) -> &'static str {
    let limits = Limits::default();
    json::read(text.as_bytes(), limits.jwks, &limits)
        .ok()
        .and_then(|answer| registered(answer.get("error")?.as_str()?, REGISTERED))
        .unwrap_or(UNREGISTERED)
}

fn read(text: &str, requested_scope: &str) -> Result<TokenResponse, OAuthFault> {
    let limits = Limits::default();
    let answer =
        json::read(text.as_bytes(), limits.jwks, &limits).map_err(|_| OAuthFault::TokenResponse)?;
    let access_token = text_of(&answer, "access_token")?.ok_or(OAuthFault::TokenResponse)?;
    let token_type = text_of(&answer, "token_type")?.ok_or(OAuthFault::TokenResponse)?;
    if !token_type.eq_ignore_ascii_case("bearer") {
        return Err(OAuthFault::TokenType);
    }
    let scope = match answer.get("scope") {
        None => requested_scope,
        Some(scope) => scope
            .as_str()
            .filter(|scope| is_scope(scope))
            .ok_or(OAuthFault::TokenResponse)?,
    };
    Ok(TokenResponse {
        access_token,
        expires_in: seconds(&answer)?,
        refresh_token: text_of(&answer, "refresh_token")?,
        id_token: text_of(&answer, "id_token")?,
        scope: scope.to_owned(),
    })
}

/// Scope tokens between single spaces (RFC 6749 §3.3); empty where an issuer says "none" that way.
fn is_scope(scope: &str) -> bool {
    let fits = |b: u8| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
    let mut tokens = scope.split(' ');
    scope.is_empty() || tokens.all(|token| !token.is_empty() && token.bytes().all(fits))
}

/// `expires_in` is a number (RFC 6749 §5.1); not a date, and not in the past.
fn seconds(answer: &Object) -> Result<Option<f64>, OAuthFault> {
    let Some(value) = answer.get("expires_in") else {
        return Ok(None);
    };
    value
        .as_f64()
        .filter(|seconds| *seconds >= 0.0)
        .map(Some)
        .ok_or(OAuthFault::TokenResponse)
}

/// `1*VSCHAR` (RFC 6749 A.12, A.17), which also keeps a token out of a second header line.
fn text_of(answer: &Object, name: &str) -> Result<Option<String>, OAuthFault> {
    let Some(value) = answer.get(name) else {
        return Ok(None);
    };
    value
        .as_str()
        .filter(|text| !text.is_empty() && text.bytes().all(|b| matches!(b, 0x20..=0x7E)))
        .map(|text| Some(text.to_owned()))
        .ok_or(OAuthFault::TokenResponse)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    #[test]
    fn rfc_6749_5_1_a_bearer_token_and_what_came_with_it() {
        let text = r#"{"access_token":"a","token_type":"bearer","expires_in":60,"more":1}"#;
        let response = TokenResponse::read(text, "openid").unwrap();
        assert_eq!(
            (response.scope.as_str(), response.expires_in),
            ("openid", Some(60.0))
        );
        let narrowed = text.replace("\"more\":1", "\"scope\":\"\"");
        assert_eq!(TokenResponse::read(&narrowed, "openid").unwrap().scope, "");
    }

    #[test]
    fn rfc_6749_7_1_another_token_type_is_refused() {
        for (token_type, fault) in [
            ("\"DPoP\"", OAuthFault::TokenType),
            ("1", OAuthFault::TokenResponse),
            ("\"\"", OAuthFault::TokenResponse),
        ] {
            let text = alloc::format!(r#"{{"access_token":"a","token_type":{token_type}}}"#);
            assert_eq!(TokenResponse::read(&text, ""), Err(Error::OAuth(fault)));
        }
    }

    #[test]
    fn malformed_answers_are_refused() {
        for text in [
            "",
            "[]",
            r#"{"token_type":"Bearer"}"#,
            r#"{"access_token":"","token_type":"Bearer"}"#,
            r#"{"access_token":"a\nb","token_type":"Bearer"}"#,
            r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":"60"}"#,
            r#"{"access_token":"a","token_type":"Bearer","expires_in":-1}"#,
            r#"{"access_token":"a","token_type":"Bearer","scope":"a  b"}"#,
            r#"{"access_token":"a","token_type":"Bearer","scope":" "}"#,
            r#"{"access_token":"a","token_type":"Bearer","scope":"a\"b"}"#,
            r#"{"access_token":"a","token_type":"Bearer","scope":"a\u0000"}"#,
            r#"{"access_token":"a","token_type":"Bearer","scope":["a"]}"#,
            r#"{"access_token":"a","token_type":"Bearer","refresh_token":null}"#,
        ] {
            assert_eq!(
                TokenResponse::read(text, ""),
                Err(Error::OAuth(OAuthFault::TokenResponse)),
                "{text}"
            );
        }
    }

    #[test]
    fn rfc_6749_5_2_only_registered_errors_are_named() {
        assert_eq!(
            token_error(r#"{"error":"invalid_grant","error_description":"x"}"#),
            "invalid_grant"
        );
        assert_eq!(token_error(r#"{"error":"<script>"}"#), "invalid_response");
        assert_eq!(token_error("oops"), "invalid_response");
    }

    #[test]
    fn a_debug_print_holds_no_token() {
        let text =
            r#"{"access_token":"secret-1","token_type":"Bearer","refresh_token":"secret-2"}"#;
        let shown = alloc::format!("{:?}", TokenResponse::read(text, "").unwrap());
        assert!(!shown.contains("secret"));
    }
}
