//! Portcullis for JavaScript: thin newtypes around the core, and one crossing per token.
//!
//! Nothing here decides. Refusals cross as one number, the core's own (`Error::to_wire`); faults of
//! a policy as `{ code, path }`; claims as the JSON text that was signed.
//!
//! With the feature `full` this is `core.wasm`; without it `login.wasm`, which has what a login in a
//! browser needs and, to be small, no standard library.

#![no_std]

extern crate alloc;
#[cfg(test)]
#[macro_use]
extern crate std;

#[cfg(not(feature = "full"))]
mod bare;
#[cfg(feature = "full")]
mod evidence;
#[cfg(feature = "full")]
pub mod functions;
#[cfg(feature = "full")]
mod gate;
#[cfg(feature = "full")]
mod host;
pub mod oauth;
#[cfg(feature = "full")]
mod options;
mod presentation;
#[cfg(feature = "full")]
mod ring;
mod throw;
mod verifier;

#[cfg(feature = "full")]
pub use gate::Gate;
#[cfg(feature = "full")]
pub use ring::KeyRing;
pub use verifier::Verifier;

#[cfg(all(test, feature = "full"))]
mod tests;

/// Two-level segregated fits: constant time, and 2 KB of the module compressed less than the
/// standard library's allocator.
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
