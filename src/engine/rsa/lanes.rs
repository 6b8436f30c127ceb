//! Limbs of 22 or 23 bits in doubles, for WebAssembly: two products an instruction, exactly.
//!
//! simd128 multiplies doubles in place, where products of integers first take their operands apart;
//! a double holds every integer up to 2^53, so sums of products that stay below it are exact.
//! Limbs are balanced, from −2^(w−1) to 2^(w−1), and numbers are signed: carrying is rounding, no
//! digit waits for the one before it.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "exact integers below 2^53; lengths depend on the modulus alone, which was checked"
)]

use alloc::vec;
use alloc::vec::Vec;

use super::{Modulus, square_of_r};

/// Rows that are added at once: each column is read and written once for six products.
const BLOCK: usize = 6;

/// Zeros on both sides of a factor, so that rows that are shifted against each other are equally
/// long.
const MARGIN: usize = BLOCK - 1;

/// The limbs of 8192 bits.
const MOST: usize = 378;

/// A modulus n of L limbs, with R = 2^(w·L).
#[derive(Clone)]
pub(crate) struct Lanes {
    /// With margins.
    n: Vec<f64>,
    /// With margins.
    folded: Vec<f64>,
    inverse: [f64; BLOCK],
    square_of_r: Vec<f64>,
    length: usize,
    radix: Radix,
    /// Bytes of the modulus.
    size: usize,
}

impl Modulus for Lanes {
    type Number = Vec<f64>;

    fn new(modulus: &[u8]) -> Self {
        let bits = 8 * modulus.len() - modulus[0].leading_zeros() as usize;
        let radix = Radix::new(if bits > 4500 { 22 } else { 23 });
        let length = (bits + 3).div_ceil(radix.bits).next_multiple_of(BLOCK);
        let n = radix.limbs(modulus, length);
        let inverse = radix.negative_inverse(&n);
        let mut this = Self {
            folded: with_margins(&radix.fold(&n, &inverse)),
            n: with_margins(&n),
            inverse,
            square_of_r: Vec::new(),
            length,
            radix,
            size: modulus.len(),
        };
        this.square_of_r = square_of_r(&this, modulus, radix.bits * length);
        this
    }

    fn number(&self, bytes: &[u8]) -> Vec<f64> {
        self.radix.limbs(bytes, self.length)
    }

    fn square_of_r(&self) -> &Vec<f64> {
        &self.square_of_r
    }

    fn power_of_two(&self, exponent: usize) -> Vec<f64> {
        let mut limbs = vec![0.0; self.length];
        limbs[exponent / self.radix.bits] = (1_u64 << (exponent % self.radix.bits)) as f64;
        self.radix.settle(&mut limbs);
        limbs
    }

    fn square(&self, number: &mut Vec<f64>) {
        let mut columns = [0.0; 2 * MOST];
        let columns = &mut columns[..2 * self.length];
        square(columns, number);
        self.reduce(columns, number);
    }

    fn multiply(&self, number: &mut Vec<f64>, by: &Vec<f64>) {
        let mut columns = [0.0; 2 * MOST];
        let columns = &mut columns[..2 * self.length];
        let by = with_margins(by);
        let (blocks, _) = number.as_chunks();
        for (i, block) in blocks.iter().enumerate() {
            accumulate(&mut columns[BLOCK * i..], block, &by);
        }
        self.reduce(columns, number);
    }

    fn bytes(&self, number: &Vec<f64>) -> Vec<u8> {
        let n = &self.n[MARGIN..MARGIN + self.length];
        let mut limbs: Vec<i64> = number.iter().map(|&limb| limb as i64).collect();
        let mut negative = self.radix.carry(&mut limbs) < 0;
        while negative {
            for (limb, &n) in limbs.iter_mut().zip(n) {
                *limb += n as i64;
            }
            negative = self.radix.carry(&mut limbs) != 1;
        }
        self.radix.bytes(&limbs, self.size)
    }
}

impl Lanes {
    fn reduce(&self, columns: &mut [f64], out: &mut [f64]) {
        let last = self.length - BLOCK;
        for i in (0..last).step_by(BLOCK) {
            let (done, rest) = columns[i..].split_at_mut(BLOCK);
            rest[0] += self.radix.settle(done);
            let mut multiplier = [0.0; BLOCK];
            multiplier.copy_from_slice(done);
            accumulate(rest, &multiplier, &self.folded);
        }
        let columns = &mut columns[last..];
        columns[BLOCK] += self.radix.settle(&mut columns[..BLOCK]);
        let multiplier = self.radix.low_product(columns, &self.inverse);
        accumulate(columns, &multiplier, &self.n);
        let (done, rest) = columns.split_at_mut(BLOCK);
        rest[0] += self.radix.settle(done);
        self.radix.settle(rest);
        out.copy_from_slice(rest);
    }
}

/// 2^w, and what rounds to its multiples.
#[derive(Clone, Copy)]
struct Radix {
    bits: usize,
    /// A number whose last place is 2^w: adding it to a number up to 2^53 rounds that to a
    /// multiple of 2^w, and subtracting it again is exact.
    rounding: f64,
    inverse: f64,
}

impl Radix {
    fn new(bits: usize) -> Self {
        let radix = (1_u64 << bits) as f64;
        Self {
            bits,
            rounding: radix * (3_u64 << 51) as f64,
            inverse: 1.0 / radix,
        }
    }

    /// A column's limb, and its carry in units of the next column.
    #[inline(always)]
    fn split(self, column: f64) -> (f64, f64) {
        let above = column + self.rounding - self.rounding;
        (column - above, above * self.inverse)
    }

    /// Carries between columns, all at once; returns the carry out of the last.
    ///
    /// Columns below 2^53 become limbs and 2^(53−w) more; a second pass leaves 2^(53−2w) + 1 more.
    #[inline(always)]
    fn pass(self, columns: &mut [f64]) -> f64 {
        let mut carried = 0.0;
        for column in columns {
            let (limb, carry) = self.split(*column);
            *column = limb + carried;
            carried = carry;
        }
        carried
    }

    #[inline(always)]
    fn settle(self, columns: &mut [f64]) -> f64 {
        self.pass(columns) + self.pass(columns)
    }

    /// `x·y mod B`, balanced.
    fn low_product(self, x: &[f64], y: &[f64; BLOCK]) -> [f64; BLOCK] {
        let mut columns = [0.0; BLOCK];
        for (i, &x) in x.iter().take(BLOCK).enumerate() {
            for (column, &y) in columns[i..].iter_mut().zip(y) {
                *column += x * y;
            }
        }
        self.settle(&mut columns);
        columns
    }

    /// `−n⁻¹ mod B` of an odd n, by Newton's iteration from three good bits: n·n ≡ 1 (mod 8).
    fn negative_inverse(self, n: &[f64]) -> [f64; BLOCK] {
        let mut inverse = [0.0; BLOCK];
        inverse.copy_from_slice(&n[..BLOCK]);
        for _ in 0..7 {
            // i·(2 − n·i)
            let mut factor = self.low_product(n, &inverse).map(|limb| -limb);
            factor[0] += 2.0;
            inverse = self.low_product(&factor, &inverse);
        }
        inverse.map(|limb| -limb)
    }

    /// `(n·n' + 1)/B`, which is exact.
    fn fold(self, n: &[f64], inverse: &[f64; BLOCK]) -> Vec<f64> {
        let mut columns = vec![0.0; n.len() + BLOCK];
        columns[0] = 1.0;
        accumulate(&mut columns, inverse, &with_margins(n));
        self.settle(&mut columns);
        columns.split_off(BLOCK)
    }

    fn limbs(self, bytes: &[u8], length: usize) -> Vec<f64> {
        let mut limbs = Vec::with_capacity(length);
        let (mut held, mut bits) = (0_u64, 0);
        for &byte in bytes.iter().rev() {
            held |= u64::from(byte) << bits;
            bits += 8;
            if bits >= self.bits {
                limbs.push((held & ((1 << self.bits) - 1)) as f64);
                held >>= self.bits;
                bits -= self.bits;
            }
        }
        limbs.push(held as f64);
        limbs.resize(length, 0.0);
        self.settle(&mut limbs);
        limbs
    }

    /// Limbs from 0 to 2^w − 1, but for what is carried out of the last.
    fn carry(self, limbs: &mut [i64]) -> i64 {
        let mut carry = 0;
        for limb in limbs {
            let sum = *limb + carry;
            (*limb, carry) = (sum & ((1 << self.bits) - 1), sum >> self.bits);
        }
        carry
    }

    fn bytes(self, limbs: &[i64], size: usize) -> Vec<u8> {
        let mut bytes = vec![0; size];
        let (mut held, mut bits) = (0, 0);
        let mut limbs = limbs.iter();
        for byte in bytes.iter_mut().rev() {
            if bits < 8 {
                held |= limbs.next().unwrap_or(&0) << bits;
                bits += self.bits;
            }
            *byte = held as u8;
            held >>= 8;
            bits -= 8;
        }
        bytes
    }
}

/// Adds `m·n` to the columns.
#[inline(always)]
fn accumulate(columns: &mut [f64], m: &[f64; BLOCK], n: &[f64]) {
    for (column, n) in columns.iter_mut().zip(n.windows(BLOCK)) {
        let mut sum = *column;
        for (m, n) in m.iter().zip(n.iter().rev()) {
            sum += m * n;
        }
        *column = sum;
    }
}

/// Products of different limbs count twice: the limbs of the rows are doubled.
#[inline(always)]
fn square(columns: &mut [f64], a: &[f64]) {
    let (blocks, _) = a.as_chunks::<BLOCK>();
    let mut rest = [0.0; MARGIN + MOST + MARGIN];
    let rest = &mut rest[..a.len() + 2 * MARGIN];
    rest[MARGIN..MARGIN + a.len()].copy_from_slice(a);
    for (i, block) in blocks.iter().enumerate() {
        let from = BLOCK * i;
        let columns = &mut columns[2 * from..];
        let doubled = block.map(|limb| 2.0 * limb);
        for j in 0..BLOCK {
            columns[2 * j] += block[j] * block[j];
            for k in j + 1..BLOCK {
                columns[j + k] += doubled[j] * block[k];
            }
        }
        let rest = &mut rest[from..];
        rest[MARGIN..MARGIN + BLOCK].fill(0.0);
        accumulate(&mut columns[BLOCK..], &doubled, &rest[BLOCK..]);
    }
}

fn with_margins(number: &[f64]) -> Vec<f64> {
    let mut margined = vec![0.0; number.len() + 2 * MARGIN];
    margined[MARGIN..MARGIN + number.len()].copy_from_slice(number);
    margined
}
