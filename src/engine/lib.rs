//! Arithmetic behind [`portcullis`](https://docs.rs/portcullis): verifying only, on public data only.
//!
//! Everything that comes in here is public — keys, tokens, digests — so variable time is right, and
//! it is what makes verification fast: a key that is used again and again is prepared once, and from
//! then on a signature costs a fraction. Secrets (HMAC tags, PKCE, nonces) never come near it.
//!
//! The reference crates of each algorithm are the oracle in tests: no engine may accept what they
//! refuse, nor refuse what they accept. None of them is compiled in: their scalars alone are as large
//! in a module as several of these engines.
//!
//! A crate of its own, because a crate is optimised as a whole, and this one for speed where the rest is
//! built for size. What is generic or `#[inline]` belongs to the crate that calls it, however. So what
//! is done for every signature — products in the fields, sums of points, inversions, powers — is in
//! functions that are neither, and whatever leads there, and builds keys and tables, is generic or
//! `#[inline]`: it is compiled with the core, for size.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

#[cfg(any(feature = "p256", feature = "p384", test))]
mod ecdsa;
#[cfg(any(feature = "ed25519", test))]
pub mod ed25519;
#[cfg(any(feature = "p256", feature = "p384", feature = "ed25519", test))]
mod inversion;
#[cfg(any(feature = "p256", test))]
pub mod p256;
#[cfg(any(feature = "p384", test))]
pub mod p384;
#[cfg(any(feature = "p256", feature = "p384", feature = "ed25519", test))]
mod packing;
#[cfg(any(feature = "p256", feature = "p384", feature = "ed25519", test))]
mod prepared;
#[cfg(any(feature = "rsa", test))]
pub mod rsa;
