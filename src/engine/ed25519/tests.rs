//! The engine against `ed25519-dalek` and `curve25519-dalek`, whose arithmetic is not ours.

extern crate std;

mod products;
mod strict;

use alloc::vec::Vec;

use num_bigint::{BigInt, Sign};
use sha2::{Digest, Sha512};

use super::scalar::Scalar;
use crate::packing;

/// Cases of a property: thousands, or a hundred times as many in the environment of `PORTCULLIS_LONG=1`.
pub(super) fn cases() -> usize {
    let long = std::env::var_os("PORTCULLIS_LONG").is_some_and(|value| value == "1");
    if long { 100_000 } else { 1_000 }
}

/// Numbers that are the same in every run.
pub(super) struct Random {
    seed: &'static str,
    count: u64,
}

impl Random {
    pub(super) fn new(seed: &'static str) -> Self {
        Self { seed, count: 0 }
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        self.count += 1;
        let digest = Sha512::new()
            .chain_update(self.seed)
            .chain_update(self.count.to_le_bytes())
            .finalize();
        core::array::from_fn(|i| digest[i])
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::from(u16::from_le_bytes(self.bytes())) % bound
    }

    pub(super) fn signs(&mut self) -> u16 {
        u16::from_le_bytes(self.bytes()) & 0x1ff
    }

    pub(super) fn scalar(&mut self) -> [u8; 32] {
        curve25519_dalek::Scalar::from_bytes_mod_order_wide(&self.bytes()).to_bytes()
    }
}

/// The integer of bytes, little-endian.
pub(super) fn number(bytes: &[u8]) -> BigInt {
    BigInt::from_bytes_le(Sign::Plus, bytes)
}

/// The bytes of an integer in [0, 2^(8·N)).
pub(super) fn bytes<const N: usize>(number: &BigInt) -> Option<[u8; N]> {
    let (sign, mut bytes) = number.to_bytes_le();
    bytes.resize(bytes.len().max(N), 0);
    bytes.try_into().ok().filter(|_| sign != Sign::Minus)
}

/// The integer and its neighbours, as bytes.
pub(super) fn around<const N: usize>(middle: &BigInt, distance: i64) -> Vec<[u8; N]> {
    let numbers = (-distance..=distance).map(|n| middle + BigInt::from(n));
    numbers.filter_map(|number| bytes(&number)).collect()
}

/// Below L: around 0, L and powers of two, and with every digit at its largest.
pub(super) fn interesting_scalars() -> Vec<[u8; 32]> {
    let l = number(&packing::bytes(&Scalar::ORDER));
    let powers = (0..253u32).map(|bit| BigInt::from(1) << bit);
    let repeated = [4u32, 5, 6, 7, 8, 9, 10].into_iter().flat_map(|width| {
        // Half of a window in each window, one more, and all ones.
        [
            1u32 << (width - 1),
            (1 << (width - 1)) + 1,
            (1 << width) - 1,
        ]
        .map(|digit| (0..252 / width).fold(BigInt::ZERO, |sum, _| (sum << width) + digit))
    });
    let mut random = Random::new("scalars");
    let random: Vec<_> = (0..100).map(|_| random.scalar()).collect();
    [BigInt::ZERO, l.clone(), &l >> 1]
        .into_iter()
        .chain(powers)
        .chain(repeated)
        .flat_map(|value| around(&value, 1))
        .filter(|bytes: &[u8; 32]| number(bytes) < l)
        .chain(random)
        .collect()
}
