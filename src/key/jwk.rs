//! One JSON Web Key (RFC 7517 §4), read strictly, for verifying signatures only.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::material::Material;
use super::thumbprint::{canonical, digest};
use crate::alg::{AlgSet, Algorithm, Family};
use crate::encoding::json::{self, Object, Value};
use crate::error::{Error, KeyFault};
use crate::limits::Limits;

/// A public key that may verify signatures: decoded, checked, with the algorithm it is for.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    alg: Option<Algorithm>,
    thumbprint: [u8; 32],
    material: Material,
    #[cfg(feature = "host-engine")]
    canonical: alloc::sync::Arc<str>,
}

/// Members that only a private or symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Characters of the modulus of an RSA key that comes along with a token: 4096 bits in base64url.
#[cfg(feature = "back-channel")]
const LONGEST_EMBEDDED: usize = 683;

impl VerifyingKey {
    /// Reads one JWK.
    ///
    /// # Errors
    ///
    /// [`Error::Key`] with a `Jwk…` fault: not strict JSON, an unknown `kty` or `crv`, a member
    /// that is missing or malformed, private members, a use other than verifying, an `alg` that
    /// does not fit, or a key that is no sound key of its kind (RFC 7517 §4, RFC 7518 §6).
    pub fn from_jwk(jwk: &str, limits: &Limits) -> Result<Self, Error> {
        let object = json::read(jwk.as_bytes(), limits.jwks, limits)
            .map_err(|_| Error::Key(KeyFault::JwkJson))?;
        Self::from_object(&object).map_err(Error::Key)
    }

    pub(crate) fn from_object(jwk: &Object) -> Result<Self, KeyFault> {
        if PRIVATE.iter().any(|name| jwk.get(name).is_some()) {
            return Err(KeyFault::JwkPrivate);
        }
        check_use(jwk)?;
        let kid = member(jwk, "kid")?.map(ToOwned::to_owned);
        let name = member(jwk, "alg")?;
        let material = material(jwk)?;
        let alg = match name {
            None => None,
            Some(name) => {
                let alg = Algorithm::from_name(name).ok_or(KeyFault::JwkAlg)?;
                if alg.family() != material.family() {
                    return Err(KeyFault::JwkAlg);
                }
                Some(alg)
            }
        };
        let canonical = canonical(jwk)?;
        Ok(Self {
            kid,
            alg,
            thumbprint: digest(&canonical),
            material,
            #[cfg(feature = "host-engine")]
            canonical: canonical.into(),
        })
    }

    /// The key's `kid`, compared byte by byte (RFC 7517 §4.5).
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// SHA-256 of the key's required members (RFC 7638 §3).
    #[must_use]
    pub fn thumbprint(&self) -> &[u8; 32] {
        &self.thumbprint
    }

    /// The one algorithm that this key serves under a policy.
    ///
    /// That is its `alg`, or what its curve says. An RSA key without `alg` serves RS256, or the
    /// only RSA algorithm that the policy names instead (RFC 8725 §3.1: one key, one algorithm).
    #[must_use]
    pub fn algorithm(&self, allowed: AlgSet) -> Option<Algorithm> {
        if let Some(alg) = self.alg {
            return allowed.contains(alg).then_some(alg);
        }
        let mut fitting = allowed
            .iter()
            .filter(|alg| alg.family() == self.material.family());
        let first = fitting.next()?;
        if first == Algorithm::Rs256 {
            return Some(first);
        }
        fitting.next().is_none().then_some(first)
    }

    /// The key that a proof holds, for the algorithm that it names.
    #[cfg(feature = "back-channel")]
    pub(crate) fn embedded(jwk: &Object, algorithm: Algorithm) -> Result<Self, KeyFault> {
        // Whoever sends a proof chooses what it costs to check, and to prepare for checking.
        if member(jwk, "n")?.is_some_and(|modulus| modulus.len() > LONGEST_EMBEDDED) {
            return Err(KeyFault::JwkRsa);
        }
        let key = Self::from_object(jwk)?;
        let fits = match key.alg {
            Some(alg) => alg == algorithm,
            None => algorithm.family() == key.material.family(),
        };
        if fits {
            Ok(key)
        } else {
            Err(KeyFault::AlgMismatch)
        }
    }

    pub(crate) fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.material.verify(algorithm, message, signature)
    }

    /// The key as a JWK for another engine: its required members, which are what was checked, and
    /// none that could mean something else there.
    #[cfg(feature = "host-engine")]
    pub(crate) fn canonical(&self) -> &alloc::sync::Arc<str> {
        &self.canonical
    }

    /// Whether the signature has a form that some signature of this key could have.
    #[cfg(feature = "host-engine")]
    pub(crate) fn is_well_formed(&self, algorithm: Algorithm, signature: &[u8]) -> bool {
        self.material.is_well_formed(algorithm, signature)
    }

    pub(crate) fn is_same_key(&self, other: &Self) -> bool {
        self.kid == other.kid && self.thumbprint == other.thumbprint && self.alg == other.alg
    }
}

impl core::fmt::Debug for VerifyingKey {
    /// Says what kind of key it is, and nothing of the key.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("family", &self.material.family())
            .field("alg", &self.alg)
            .finish_non_exhaustive()
    }
}

/// `use` must be `sig`, `key_ops` distinct and hold `verify`; together consistent (RFC 7517 §4.3).
fn check_use(jwk: &Object) -> Result<(), KeyFault> {
    if member(jwk, "use")?.is_some_and(|usage| usage != "sig") {
        return Err(KeyFault::JwkUse);
    }
    let Some(operations) = jwk.get("key_ops") else {
        return Ok(());
    };
    let operations = operations.as_array().ok_or(KeyFault::JwkMember)?;
    let names: Vec<&str> = operations.iter().filter_map(Value::as_str).collect();
    if names.len() != operations.len() {
        return Err(KeyFault::JwkMember);
    }
    let distinct = names
        .iter()
        .enumerate()
        .all(|(index, name)| !names.iter().take(index).any(|n| n == name));
    let for_signing = names.iter().all(|name| matches!(*name, "verify" | "sign"));
    if !distinct || !for_signing || !names.contains(&"verify") {
        return Err(KeyFault::JwkUse);
    }
    Ok(())
}

fn material(jwk: &Object) -> Result<Material, KeyFault> {
    let family = match (required(jwk, "kty")?, member(jwk, "crv")?) {
        ("EC", Some("P-256")) => Family::P256,
        ("EC", Some("P-384")) => Family::P384,
        ("OKP", Some("Ed25519")) => Family::Ed25519,
        ("RSA", _) => Family::Rsa,
        _ => return Err(KeyFault::JwkKty),
    };
    match family {
        #[cfg(feature = "es256")]
        Family::P256 => {
            crate::alg::es256::public_key(&coordinate(jwk, "x")?, &coordinate(jwk, "y")?)
                .map(Material::P256)
                .ok_or(KeyFault::JwkPoint)
        }
        #[cfg(feature = "es384")]
        Family::P384 => {
            crate::alg::es384::public_key(&coordinate(jwk, "x")?, &coordinate(jwk, "y")?)
                .map(Material::P384)
                .ok_or(KeyFault::JwkPoint)
        }
        #[cfg(feature = "eddsa")]
        Family::Ed25519 => crate::alg::eddsa::public_key(&coordinate(jwk, "x")?)
            .map(Material::Ed25519)
            .ok_or(KeyFault::JwkPoint),
        #[cfg(feature = "rsa")]
        Family::Rsa => crate::alg::rsa::public_key(&bytes(jwk, "n")?, &bytes(jwk, "e")?)
            .map(Material::Rsa)
            .ok_or(KeyFault::JwkRsa),
        _ => Err(KeyFault::JwkKty),
    }
}

/// A full-length coordinate: shorter and longer ones are refused, not padded (RFC 7518 §6.2.1.2).
#[cfg(any(feature = "es256", feature = "es384", feature = "eddsa"))]
fn coordinate<const N: usize>(jwk: &Object, name: &str) -> Result<[u8; N], KeyFault> {
    bytes(jwk, name)?
        .try_into()
        .map_err(|_| KeyFault::JwkMember)
}

#[cfg(any(
    feature = "es256",
    feature = "es384",
    feature = "eddsa",
    feature = "rsa"
))]
fn bytes(jwk: &Object, name: &str) -> Result<Vec<u8>, KeyFault> {
    crate::encoding::base64url::decode(required(jwk, name)?).map_err(|_| KeyFault::JwkMember)
}

fn required<'a>(jwk: &'a Object, name: &str) -> Result<&'a str, KeyFault> {
    member(jwk, name)?.ok_or(KeyFault::JwkMember)
}

fn member<'a>(jwk: &'a Object, name: &str) -> Result<Option<&'a str>, KeyFault> {
    match jwk.get(name) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(KeyFault::JwkMember),
    }
}
