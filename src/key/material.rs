//! The key itself, decoded and checked once, and what verifies with it.

use crate::alg::{Algorithm, Family};

/// A public key that passed every check of its kind.
#[derive(Clone)]
pub(crate) enum Material {
    #[cfg(feature = "es256")]
    P256(crate::alg::es256::PublicKey),
    #[cfg(feature = "es384")]
    P384(crate::alg::es384::PublicKey),
    #[cfg(feature = "eddsa")]
    Ed25519(crate::alg::eddsa::PublicKey),
    #[cfg(feature = "rsa")]
    Rsa(crate::alg::rsa::PublicKey),
}

impl Material {
    pub(crate) fn family(&self) -> Family {
        match *self {
            #[cfg(feature = "es256")]
            Self::P256(_) => Family::P256,
            #[cfg(feature = "es384")]
            Self::P384(_) => Family::P384,
            #[cfg(feature = "eddsa")]
            Self::Ed25519(_) => Family::Ed25519,
            #[cfg(feature = "rsa")]
            Self::Rsa(_) => Family::Rsa,
            #[cfg(not(any(
                feature = "es256",
                feature = "es384",
                feature = "eddsa",
                feature = "rsa"
            )))]
            _ => Family::Secret,
        }
    }

    /// Whether the signature is of this key. An algorithm of another family never is.
    #[allow(
        unused_variables,
        unreachable_patterns,
        reason = "a build may have no algorithm compiled in"
    )]
    pub(crate) fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match (self, algorithm) {
            #[cfg(feature = "es256")]
            (Self::P256(key), Algorithm::Es256) => {
                crate::alg::es256::verify(key, message, signature)
            }
            #[cfg(feature = "es384")]
            (Self::P384(key), Algorithm::Es384) => {
                crate::alg::es384::verify(key, message, signature)
            }
            #[cfg(feature = "eddsa")]
            (Self::Ed25519(key), Algorithm::EdDsa) => {
                crate::alg::eddsa::verify(key, message, signature)
            }
            #[cfg(feature = "rsa")]
            (Self::Rsa(key), algorithm) if algorithm.family() == Family::Rsa => {
                crate::alg::rsa::verify(algorithm, key, message, signature)
            }
            _ => false,
        }
    }

    /// Whether the signature's bytes are of the one form that [`verify`](Self::verify) takes: what
    /// is left to find out is whether the key made it.
    #[cfg(feature = "host-engine")]
    #[allow(
        unused_variables,
        unreachable_patterns,
        reason = "a build may have no algorithm compiled in"
    )]
    pub(crate) fn is_well_formed(&self, algorithm: Algorithm, signature: &[u8]) -> bool {
        match (self, algorithm) {
            #[cfg(feature = "es256")]
            (Self::P256(_), Algorithm::Es256) => crate::alg::es256::is_well_formed(signature),
            #[cfg(feature = "es384")]
            (Self::P384(_), Algorithm::Es384) => crate::alg::es384::is_well_formed(signature),
            #[cfg(feature = "eddsa")]
            (Self::Ed25519(_), Algorithm::EdDsa) => crate::alg::eddsa::is_well_formed(signature),
            #[cfg(feature = "rsa")]
            (Self::Rsa(key), algorithm) if algorithm.family() == Family::Rsa => {
                crate::alg::rsa::is_well_formed(key, signature)
            }
            _ => false,
        }
    }
}
