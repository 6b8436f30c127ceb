//! Arithmetic behind [`alg`](crate::alg): verifying only, on public data only.
//!
//! Everything that comes in here is public — keys, tokens, digests — so variable time is right, and
//! it is what makes verification fast: a key that is used again and again is prepared once
//! ([`Preparation`](prepared::Preparation)), and from then on a signature costs a fraction. Secrets
//! (HMAC tags, PKCE, nonces) never come near it.
//!
//! The crates of each curve are the oracle in tests: no engine may accept what they refuse, nor
//! refuse what they accept. They go on decoding and checking keys and computing with scalars where
//! that is cheap; Ed25519 does without, because its crate's scalars alone are as large in a module
//! as three of these engines.

#[cfg(feature = "eddsa")]
pub(crate) mod ed25519;
#[cfg(feature = "eddsa")]
pub(crate) mod inversion;
#[cfg(feature = "eddsa")]
pub(crate) mod packing;
pub(crate) mod prepared;
