//! Five signed limbs of 51 bits: for machines whose products are 128 bits wide.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::inline_always,
    reason = "fixed-size limbs; every index is a constant or a loop's bound, no untrusted value is cast; columns live in registers"
)]

use super::{D, Field, ROOT};
use crate::packing::{pack, unpack};

/// Bits of a limb; five make 255, and 2^255 ≡ 19 (mod p).
const BITS: u32 = 51;
const MASK: i64 = (1 << BITS) - 1;
/// A unit: what [`carry`] leaves in a limb.
const UNIT: i64 = (1 << BITS) + (1 << 14);

/// Σ `limb_i` · 2^(51·i).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide([i64; 5]);

impl Field for Wide {
    const ZERO: Self = Self([0; 5]);
    const ONE: Self = Self([1, 0, 0, 0, 0]);
    const D: Self = Self(decode(&D));
    const ROOT: Self = Self(decode(&ROOT));

    fn from_words(words: &[u64; 4]) -> Self {
        Self(decode(words))
    }

    fn to_words(&self) -> [u64; 4] {
        pack::<BITS, 5, 4>(&canonical(self.0).map(i64::cast_unsigned))
    }

    fn add(&self, other: &Self) -> Self {
        Self(core::array::from_fn(|i| self.0[i] + other.0[i]))
    }

    fn sub(&self, other: &Self) -> Self {
        Self(core::array::from_fn(|i| self.0[i] - other.0[i]))
    }

    #[inline]
    fn mul(&self, other: &Self) -> Self {
        debug_assert!(largest(&self.0) * largest(&other.0) <= 8 * i128::from(UNIT).pow(2));
        let [a0, a1, a2, a3, a4] = self.0;
        let [b0, b1, b2, b3, b4] = other.0;
        // At most 19 · 4 units < 2^57.3.
        let [f1, f2, f3, f4] = [19 * b1, 19 * b2, 19 * b3, 19 * b4];
        Self(carry([
            m(a0, b0) + m(a1, f4) + m(a2, f3) + m(a3, f2) + m(a4, f1),
            m(a0, b1) + m(a1, b0) + m(a2, f4) + m(a3, f3) + m(a4, f2),
            m(a0, b2) + m(a1, b1) + m(a2, b0) + m(a3, f4) + m(a4, f3),
            m(a0, b3) + m(a1, b2) + m(a2, b1) + m(a3, b0) + m(a4, f4),
            m(a0, b4) + m(a1, b3) + m(a2, b2) + m(a3, b1) + m(a4, b0),
        ]))
    }

    #[inline]
    fn square(&self) -> Self {
        debug_assert!(largest(&self.0) <= 2 * i128::from(UNIT));
        let [a0, a1, a2, a3, a4] = self.0;
        let (d0, d1, d2) = (2 * a0, 2 * a1, 2 * a2);
        let (f3, f4) = (19 * a3, 19 * a4);
        Self(carry([
            m(a0, a0) + m(d1, f4) + m(d2, f3),
            m(d0, a1) + m(d2, f4) + m(a3, f3),
            m(d0, a2) + m(a1, a1) + m(2 * a3, f4),
            m(d0, a3) + m(d1, a2) + m(a4, f4),
            m(d0, a4) + m(d1, a3) + m(a2, a2),
        ]))
    }
}

fn largest(limbs: &[i64; 5]) -> i128 {
    limbs
        .iter()
        .map(|&limb| i128::from(limb).abs())
        .fold(0, i128::max)
}

#[inline(always)]
fn m(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// Carries the columns of a product of at most 8 units² to limbs in [0, 2^51) but for limb 1.
///
/// Column 0 is the widest, 1 + 4·19 products: below 77·8·UNIT² < 2^111.3, so that a carry is below
/// 2^60.4. Column 4 has 5 products without the 19 and is below 2^107.4; its carry times 19 is below
/// 2^60.7, and what that pushes from limb 0 into limb 1 is below 2^10, within [`UNIT`].
#[inline(always)]
fn carry(columns: [i128; 5]) -> [i64; 5] {
    let mut limbs = [0; 5];
    let mut above = 0;
    for i in 0..5 {
        let column = columns[i] + i128::from(above);
        limbs[i] = column as i64 & MASK;
        above = (column >> BITS) as i64;
    }
    limbs[0] += 19 * above;
    limbs[1] += limbs[0] >> BITS;
    limbs[0] &= MASK;
    limbs
}

const fn decode(words: &[u64; 4]) -> [i64; 5] {
    let unpacked = unpack::<BITS, 5, 4>(words);
    let mut limbs = [0; 5];
    let mut i = 0;
    while i < 5 {
        limbs[i] = unpacked[i].cast_signed();
        i += 1;
    }
    limbs
}

/// The limbs in [0, 2^51) of the number in [0, p), from limbs of at most 4 units.
fn canonical(mut limbs: [i64; 5]) -> [i64; 5] {
    // The first pass leaves (−19·8, 2^255 + 19·8), the second [0, 2^255).
    for _ in 0..2 {
        let above = settle(&mut limbs);
        limbs[0] += 19 * above;
    }
    settle(&mut limbs);
    // x ≥ p exactly when x + 19 ≥ 2^255, and x + 19 − 2^255 is then x − p.
    let mut reduced = limbs;
    reduced[0] += 19;
    if settle(&mut reduced) == 0 {
        limbs
    } else {
        reduced
    }
}

/// Carries upwards once and takes off what lies above 2^255.
fn settle(limbs: &mut [i64; 5]) -> i64 {
    let mut above = 0;
    for limb in limbs {
        *limb += above;
        above = *limb >> BITS;
        *limb &= MASK;
    }
    above
}

#[cfg(test)]
impl super::tests::Exposed for Wide {
    fn filled(units: i64, signs: u16) -> Self {
        Self(core::array::from_fn(|i| {
            let sign = if signs >> i & 1 == 1 { -1 } else { 1 };
            sign * units * UNIT
        }))
    }

    fn is_one_unit(&self) -> bool {
        largest(&self.0) <= i128::from(UNIT)
    }

    fn value(&self) -> num_bigint::BigInt {
        let limbs = self.0.iter().rev();
        limbs.fold(0.into(), |value, limb| (value << BITS) + limb)
    }
}
