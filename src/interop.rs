//! The crate `jwt-compact`: our keys behind its `Algorithm` trait, and signing keys for minting.
//!
//! A verdict of `jwt-compact` is weaker than ours: it ignores `crit`, takes duplicate members and
//! knows no policy. Use it to mint tokens, or to move a code base over step by step.
//!
//! ```
//! use jwt_compact::{AlgorithmExt, Claims, Header};
//! use portcullis::interop::{Ed25519, Ed25519SigningKey};
//!
//! // RFC 8037 A.1
//! let jwk = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
//!     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
//! let key = Ed25519SigningKey::from_jwk(jwk)?;
//! let token = Ed25519.token(&Header::empty(), &Claims::empty(), &key).unwrap();
//! assert_eq!(token.split('.').count(), 3);
//! # Ok::<(), portcullis::Error>(())
//! ```

mod signing;

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

#[cfg(feature = "eddsa")]
pub use signing::Ed25519SigningKey;
#[cfg(feature = "es256")]
pub use signing::Es256SigningKey;
#[cfg(feature = "es384")]
pub use signing::Es384SigningKey;

use crate::error::Error;
use crate::key::VerifyingKey;
use crate::limits::Limits;

/// The bytes of a signature, as `jwt-compact` hands them about.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl core::fmt::Debug for Signature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Signature(..)")
    }
}

impl jwt_compact::AlgorithmSignature for Signature {
    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        Ok(Self(slice.to_vec()))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.0)
    }
}

impl TryFrom<&jwt_compact::jwk::JsonWebKey<'_>> for VerifyingKey {
    type Error = Error;

    /// Reads the key as strictly as any other; private members are refused.
    fn try_from(jwk: &jwt_compact::jwk::JsonWebKey<'_>) -> Result<Self, Error> {
        Self::from_jwk(&jwk.to_string(), &Limits::default())
    }
}

macro_rules! algorithm {
    ($(#[$doc:meta])* $name:ident, $algorithm:ident, $signing:ident, $feature:literal) => {
        $(#[$doc])*
        #[cfg(feature = $feature)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name;

        #[cfg(feature = $feature)]
        impl jwt_compact::Algorithm for $name {
            type SigningKey = $signing;
            type VerifyingKey = VerifyingKey;
            type Signature = Signature;

            fn name(&self) -> Cow<'static, str> {
                Cow::Borrowed(crate::Algorithm::$algorithm.name())
            }

            fn sign(&self, key: &$signing, message: &[u8]) -> Signature {
                Signature(key.sign(message))
            }

            fn verify_signature(&self, signature: &Signature, key: &VerifyingKey, message: &[u8]) -> bool {
                key.verify(crate::Algorithm::$algorithm, message, &signature.0)
            }
        }
    };
}

algorithm! {
    /// ES256 with our keys (RFC 7518 §3.4).
    Es256, Es256, Es256SigningKey, "es256"
}
algorithm! {
    /// ES384 with our keys (RFC 7518 §3.4).
    Es384, Es384, Es384SigningKey, "es384"
}
algorithm! {
    /// `EdDSA` on Ed25519 with our keys (RFC 8037 §3.1).
    Ed25519, EdDsa, Ed25519SigningKey, "eddsa"
}
