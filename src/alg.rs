//! The one table of algorithms (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2).
//!
//! The algorithm belongs to the key. A header's `alg` is compared with it and never dispatched on
//! (RFC 8725 §3.1).

#[cfg(feature = "eddsa")]
pub(crate) mod eddsa;
#[cfg(feature = "es256")]
pub(crate) mod es256;
#[cfg(feature = "es384")]
pub(crate) mod es384;
#[cfg(feature = "hmac")]
pub(crate) mod hmac;
#[cfg(feature = "rsa")]
pub(crate) mod rsa;

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).
    Es256,
    /// ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).
    Es384,
    /// Ed25519, under the names `EdDSA` (RFC 8037) and `Ed25519` (RFC 9864).
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 §3.3).
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 §3.3).
    Rs512,
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 7518 §3.5).
    Ps256,
    /// RSASSA-PSS with SHA-384 and a salt of 48 bytes (RFC 7518 §3.5).
    Ps384,
    /// RSASSA-PSS with SHA-512 and a salt of 64 bytes (RFC 7518 §3.5).
    Ps512,
    /// HMAC with SHA-256 (RFC 7518 §3.2); needs feature `hmac` and a policy that names it.
    Hs256,
    /// HMAC with SHA-384 (RFC 7518 §3.2); needs feature `hmac` and a policy that names it.
    Hs384,
    /// HMAC with SHA-512 (RFC 7518 §3.2); needs feature `hmac` and a policy that names it.
    Hs512,
}

/// The kinds of key there are, by `kty` and `crv` (RFC 7518 §6, RFC 8037 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// `EC` on `P-256`.
    P256,
    /// `EC` on `P-384`.
    P384,
    /// `OKP` on `Ed25519`.
    Ed25519,
    /// `RSA`.
    Rsa,
    /// `oct`, which no key set may hold.
    Secret,
}

/// Name, algorithm, family, compiled in.
type Row = (&'static str, Algorithm, Family, bool);

/// A second name of an algorithm comes after the first.
const TABLE: &[Row] = &[
    (
        "ES256",
        Algorithm::Es256,
        Family::P256,
        cfg!(feature = "es256"),
    ),
    (
        "ES384",
        Algorithm::Es384,
        Family::P384,
        cfg!(feature = "es384"),
    ),
    (
        "EdDSA",
        Algorithm::EdDsa,
        Family::Ed25519,
        cfg!(feature = "eddsa"),
    ),
    (
        "Ed25519",
        Algorithm::EdDsa,
        Family::Ed25519,
        cfg!(feature = "eddsa"),
    ),
    (
        "RS256",
        Algorithm::Rs256,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "RS384",
        Algorithm::Rs384,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "RS512",
        Algorithm::Rs512,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "PS256",
        Algorithm::Ps256,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "PS384",
        Algorithm::Ps384,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "PS512",
        Algorithm::Ps512,
        Family::Rsa,
        cfg!(feature = "rsa"),
    ),
    (
        "HS256",
        Algorithm::Hs256,
        Family::Secret,
        cfg!(feature = "hmac"),
    ),
    (
        "HS384",
        Algorithm::Hs384,
        Family::Secret,
        cfg!(feature = "hmac"),
    ),
    (
        "HS512",
        Algorithm::Hs512,
        Family::Secret,
        cfg!(feature = "hmac"),
    ),
];

impl Algorithm {
    /// The algorithm of that exact name, if this build can verify it; names are case-sensitive
    /// (RFC 7515 §4.1.1).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|row| row.0 == name && row.3)
            .map(|row| row.1)
    }

    /// The algorithm of that exact name, compiled in or not: a verdict must not depend on a build's
    /// features where a policy allows nothing of the kind.
    pub(crate) fn from_known_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// Whether this build can verify it.
    pub(crate) fn is_compiled_in(self) -> bool {
        TABLE.iter().any(|row| row.1 == self && row.3)
    }

    /// Its name; `EdDSA` for Ed25519.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE
            .iter()
            .find(|row| row.1 == self)
            .map_or("", |row| row.0)
    }

    /// The kind of key that it takes.
    #[must_use]
    pub fn family(self) -> Family {
        TABLE
            .iter()
            .find(|row| row.1 == self)
            .map_or(Family::Secret, |row| row.2)
    }

    fn bit(self) -> u16 {
        TABLE
            .iter()
            .take_while(|row| row.1 != self)
            .fold(1, |bit, _| bit << 1)
    }
}

/// A set of algorithms: what a policy allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AlgSet(u16);

impl AlgSet {
    /// No algorithm at all.
    pub const EMPTY: Self = Self(0);

    /// What a policy allows that names no algorithm: ES256, ES384, EdDSA, RS256 and PS256.
    ///
    /// The list is fixed. Compiling another algorithm in does not lengthen it.
    #[must_use]
    pub fn recommended() -> Self {
        use Algorithm::{EdDsa, Es256, Es384, Ps256, Rs256};
        [Es256, Es384, EdDsa, Rs256, Ps256].into_iter().collect()
    }

    /// The set with one more algorithm.
    #[must_use]
    pub fn with(self, algorithm: Algorithm) -> Self {
        Self(self.0 | algorithm.bit())
    }

    /// Whether the set holds the algorithm.
    #[must_use]
    pub fn contains(self, algorithm: Algorithm) -> bool {
        self.0 & algorithm.bit() != 0
    }

    /// The algorithms of the set, in the order of the table.
    #[must_use]
    pub fn iter(self) -> AlgSetIter {
        AlgSetIter {
            set: self,
            rows: TABLE.iter(),
        }
    }
}

/// The algorithms of an [`AlgSet`], in the order of the table.
#[derive(Clone, Debug)]
pub struct AlgSetIter {
    set: AlgSet,
    rows: core::slice::Iter<'static, Row>,
}

impl Iterator for AlgSetIter {
    type Item = Algorithm;

    fn next(&mut self) -> Option<Algorithm> {
        // A second name of an algorithm is not a second algorithm.
        let Self { set, rows } = self;
        rows.find(|row| row.0 == row.1.name() && set.contains(row.1))
            .map(|row| row.1)
    }
}

impl IntoIterator for AlgSet {
    type Item = Algorithm;
    type IntoIter = AlgSetIter;

    fn into_iter(self) -> AlgSetIter {
        self.iter()
    }
}

impl FromIterator<Algorithm> for AlgSet {
    fn from_iter<I: IntoIterator<Item = Algorithm>>(algorithms: I) -> Self {
        algorithms.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_9864_names_and_rfc_8037_names_are_one_algorithm() {
        assert_eq!(
            Algorithm::from_name("Ed25519"),
            Algorithm::from_name("EdDSA")
        );
        assert_eq!(Algorithm::EdDsa.name(), "EdDSA");
    }

    #[test]
    fn rfc_7515_4_1_1_names_are_case_sensitive() {
        for name in ["es256", "noNe", "none", "ES256 ", "", "HS1"] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_the_recommended_one_no_shared_secrets() {
        let set = AlgSet::recommended();
        assert_eq!(set.iter().count(), 5);
        for hs in [
            Algorithm::Hs256,
            Algorithm::Hs384,
            Algorithm::Hs512,
            Algorithm::Rs512,
        ] {
            assert!(!set.contains(hs));
            assert!(set.with(hs).contains(hs));
        }
    }
}
