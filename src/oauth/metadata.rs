//! An issuer's metadata (OpenID Connect Discovery §3, RFC 8414 §2).

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::endpoint::{is_issuer, may_name, split_path};
use crate::encoding::json::{self, Object, ObjectWriter, Value};
use crate::error::{Error, OAuthFault};
use crate::limits::Limits;

/// Which of the two well-known documents describes an issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MetadataKind {
    /// OpenID Connect Discovery §4: the path is appended to the issuer.
    OpenId,
    /// RFC 8414 §3: the path is inserted between host and the issuer's path.
    OAuth,
}

/// What is used of an issuer's metadata. Every URL in it may be talked to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The issuer, exactly as it was asked for.
    pub issuer: String,
    /// Where the keys are (RFC 8414 §2).
    pub jwks_uri: String,
    /// Where a login starts; there when the metadata was read for a login.
    pub authorization_endpoint: Option<String>,
    /// Where a code is redeemed; there when the metadata was read for a login.
    pub token_endpoint: Option<String>,
    /// Where a session ends (OpenID Connect RP-Initiated Logout §2.1).
    pub end_session_endpoint: Option<String>,
    /// Whether every authorization response has `iss` (RFC 9207 §3).
    pub iss_parameter: bool,
    /// Whether PKCE with S256 is offered (RFC 8414 §2).
    pub s256: bool,
}

impl Metadata {
    /// The address of an issuer's metadata; `None` when the issuer is no such URL.
    #[must_use]
    pub fn url(issuer: &str, kind: MetadataKind) -> Option<String> {
        if !is_issuer(issuer) {
            return None;
        }
        let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
        if kind == MetadataKind::OpenId {
            return Some([issuer, "/.well-known/openid-configuration"].concat());
        }
        let (origin, path) = split_path(issuer);
        Some([origin, "/.well-known/oauth-authorization-server", path].concat())
    }

    /// Reads metadata for an issuer's keys alone: some issuers have nothing else.
    ///
    /// # Errors
    ///
    /// [`OAuthFault::Metadata`], [`OAuthFault::MetadataIssuer`] (RFC 8414 §3.3) or
    /// [`OAuthFault::Endpoint`].
    pub fn for_keys(text: &str, issuer: &str, limits: &Limits) -> Result<Self, Error> {
        read(text, issuer, limits, false).map_err(Error::OAuth)
    }

    /// Reads metadata for a login, which needs the authorization and token endpoints too.
    ///
    /// # Errors
    ///
    /// As [`for_keys`](Self::for_keys).
    pub fn for_login(text: &str, issuer: &str, limits: &Limits) -> Result<Self, Error> {
        read(text, issuer, limits, true).map_err(Error::OAuth)
    }

    /// The metadata as JSON, members as named here.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.string("issuer", &self.issuer);
        out.string("jwks_uri", &self.jwks_uri);
        for (name, value) in [
            ("authorization_endpoint", &self.authorization_endpoint),
            ("token_endpoint", &self.token_endpoint),
            ("end_session_endpoint", &self.end_session_endpoint),
        ] {
            out.optional(name, value.as_deref());
        }
        out.flag("iss_parameter", self.iss_parameter);
        out.flag("s256", self.s256);
        out.finish()
    }
}

fn read(text: &str, issuer: &str, limits: &Limits, login: bool) -> Result<Metadata, OAuthFault> {
    let metadata =
        json::read(text.as_bytes(), limits.jwks, limits).map_err(|_| OAuthFault::Metadata)?;
    if !is_issuer(issuer) {
        return Err(OAuthFault::Endpoint);
    }
    if metadata.get("issuer").and_then(Value::as_str) != Some(issuer) {
        return Err(OAuthFault::MetadataIssuer);
    }
    let endpoint = |name| endpoint(&metadata, name, issuer);
    let needed = |name| endpoint(name)?.ok_or(OAuthFault::Metadata);
    Ok(Metadata {
        issuer: issuer.to_owned(),
        jwks_uri: needed("jwks_uri")?,
        authorization_endpoint: login
            .then(|| needed("authorization_endpoint"))
            .transpose()?,
        token_endpoint: login.then(|| needed("token_endpoint")).transpose()?,
        end_session_endpoint: if login {
            endpoint("end_session_endpoint")?
        } else {
            None
        },
        iss_parameter: flag(&metadata, "authorization_response_iss_parameter_supported")?,
        s256: lists(&metadata, "code_challenge_methods_supported", "S256")?,
    })
}

/// An endpoint's URL.
fn endpoint(metadata: &Object, name: &str, issuer: &str) -> Result<Option<String>, OAuthFault> {
    let Some(value) = metadata.get(name) else {
        return Ok(None);
    };
    let url = value.as_str().ok_or(OAuthFault::Metadata)?;
    if may_name(issuer, url) {
        Ok(Some(url.to_owned()))
    } else {
        Err(OAuthFault::Endpoint)
    }
}

fn flag(metadata: &Object, name: &str) -> Result<bool, OAuthFault> {
    metadata.get(name).map_or(Ok(false), |value| {
        value.as_bool().ok_or(OAuthFault::Metadata)
    })
}

fn lists(metadata: &Object, name: &str, item: &str) -> Result<bool, OAuthFault> {
    let Some(value) = metadata.get(name) else {
        return Ok(false);
    };
    let items = value.as_array().ok_or(OAuthFault::Metadata)?;
    Ok(items.iter().any(|value| value.as_str() == Some(item)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use alloc::format;

    use super::*;

    const ISSUER: &str = "https://issuer.example/tenant";

    fn document(jwks_uri: &str, issuer: &str) -> String {
        format!(
            r#"{{"issuer":"{issuer}","jwks_uri":"{jwks_uri}",
            "authorization_endpoint":"https://issuer.example/authorize",
            "token_endpoint":"https://issuer.example/token",
            "code_challenge_methods_supported":["plain","S256"],
            "authorization_response_iss_parameter_supported":true,"more":[1,{{}}]}}"#
        )
    }

    fn login(text: &str) -> Result<Metadata, Error> {
        Metadata::for_login(text, ISSUER, &Limits::default())
    }

    #[test]
    fn what_a_login_needs_is_read() {
        let metadata = login(&document("https://keys.example/jwks", ISSUER)).unwrap();
        assert_eq!(metadata.jwks_uri, "https://keys.example/jwks");
        assert!(metadata.iss_parameter && metadata.s256);
        assert!(
            metadata
                .to_json()
                .ends_with(r#""iss_parameter":true,"s256":true}"#)
        );
    }

    #[test]
    fn rfc_8414_3_3_the_issuer_is_compared_exactly() {
        let slash = document(
            "https://keys.example/jwks",
            "https://issuer.example/tenant/",
        );
        assert_eq!(login(&slash), Err(Error::OAuth(OAuthFault::MetadataIssuer)));
    }

    #[test]
    fn an_https_issuer_has_no_endpoint_in_the_clear_or_inside() {
        for uri in [
            "http://issuer.example/jwks",
            "http://127.0.0.1/jwks",
            "https://127.0.0.1/jwks",
            "https://169.254.169.254/jwks",
            "https://[::ffff:10.0.0.1]/jwks",
            "https://keys.internal/jwks",
            "https://u@h/",
            "x",
        ] {
            let refused = login(&document(uri, ISSUER));
            assert_eq!(refused, Err(Error::OAuth(OAuthFault::Endpoint)), "{uri}");
        }
    }

    #[test]
    fn a_loopback_issuer_may_have_plain_endpoints_on_loopback_only() {
        let issuer = "http://127.0.0.1:9090";
        let read =
            |uri: &str| Metadata::for_keys(&document(uri, issuer), issuer, &Limits::default());
        assert!(read("http://127.0.0.1:9090/jwks").is_ok());
        assert!(read("https://issuer.example/jwks").is_ok());
        let refused = read("http://issuer.example/jwks");
        assert_eq!(refused, Err(Error::OAuth(OAuthFault::Endpoint)));
    }

    #[test]
    fn rfc_8414_3_2_what_is_not_strict_json_with_the_right_types_is_refused() {
        let whole = document("https://keys.example/jwks", ISSUER);
        for (from, to) in [
            (
                "\"more\":[1,{}]",
                "\"issuer\":\"https://issuer.example/tenant\"",
            ),
            ("[\"plain\",\"S256\"]", "\"S256\""),
            ("supported\":true", "supported\":\"true\""),
            ("\"https://issuer.example/token\"", "null"),
            ("\"more\":[1,{}]", "\"end_session_endpoint\":7"),
        ] {
            let broken = whole.replace(from, to);
            assert_ne!(broken, whole);
            assert_eq!(
                login(&broken),
                Err(Error::OAuth(OAuthFault::Metadata)),
                "{to}"
            );
        }
        let size = Limits {
            jwks: whole.len(),
            ..Limits::default()
        };
        assert!(Metadata::for_login(&whole, ISSUER, &size).is_ok());
        let size = Limits {
            jwks: whole.len() - 1,
            ..size
        };
        let refused = Metadata::for_login(&whole, ISSUER, &size);
        assert_eq!(refused, Err(Error::OAuth(OAuthFault::Metadata)));
    }

    #[test]
    fn rfc_9700_2_1_1_s256_is_told_from_its_absence() {
        let whole = document("https://keys.example/jwks", ISSUER);
        let plain = whole.replace(",\"S256\"", "");
        assert!(login(&whole).unwrap().s256 && !login(&plain).unwrap().s256);
    }

    #[test]
    fn keys_need_no_authorization_endpoint_and_a_login_does() {
        let text = r#"{"issuer":"https://issuer.example/tenant","jwks_uri":"https://k.example/"}"#;
        assert!(Metadata::for_keys(text, ISSUER, &Limits::default()).is_ok());
        assert_eq!(login(text), Err(Error::OAuth(OAuthFault::Metadata)));
    }

    #[test]
    fn rfc_8414_3_1_inserts_and_openid_discovery_4_appends() {
        let url = |kind| Metadata::url(ISSUER, kind).unwrap();
        assert_eq!(
            url(MetadataKind::OpenId),
            "https://issuer.example/tenant/.well-known/openid-configuration"
        );
        assert_eq!(
            url(MetadataKind::OAuth),
            "https://issuer.example/.well-known/oauth-authorization-server/tenant"
        );
        let slash = Metadata::url("https://t.example/", MetadataKind::OpenId).unwrap();
        assert_eq!(slash, "https://t.example/.well-known/openid-configuration");
        let slash = Metadata::url("https://t.example/", MetadataKind::OAuth).unwrap();
        assert_eq!(
            slash,
            "https://t.example/.well-known/oauth-authorization-server"
        );
        for issuer in [
            "http://issuer.example",
            "accounts.google.com",
            "https://i.example?x",
            "",
        ] {
            assert_eq!(
                Metadata::url(issuer, MetadataKind::OpenId),
                None,
                "{issuer}"
            );
        }
    }
}
