//! Who is asked, and how: each as its documents say, and as strictly as it can be.

mod jsonwebtoken;
mod jwt_compact;
mod jwt_simple;

use anyhow::Result;

use crate::case::Case;

pub(crate) struct Contender {
    /// Of the crate.
    pub(crate) name: &'static str,
    pub(crate) algorithms: &'static [&'static str],
    pub(crate) recommended: Column,
    pub(crate) strict: Column,
}

/// A set-up: what it can be told, and how it verifies.
pub(crate) struct Column {
    pub(crate) knows: &'static [&'static str],
    pub(crate) verify: fn(&Case) -> Result<()>,
}

pub(crate) fn all() -> [Contender; 3] {
    [
        jsonwebtoken::CONTENDER,
        jwt_compact::CONTENDER,
        jwt_simple::CONTENDER,
    ]
}
