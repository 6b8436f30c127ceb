//! The forms in which issuers publish their keys.

/// What the text at an issuer's key address is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyDocument {
    /// `jwks`: a JWK set (RFC 7517 §5).
    #[default]
    Jwks,
    /// `certificates`: one X.509 certificate by `kid`, as Google and Firebase publish them.
    #[cfg(feature = "certificates")]
    Certificates,
}

impl KeyDocument {
    /// Every form with its name in policies.
    pub const ALL: &'static [(KeyDocument, &'static str)] = &[
        (Self::Jwks, "jwks"),
        #[cfg(feature = "certificates")]
        (Self::Certificates, "certificates"),
    ];

    /// The form's name in policies.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.1)
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }
}
