//! Seconds since 1970, given by the caller: the core has no clock.

/// A point in time as seconds since 1970-01-01T00:00:00Z, ignoring leap seconds.
///
/// Fractions are kept, as a `NumericDate` may have them (RFC 7519 §2). Always finite.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct UnixTime(f64);

impl UnixTime {
    /// Whole seconds, as `SystemTime` gives them; from 2^53 on the nearest double.
    #[must_use]
    pub fn from_secs(secs: u64) -> Self {
        let half = |bits: u64| u32::try_from(bits).map_or(0.0, f64::from);
        Self(half(secs >> 32) * 4_294_967_296.0 + half(secs & 0xFFFF_FFFF))
    }

    /// Seconds with a fraction; `None` when the value is not finite.
    #[must_use]
    pub fn from_secs_f64(secs: f64) -> Option<Self> {
        secs.is_finite().then_some(Self(secs))
    }

    /// The time as seconds.
    #[must_use]
    pub fn as_secs_f64(self) -> f64 {
        self.0
    }
}
