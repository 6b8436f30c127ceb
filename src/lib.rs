#![no_std]
#![forbid(unsafe_code)]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod alg;
mod claims;
pub mod dangerous;
mod decision;
mod encoding;
mod error;
mod gate;
#[cfg(feature = "providers")]
mod identity;
#[cfg(feature = "jwt-compact")]
pub mod interop;
mod key;
mod limits;
pub mod oauth;
mod path;
mod policy;
mod profile;
#[cfg(feature = "providers")]
mod provider;
#[cfg(feature = "reader-tests")]
#[doc(hidden)]
pub mod reader_tests;
#[cfg(feature = "signature-tests")]
#[doc(hidden)]
pub mod signature_tests;
mod time;
mod token;
mod untrusted;
mod verify;

pub use alg::{AlgSet, Algorithm, Family};
pub use claims::Claims;
pub use decision::Decision;
pub use encoding::json::{Number as JsonNumber, Object as JsonObject, Value as JsonValue};
pub use error::{
    Claim, ClaimFault, DeniedFault, Entry, Error, KeyFault, KeysFault, MalformedFault, OAuthFault,
    PkceFault, PolicyError, PolicyFault, RequestFault,
};
pub use gate::Gate;
#[cfg(feature = "providers")]
pub use identity::Identity;
#[cfg(feature = "hmac")]
pub use key::HmacSecret;
pub use key::ring;
pub use key::{KeyDocument, KeySet, VerifyingKey, thumbprint};
pub use limits::Limits;
pub use oauth::pkce::{self, Pkce};
#[cfg(feature = "providers")]
pub use policy::SecondFactor;
pub use policy::{Kind, Policy, PolicyBuilder, Presentation, ScopeRule};
pub use time::UnixTime;
#[cfg(feature = "host-engine")]
pub use token::PendingCheck;
pub use token::{Admitted, Authentic, Candidate, Unverified};
pub use untrusted::Untrusted;
pub use verify::verify;
#[cfg(feature = "back-channel")]
pub use verify::verify_proof;
