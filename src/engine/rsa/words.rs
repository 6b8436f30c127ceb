//! Limbs of 59 bits in 64-bit words, with 128-bit products.
//!
//! A column of a product is a sum of products in 128 bits that carries nothing while it is summed
//! up: it takes two additions a product, and no loop depends on what is in the limbs.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "low words of sums; lengths depend on the modulus alone, which was checked"
)]

use alloc::vec;
use alloc::vec::Vec;

use super::{Modulus, bits, square_of_r};

const BITS: usize = 59;
const MASK: u64 = (1 << BITS) - 1;

/// Rows that are added at once: each column is read and written once for five products.
const BLOCK: usize = 5;

/// A modulus n of L limbs, with R = 2^(59·L) > 8·n.
///
/// The reduction adds multiples of n that clear the lowest limbs. Take instead of n its multiple
/// `M = n·n'` with `n' = −n⁻¹ mod B`, B = 2^(5·59): M ≡ −1 (mod B), so the multiplier m of a block is
/// the lowest five limbs themselves, and with `F = (M + 1)/B ≤ n`, adding `m·M` is dropping them
/// and adding `m·F` to what is above. The last five to nine limbs are cleared with n: F would leave
/// L + 5 limbs.
///
/// The multipliers of n sum up to less than 2·R: those of F, times n' < B, stay below what they are
/// multiplied up to, as do those of n. So two numbers below 4·n have a product below
/// `16·n²/R + 2·n < 4·n`.
///
/// A column holds L products of a square and L of the reduction. 8192 bits make 139 limbs, and
/// `2·139·2^118 < 2^127`.
#[derive(Clone)]
pub(super) struct Words {
    n: Vec<u64>,
    folded: Vec<u64>,
    inverse: [u64; BLOCK],
    /// R² modulo n.
    square_of_r: Vec<u64>,
    /// Of the modulus.
    bits: usize,
}

impl Modulus for Words {
    type Number = Vec<u64>;
    type Room = Vec<u128>;

    #[inline]
    fn new(modulus: &[u8]) -> Self {
        let bits = bits(modulus);
        let n = limbs(modulus, (bits + 3).div_ceil(BITS));
        let inverse = negative_inverse(&n);
        let mut this = Self {
            folded: fold(&n, inverse),
            inverse,
            square_of_r: Vec::new(),
            bits,
            n,
        };
        this.square_of_r = square_of_r(&this, bits, BITS * this.n.len());
        this
    }

    fn number(&self, bytes: &[u8]) -> Vec<u64> {
        limbs(bytes, self.n.len())
    }

    fn square_of_r(&self) -> &Vec<u64> {
        &self.square_of_r
    }

    #[inline]
    fn highest_power(&self) -> Vec<u64> {
        let mut power = vec![0; self.n.len()];
        let exponent = self.bits - 1;
        power[exponent / BITS] = 1 << (exponent % BITS);
        power
    }

    fn room(&self) -> Vec<u128> {
        vec![0; 2 * self.n.len()]
    }

    fn square(&self, number: &mut Vec<u64>, columns: &mut Vec<u128>) {
        columns.fill(0);
        square(columns, number);
        self.reduce(columns, number);
    }

    fn multiply(&self, number: &mut Vec<u64>, by: &Vec<u64>, columns: &mut Vec<u128>) {
        columns.fill(0);
        for (i, block) in number.chunks(BLOCK).enumerate() {
            accumulate(&mut columns[BLOCK * i..], block, by);
        }
        self.reduce(columns, number);
    }

    #[inline]
    fn double(&self, number: &mut Vec<u64>, times: usize) {
        for _ in 0..times {
            let mut carry = 0;
            for limb in number.iter_mut() {
                let doubled = *limb << 1 | carry;
                (*limb, carry) = (doubled & MASK, doubled >> BITS);
            }
            self.lower(number);
        }
    }

    fn bytes(&self, number: &Vec<u64>) -> Vec<u8> {
        let mut number = number.clone();
        self.lower(&mut number);
        let mut bytes = vec![0; self.bits.div_ceil(8)];
        let (mut held, mut bits) = (0_u128, 0);
        let mut limbs = number.into_iter();
        for byte in bytes.iter_mut().rev() {
            if bits < 8 {
                held |= u128::from(limbs.next().unwrap_or(0)) << bits;
                bits += BITS;
            }
            *byte = held as u8;
            held >>= 8;
            bits -= 8;
        }
        bytes
    }
}

impl Words {
    /// Makes a number the smallest of its class.
    fn lower(&self, number: &mut [u64]) {
        while !is_below(number, &self.n) {
            subtract(number, &self.n);
        }
    }

    /// `columns/R` modulo n.
    fn reduce(&self, columns: &mut [u128], out: &mut [u64]) {
        let length = self.n.len();
        let blocks = length / BLOCK;
        let mut limbs = [0; BLOCK];
        for i in 0..blocks - 1 {
            let (done, rest) = columns[BLOCK * i..].split_at_mut(BLOCK);
            rest[0] += settle(done, &mut limbs);
            accumulate(rest, &limbs, &self.folded);
        }
        for i in blocks - 1..length.div_ceil(BLOCK) {
            let columns = &mut columns[BLOCK * i..];
            let rows = BLOCK.min(length - BLOCK * i);
            settle(&columns[..rows], &mut limbs);
            let multiplier = low_product(limbs, self.inverse);
            accumulate(columns, &multiplier[..rows], &self.n);
            let carry = settle(&columns[..rows], &mut limbs);
            columns[rows] += carry;
        }
        let above = settle(&columns[length..], out);
        debug_assert_eq!(above, 0, "4·n has L limbs");
    }
}

fn product(x: u64, y: u64) -> u128 {
    u128::from(x) * u128::from(y)
}

/// Carries from column to column, fills the limbs of a number, and returns what is left over.
#[inline]
fn settle(columns: &[u128], limbs: &mut [u64]) -> u128 {
    let mut carry = 0;
    for (column, limb) in columns.iter().zip(limbs) {
        let sum = column + carry;
        *limb = sum as u64 & MASK;
        carry = sum >> BITS;
    }
    carry
}

/// Adds `m·n` to the columns.
///
/// Fewer rows or limbs than a block, at the ends of a number, take the plain way.
#[inline]
fn accumulate(columns: &mut [u128], m: &[u64], n: &[u64]) {
    let length = n.len();
    let (Ok(m), true) = (<&[u64; BLOCK]>::try_from(m), length >= BLOCK) else {
        for (i, &m) in m.iter().enumerate() {
            for (column, &n) in columns[i..].iter_mut().zip(n) {
                *column += product(m, n);
            }
        }
        return;
    };
    let (columns, _) = columns.split_at_mut(length + BLOCK - 1);
    for j in 0..BLOCK - 1 {
        for k in 0..=j {
            columns[j] += product(m[k], n[j - k]);
            columns[length + BLOCK - 2 - j] += product(m[BLOCK - 1 - k], n[length - 1 + k - j]);
        }
    }
    for (column, n) in columns[BLOCK - 1..].iter_mut().zip(n.windows(BLOCK)) {
        for (&m, &n) in m.iter().zip(n.iter().rev()) {
            *column += product(m, n);
        }
    }
}

/// Products of different limbs count twice: the limb of the row is doubled.
#[inline]
fn square(columns: &mut [u128], a: &[u64]) {
    for (columns, block) in columns.chunks_mut(2 * BLOCK).zip(a.chunks(BLOCK)) {
        for (i, &limb) in block.iter().enumerate() {
            columns[2 * i] += product(limb, limb);
            for (column, &other) in columns[2 * i + 1..].iter_mut().zip(&block[i + 1..]) {
                *column += product(2 * limb, other);
            }
        }
    }
    for (i, block) in a.chunks_exact(BLOCK).enumerate() {
        let from = BLOCK * (i + 1);
        let mut doubled = [0; BLOCK];
        for (doubled, limb) in doubled.iter_mut().zip(block) {
            *doubled = 2 * limb;
        }
        accumulate(&mut columns[2 * from - BLOCK..], &doubled, &a[from..]);
    }
}

/// `x·y mod B`.
fn low_product(x: [u64; BLOCK], y: [u64; BLOCK]) -> [u64; BLOCK] {
    let mut columns = [0; BLOCK];
    for (i, &x) in x.iter().enumerate() {
        for (column, &y) in columns[i..].iter_mut().zip(&y) {
            *column += product(x, y);
        }
    }
    let mut low = [0; BLOCK];
    settle(&columns, &mut low);
    low
}

/// `−n⁻¹ mod B` of an odd n, by Newton's iteration from three good bits: n·n ≡ 1 (mod 8).
#[inline]
fn negative_inverse(n: &[u64]) -> [u64; BLOCK] {
    let n = [n[0], n[1], n[2], n[3], n[4]];
    let mut inverse = n;
    for _ in 0..7 {
        // i·(2 − n·i), and −x = (B − 1 − x) + 1.
        let mut factor = low_product(n, inverse).map(|limb| MASK - limb);
        add_small(&mut factor, 3);
        inverse = low_product(inverse, factor);
    }
    let mut negative = inverse.map(|limb| MASK - limb);
    add_small(&mut negative, 1);
    negative
}

/// `(n·n' + 1)/B`, which is exact and at most n.
#[inline]
fn fold(n: &[u64], inverse: [u64; BLOCK]) -> Vec<u64> {
    let mut columns = vec![0; n.len() + BLOCK];
    columns[0] = 1;
    accumulate(&mut columns, &inverse, n);
    let mut product = vec![0; n.len() + BLOCK];
    settle(&columns, &mut product);
    product.split_off(BLOCK)
}

fn add_small(number: &mut [u64], mut carry: u64) {
    for limb in number {
        let sum = *limb + carry;
        (*limb, carry) = (sum & MASK, sum >> BITS);
    }
}

/// Takes a smaller number off.
fn subtract(number: &mut [u64], n: &[u64]) {
    let mut borrow = 0;
    for (limb, &n) in number.iter_mut().zip(n) {
        let difference = limb.wrapping_sub(n + borrow);
        (*limb, borrow) = (difference & MASK, difference >> 63);
    }
}

fn is_below(number: &[u64], n: &[u64]) -> bool {
    number.iter().rev().lt(n.iter().rev())
}

fn limbs(bytes: &[u8], length: usize) -> Vec<u64> {
    let mut limbs = Vec::with_capacity(length);
    let (mut held, mut bits) = (0_u128, 0);
    for &byte in bytes.iter().rev() {
        held |= u128::from(byte) << bits;
        bits += 8;
        if bits >= BITS {
            limbs.push(held as u64 & MASK);
            held >>= BITS;
            bits -= BITS;
        }
    }
    limbs.push(held as u64);
    limbs.resize(length, 0);
    limbs
}
