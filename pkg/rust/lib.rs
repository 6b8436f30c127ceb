//! Portcullis for JavaScript: thin newtypes around the core, and one crossing per token.
//!
//! Nothing here decides. Refusals cross as one number, the core's own (`Error::to_wire`); faults of
//! a policy as `{ code, path }`; claims as the JSON text that was signed.

mod evidence;
pub mod functions;
mod gate;
#[cfg(feature = "host-engine")]
mod host;
pub mod oauth;
mod throw;
mod verifier;

pub use gate::Gate;
pub use verifier::Verifier;

#[cfg(test)]
mod tests;
