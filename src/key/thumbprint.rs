//! JWK thumbprints (RFC 7638 §3, RFC 8037 §2).

use alloc::string::String;

use sha2::{Digest, Sha256};

use crate::encoding::base64url;
use crate::encoding::json::{self, Object, write_string};
use crate::error::{Error, KeyFault};
use crate::limits::Limits;

/// The thumbprint of a JWK: base64url of SHA-256 over its required members in order (RFC 7638 §3).
///
/// Takes EC, RSA, OKP and oct keys, public or private; the private members do not count.
///
/// # Errors
///
/// [`Error::Key`]: not strict JSON, an unknown `kty`, or a required member missing.
///
/// ```
/// let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// // RFC 8037 A.3
/// assert_eq!(portcullis::thumbprint(jwk)?, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
/// # Ok::<(), portcullis::Error>(())
/// ```
pub fn thumbprint(jwk: &str) -> Result<String, Error> {
    let limits = Limits::default();
    let object = json::read(jwk.as_bytes(), limits.jwks, &limits)
        .map_err(|_| Error::Key(KeyFault::JwkJson))?;
    canonical(&object)
        .map(|members| base64url::encode(&digest(&members)))
        .map_err(Error::Key)
}

/// The hash of a key's [`canonical`] form (RFC 7638 §3).
pub(super) fn digest(canonical: &str) -> [u8; 32] {
    Sha256::digest(canonical.as_bytes()).into()
}

/// A key's required members and nothing else, in order (RFC 7638 §3.2, §3.3).
pub(super) fn canonical(jwk: &Object) -> Result<String, KeyFault> {
    let text = |name: &str| jwk.get(name).and_then(|value| value.as_str());
    let names: &[&str] = match text("kty").ok_or(KeyFault::JwkMember)? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        "oct" => &["k", "kty"],
        _ => return Err(KeyFault::JwkKty),
    };
    let mut canonical = String::new();
    for name in names {
        canonical.push(if canonical.is_empty() { '{' } else { ',' });
        write_string(&mut canonical, name);
        canonical.push(':');
        let value = text(name).ok_or(KeyFault::JwkMember)?;
        // Every value but a name is base64url, so none needs an escape (RFC 7638 §3.3).
        if !matches!(*name, "crv" | "kty") && base64url::decode(value).is_err() {
            return Err(KeyFault::JwkMember);
        }
        write_string(&mut canonical, value);
    }
    canonical.push('}');
    Ok(canonical)
}
