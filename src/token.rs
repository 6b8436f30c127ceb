//! The way of a token: [`Unverified`] → [`Candidate`] → [`Authentic`] → [`Admitted`].
//!
//! Each arrow consumes the value before it, so no check can be skipped or taken twice.

mod admitted;
mod authentic;
mod candidate;
mod header;
#[cfg(feature = "host-engine")]
mod pending;
mod unverified;

pub use admitted::Admitted;
pub use authentic::Authentic;
pub use candidate::Candidate;
pub(crate) use header::{Header, media_type};
#[cfg(feature = "host-engine")]
pub use pending::PendingCheck;
pub(crate) use unverified::Parts;
pub use unverified::Unverified;
