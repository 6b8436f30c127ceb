//! What the catalogue says of each refusal.

use super::Error;
use super::catalogue::ADVICE;

/// One row of the catalogue.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The error, with `Claim::Required(0)` standing for any claim.
    pub error: Option<Error>,
    /// A stable name such as `ERR_TOKEN_EXPIRED`.
    pub code: &'static str,
    /// The step within the stage.
    pub step: &'static str,
    /// The HTTP status a resource server answers with.
    pub status: u16,
    /// The clause that demands the refusal.
    pub clause: &'static str,
    /// What happened.
    pub message: &'static str,
}

impl Entry {
    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        Error::CATALOGUE
            .iter()
            .zip(ADVICE)
            .find(|(entry, _)| entry.code == self.code)
            .map_or("Report this as a defect.", |(_, advice)| advice)
    }
}

pub(super) const UNLISTED: Entry = Entry {
    error: None,
    code: "ERR_UNLISTED",
    step: "",
    status: 401,
    clause: "",
    message: "The token was refused.",
};
