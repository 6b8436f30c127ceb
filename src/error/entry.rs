//! What the catalogue says of each refusal.

use super::Error;

/// One row of the catalogue.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The error, with `Claim::Required(0)` standing for any claim.
    pub error: Error,
    /// A stable name such as `ERR_TOKEN_EXPIRED`.
    pub code: &'static str,
    /// The stage that refuses.
    pub stage: &'static str,
    /// The step within the stage.
    pub step: &'static str,
    /// The HTTP status a resource server answers with.
    pub status: u16,
    /// The clause that demands the refusal.
    pub clause: &'static str,
    /// What happened.
    pub message: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

impl Entry {
    pub(super) fn of(error: Error) -> Self {
        Self {
            error,
            code: error.code(),
            stage: error.stage(),
            step: error.step(),
            status: error.status(),
            clause: error.clause(),
            message: error.message(),
            advice: error.advice(),
        }
    }
}
