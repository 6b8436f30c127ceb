//! A mark on values that nobody vouches for.

/// A value read from a token that was not verified. Fit for routing and early refusal only.
#[derive(Clone, Copy, PartialEq, Eq)]
#[must_use = "an untrusted value proves nothing"]
pub struct Untrusted<T>(T);

impl<T> Untrusted<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, taken in the knowledge that anybody may have written it.
    pub fn dangerously_trust(self) -> T {
        self.0
    }
}

impl<T> core::fmt::Debug for Untrusted<T> {
    /// Shows nothing of the value.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Untrusted(..)")
    }
}
