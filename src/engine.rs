//! Arithmetic behind [`alg`](crate::alg): verifying only, on public data only.
//!
//! Everything that comes in here is public — keys, tokens, digests — so variable time is right, and
//! it is what makes verification fast: a key that is used again and again is prepared once
//! ([`Preparation`](prepared::Preparation)), and from then on a signature costs a fraction. Secrets
//! (HMAC tags, PKCE, nonces) never come near it.
//!
//! The crates of each curve go on decoding and checking keys and computing with scalars, and are
//! the oracle in tests: no engine may accept what they refuse, nor refuse what they accept.

pub(crate) mod ecdsa;
#[cfg(feature = "es256")]
pub(crate) mod p256;
#[cfg(feature = "es384")]
pub(crate) mod p384;
pub(crate) mod prepared;
