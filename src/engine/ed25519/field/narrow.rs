//! Nine signed limbs of 29 bits: for machines whose products are 64 bits wide, as in WebAssembly.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::inline_always,
    reason = "fixed-size limbs; every index is a constant or a loop's bound, no untrusted value is cast; columns live in registers"
)]

use super::{D, Field, ROOT};
use crate::packing::{pack, unpack};

/// Bits of a limb; nine make 261, and 2^261 ≡ 19·2^6 = 1216 (mod p).
const BITS: u32 = 29;
/// Bits of the top limb below 2^255.
const TOP: u32 = 255 - 8 * BITS;
const MASK: i64 = (1 << BITS) - 1;
const FOLD: i64 = 19 << 6;
/// Added before a carry and taken off after it, so that limbs lie around zero.
const HALF: i64 = 1 << (BITS - 1);
/// A unit: what [`carry`] leaves in a limb.
const UNIT: i64 = HALF + (1 << 15);

/// Σ `limb_i` · 2^(29·i).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Narrow([i32; 9]);

impl Field for Narrow {
    const ZERO: Self = Self([0; 9]);
    const ONE: Self = Self([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const D: Self = Self(decode(&D));
    const ROOT: Self = Self(decode(&ROOT));

    fn from_words(words: &[u64; 4]) -> Self {
        Self(decode(words))
    }

    #[inline(never)]
    fn to_words(&self) -> [u64; 4] {
        let limbs = canonical(self.0.map(i64::from));
        pack::<BITS, 9, 4>(&limbs.map(i64::cast_unsigned))
    }

    fn add(&self, other: &Self) -> Self {
        Self(core::array::from_fn(|i| self.0[i] + other.0[i]))
    }

    fn sub(&self, other: &Self) -> Self {
        Self(core::array::from_fn(|i| self.0[i] - other.0[i]))
    }

    #[inline(never)]
    fn mul(&self, other: &Self) -> Self {
        debug_assert!(largest(&self.0) * largest(&other.0) <= 8 * UNIT * UNIT);
        let [a0, a1, a2] = blocks(&self.0);
        let [b0, b1, b2] = blocks(&other.0);
        reduce(&karatsuba(
            &product(a0, b0),
            &product(a1, b1),
            &product(a2, b2),
            &product(sum(a0, a1), sum(b0, b1)),
            &product(sum(a0, a2), sum(b0, b2)),
            &product(sum(a1, a2), sum(b1, b2)),
        ))
    }

    #[inline(never)]
    fn square(&self) -> Self {
        debug_assert!(largest(&self.0) <= 2 * UNIT);
        let [a0, a1, a2] = blocks(&self.0);
        reduce(&karatsuba(
            &square(a0),
            &square(a1),
            &square(a2),
            &square(sum(a0, a1)),
            &square(sum(a0, a2)),
            &square(sum(a1, a2)),
        ))
    }
}

fn largest(limbs: &[i32; 9]) -> i64 {
    limbs
        .iter()
        .map(|&limb| i64::from(limb).abs())
        .fold(0, i64::max)
}

/// Three limbs, a digit in base 2^87.
type Block = [i64; 3];

#[inline(always)]
fn blocks(limbs: &[i32; 9]) -> [Block; 3] {
    let limbs = limbs.map(i64::from);
    core::array::from_fn(|block| core::array::from_fn(|i| limbs[3 * block + i]))
}

#[inline(always)]
fn sum(a: Block, b: Block) -> Block {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

#[inline(always)]
fn product(a: Block, b: Block) -> [i64; 5] {
    [
        a[0] * b[0],
        a[0] * b[1] + a[1] * b[0],
        a[0] * b[2] + a[1] * b[1] + a[2] * b[0],
        a[1] * b[2] + a[2] * b[1],
        a[2] * b[2],
    ]
}

#[inline(always)]
fn square(a: Block) -> [i64; 5] {
    [
        a[0] * a[0],
        2 * a[0] * a[1],
        2 * a[0] * a[2] + a[1] * a[1],
        2 * a[1] * a[2],
        a[2] * a[2],
    ]
}

/// The 17 columns of a product from six products of blocks.
///
/// Karatsuba's ab' + a'b = (a + a')(b + b') − ab − a'b' takes 54 multiplications where columns take
/// 81. Operands multiply to at most 8 units², so a column of `p0` is below 3·8·UNIT² < 2^60.6, and
/// one of `s01`, whose blocks are sums of two, below 4 times that, 2^62.6. The widest sum on the
/// way is `s02 + p1`, below 2^62.92; what is taken off is part of it. A finished column is a sum of
/// nine products at most, below 9·8·UNIT² < 2^62.18.
#[inline(always)]
fn karatsuba(
    p0: &[i64; 5],
    p1: &[i64; 5],
    p2: &[i64; 5],
    s01: &[i64; 5],
    s02: &[i64; 5],
    s12: &[i64; 5],
) -> [i64; 17] {
    let mut columns = [0; 17];
    for i in 0..5 {
        columns[i] += p0[i];
        columns[i + 3] += s01[i] - (p0[i] + p1[i]);
        columns[i + 6] += s02[i] + p1[i] - p0[i] - p2[i];
        columns[i + 9] += s12[i] - (p1[i] + p2[i]);
        columns[i + 12] += p2[i];
    }
    columns
}

/// Folds the columns from 2^261 upwards onto the lower ones and carries.
///
/// A high column is split into 29 low bits and a rest below 2^34, which counts one column further
/// up, so nothing of it waits for a carry; what is folded stays below 1216·2^34.1 < 2^44.4 and the
/// lower columns below 2^62.2.
#[inline(always)]
fn reduce(columns: &[i64; 17]) -> Narrow {
    let mut limbs = [0; 9];
    let mut rest = 0;
    for i in 0..8 {
        let high = columns[i + 9];
        limbs[i] = columns[i] + HALF + FOLD * ((high & MASK) + rest);
        rest = high >> BITS;
    }
    limbs[8] = columns[8] + HALF + FOLD * rest;
    Narrow(carry(limbs))
}

/// Carries limbs below 2^62.2 to one unit; they come in with [`HALF`] added to each.
///
/// A carry is below 2^33.3. The last one, folded, is below 2^43.6, and what it pushes from limb 0
/// into limb 1, which is not carried again, below 2^14.7: every limb ends within [`UNIT`].
#[inline(always)]
const fn carry(mut limbs: [i64; 9]) -> [i32; 9] {
    let mut i = 0;
    while i < 8 {
        limbs[i + 1] += limbs[i] >> BITS;
        limbs[i] &= MASK;
        i += 1;
    }
    limbs[0] += FOLD * (limbs[8] >> BITS);
    limbs[8] &= MASK;
    limbs[1] += limbs[0] >> BITS;
    limbs[0] &= MASK;
    let mut carried = [0; 9];
    i = 0;
    while i < 9 {
        carried[i] = (limbs[i] - HALF) as i32;
        i += 1;
    }
    carried
}

const fn decode(words: &[u64; 4]) -> [i32; 9] {
    let unpacked = unpack::<BITS, 9, 4>(words);
    let mut limbs = [HALF; 9];
    let mut i = 0;
    while i < 8 {
        limbs[i] += unpacked[i].cast_signed();
        i += 1;
    }
    limbs[8] += unpacked[8].cast_signed() & ((1 << TOP) - 1);
    carry(limbs)
}

/// The limbs in [0, 2^29) of the number in [0, p), from limbs of at most 4 units.
fn canonical(mut limbs: [i64; 9]) -> [i64; 9] {
    // The first pass leaves (−19·2^8, 2^255 + 19·2^8): 2^255 is bit 23 of the top limb, whose 4
    // units are below 2^31. The second leaves [0, 2^255).
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
fn settle(limbs: &mut [i64; 9]) -> i64 {
    for i in 0..8 {
        limbs[i + 1] += limbs[i] >> BITS;
        limbs[i] &= MASK;
    }
    let above = limbs[8] >> TOP;
    limbs[8] &= (1 << TOP) - 1;
    above
}

#[cfg(test)]
impl super::tests::Exposed for Narrow {
    fn filled(units: i64, signs: u16) -> Self {
        Self(core::array::from_fn(|i| {
            let sign = if signs >> i & 1 == 1 { -1 } else { 1 };
            (sign * units * UNIT) as i32
        }))
    }

    fn is_one_unit(&self) -> bool {
        largest(&self.0) <= UNIT
    }

    fn value(&self) -> num_bigint::BigInt {
        let limbs = self.0.iter().rev();
        limbs.fold(0.into(), |value, limb| (value << BITS) + limb)
    }
}
