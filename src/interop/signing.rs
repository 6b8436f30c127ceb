//! Private keys, for minting only. The verifier's own types never hold one.

use alloc::vec::Vec;

use crate::encoding::base64url;
use crate::encoding::json;
use crate::error::{Error, KeyFault};
use crate::key::VerifyingKey;
use crate::limits::Limits;

macro_rules! signing_key {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $algorithm:ident, $feature:literal, |$scalar:ident| $decode:expr, |$key:ident, $message:ident| $sign:expr) => {
        $(#[$doc])*
        #[cfg(feature = $feature)]
        #[derive(Clone)]
        pub struct $name($inner);

        #[cfg(feature = $feature)]
        impl $name {
            /// Reads a private JWK. Its `d` must be the private part of its public members, so
            /// that a key set made from those verifies what this key signs.
            ///
            /// # Errors
            ///
            /// [`Error::Key`] when it is no strict JWK of this kind, or the parts do not fit.
            pub fn from_jwk(jwk: &str) -> Result<Self, Error> {
                let key = private_part(jwk).and_then(|$scalar| $decode).map(Self);
                let key = key.ok_or(Error::Key(KeyFault::JwkMember))?;
                let probe = b"probe of a private key";
                let public = public_part(jwk)?;
                if public.verify(crate::Algorithm::$algorithm, probe, &key.sign(probe)) {
                    return Ok(key);
                }
                Err(Error::Key(KeyFault::JwkMember))
            }

            pub(super) fn sign(&self, $message: &[u8]) -> Vec<u8> {
                let $key = &self.0;
                $sign
            }
        }

        #[cfg(feature = $feature)]
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

signing_key! {
    /// A private key on P-256; signatures are deterministic (RFC 6979).
    Es256SigningKey, p256::ecdsa::SigningKey, Es256, "es256",
    |scalar| p256::ecdsa::SigningKey::from_slice(&scalar).ok(),
    |key, message| {
        let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
        signature.to_bytes().to_vec()
    }
}
signing_key! {
    /// A private key on P-384; signatures are deterministic (RFC 6979).
    Es384SigningKey, p384::ecdsa::SigningKey, Es384, "es384",
    |scalar| p384::ecdsa::SigningKey::from_slice(&scalar).ok(),
    |key, message| {
        let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(key, message);
        signature.to_bytes().to_vec()
    }
}
signing_key! {
    /// A private key on Ed25519 (RFC 8032 §5.1.6).
    Ed25519SigningKey, ed25519_dalek::SigningKey, EdDsa, "eddsa",
    |scalar| scalar.try_into().ok().map(|seed: [u8; 32]| ed25519_dalek::SigningKey::from_bytes(&seed)),
    |key, message| ed25519_dalek::ed25519::signature::Signer::sign(key, message).to_bytes().to_vec()
}

#[allow(dead_code, reason = "a build may have no algorithm compiled in")]
fn private_part(jwk: &str) -> Option<Vec<u8>> {
    let limits = Limits::default();
    let object = json::read(jwk.as_bytes(), limits.jwks, &limits).ok()?;
    base64url::decode(object.get("d")?.as_str()?).ok()
}

#[allow(dead_code, reason = "a build may have no algorithm compiled in")]
/// The key without `d`, and without `use` and `key_ops`, which speak of the private key.
fn public_part(jwk: &str) -> Result<VerifyingKey, Error> {
    let limits = Limits::default();
    let mut object = json::read(jwk.as_bytes(), limits.jwks, &limits)
        .map_err(|_| Error::Key(KeyFault::JwkJson))?;
    object.remove(&["d", "use", "key_ops"]);
    VerifyingKey::from_object(&object).map_err(Error::Key)
}
