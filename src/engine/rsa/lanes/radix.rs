//! Numbers as limbs: from bytes, back to bytes, and carrying.

use alloc::vec;
use alloc::vec::Vec;

use super::{Block, NEAREST, Twin, ZERO};
use crate::rsa::pair::Pair;

/// 2^w, and what rounds to its multiples.
#[derive(Clone, Copy)]
pub(super) struct Radix {
    pub(super) bits: usize,
    /// A number whose last place is 2^w: adding it to a number up to 2^53 rounds that to a
    /// multiple of 2^w, and subtracting it again is exact.
    rounding: Pair,
    inverse: Pair,
}

/// Limbs of 23 bits up to so many bits of a modulus, which make 192 of them.
///
/// A column has L products of a square, where those of two limbs count twice, and L of the
/// reduction. A limb is at most 2^(w−1) + 2^(53−2w) + 1, so 23 bits make 2·192·2^44.01 < 2^52.6, and
/// 22 bits 2·378·2^42.01 < 2^51.6, which leaves room for carries below 2^32.
const NARROW: usize = 4320;

impl Radix {
    pub(super) fn for_modulus(bits: usize) -> Self {
        let bits = if bits <= NARROW { 23 } else { 22 };
        let radix = (1_u64 << bits) as f64;
        Self {
            bits,
            rounding: Pair::both(radix * NEAREST),
            inverse: Pair::both(1.0 / radix),
        }
    }

    /// Carries between columns, all at once, and returns the carry out of the last.
    ///
    /// Columns below 2^53 become limbs of at most 2^(w−1) + 2^(53−w), and these, in a second pass, of
    /// at most 2^(w−1) + 2^(53−2w) + 1.
    #[inline(never)]
    pub(super) fn settle(self, columns: &mut [Block]) -> f64 {
        let columns = columns.as_flattened_mut();
        self.pass(columns) + self.pass(columns)
    }

    #[inline]
    pub(super) fn settle_block(self, columns: &mut Block) -> f64 {
        self.pass(columns) + self.pass(columns)
    }

    #[inline]
    fn pass(self, columns: &mut [Pair]) -> f64 {
        let mut before = Pair::ZERO;
        for column in columns {
            debug_assert!(column.get().into_iter().all(is_exact), "a column overflows");
            let above = *column + self.rounding - self.rounding;
            let carry = above * self.inverse;
            *column = *column - above + carry.after(before);
            before = carry;
        }
        let [_, last] = before.get();
        last
    }

    /// The limbs of a big-endian number below R.
    pub(super) fn number(self, bytes: &[u8], blocks: usize) -> Vec<Block> {
        let mut number = vec![ZERO; blocks];
        for (i, pair) in number.as_flattened_mut().iter_mut().enumerate() {
            *pair = Pair::new([self.limb(bytes, 2 * i), self.limb(bytes, 2 * i + 1)]);
        }
        self.settle(&mut number);
        number
    }

    /// w bits, and what comes with them in four bytes.
    fn limb(self, bytes: &[u8], i: usize) -> f64 {
        let (first, shift) = (self.bits * i / 8, self.bits * i % 8);
        let four = bytes.iter().rev().skip(first).take(4).rev();
        let value = four.fold(0, |value, &byte| value << 8 | u64::from(byte));
        (value >> shift & self.mask()) as f64
    }

    /// What the limbs nearly come to, in units of the highest.
    pub(super) fn estimate(self, factor: &[Twin]) -> f64 {
        let [inverse, _] = self.inverse.get();
        let pairs = factor.iter().flat_map(|twin| twin.even);
        let limbs = pairs.flat_map(Pair::get);
        limbs.fold(0.0, |sum, limb| sum * inverse + limb)
    }

    /// The big-endian bytes of a number between −n and n, modulo n.
    pub(super) fn bytes(self, number: &[Twin], n: &[Twin], size: usize) -> Vec<u8> {
        let mut limbs = integers(number);
        if self.carry(&mut limbs) < 0 {
            for (limb, n) in limbs.iter_mut().zip(integers(n)) {
                *limb += n;
            }
            self.carry(&mut limbs);
        }
        let mut bytes = vec![0; size];
        let (mut held, mut bits) = (0, 0);
        let mut limbs = limbs.into_iter();
        for byte in bytes.iter_mut().rev() {
            if bits < 8 {
                held |= limbs.next().unwrap_or(0) << bits;
                bits += self.bits;
            }
            *byte = held as u8;
            held >>= 8;
            bits -= 8;
        }
        bytes
    }

    /// Makes limbs from 0 to 2^w − 1, and returns what is carried out of the last.
    fn carry(self, limbs: &mut [i64]) -> i64 {
        let mut carry = 0;
        for limb in limbs {
            let sum = *limb + carry;
            (*limb, carry) = (sum & self.mask() as i64, sum >> self.bits);
        }
        carry
    }

    fn mask(self) -> u64 {
        (1 << self.bits) - 1
    }
}

/// Whether a sum is one that no rounding came near.
fn is_exact(sum: f64) -> bool {
    sum.abs() < (1_u64 << 53) as f64
}

/// The limbs without their margins.
fn integers(factor: &[Twin]) -> Vec<i64> {
    let blocks = &factor[1..factor.len() - 1];
    let pairs = blocks.iter().flat_map(|twin| twin.even);
    let limbs = pairs.flat_map(Pair::get);
    limbs.map(|limb| limb as i64).collect()
}
