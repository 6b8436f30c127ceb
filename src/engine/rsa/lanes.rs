//! Limbs of 35 to 37 bits, two to an instruction, for WebAssembly.
//!
//! A product of two of them does not fit into a double, and simd128 multiplies no longer integers
//! than 32 bits as they lie. So a column is summed up twice: nearly, in doubles, which is off by less
//! than 2^31, and modulo 2^32, in words, which says by how much it is off. Whether the host rounds a
//! product before it is added makes no difference to the result. Limbs are balanced, from −2^(w−1) to
//! 2^(w−1), and numbers are signed; carrying is rounding, and no digit waits for the one before it.
//!
//! The lower half of a number lies beside its upper half: limb i and limb i + Q of L = 2·Q are two lanes
//! of a vector. So rows are shifted against columns by whole vectors, and what a row adds to the two
//! lanes of vector i belongs to columns i and i + Q; column i is the first lane of vector i and the
//! second one of vector i − Q.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "exact integers below 2^53; lengths depend on the modulus alone, which was checked"
)]

mod products;
mod radix;

use alloc::vec;
use alloc::vec::Vec;

use super::vector::Pair;
use super::{Modulus, bits, square_of_r};
use products::{
    Columns, Limbs, ROWS, Rows, accumulate, accumulate_alone, accumulate_first, accumulate_rest,
};
use radix::{Block, Radix, four, words};

/// A modulus n of L limbs, a multiple of eight, with R = 2^(w·L) > 8·n.
///
/// The reduction adds multiples of n that clear the lowest block of four limbs. Take instead of n its
/// multiple `M = n·n'` with `n' = −n⁻¹ mod B`, B = 2^(4·w), in balanced limbs: M ≡ −1 (mod B), so the
/// multiplier m is the lowest block itself, and with `F = (M + 1)/B`, adding `m·M` is dropping that
/// block and adding `m·F` to what is above. The last block is cleared with n, or L + 4 limbs would
/// be left.
///
/// With ε for what limbs may exceed 2^(w−1) by, `|n'|` and every m are below (1/2 + ε)·B. So the
/// multipliers of F, times n', sum up to (1/4 + ε)·R at most, the last one adds (1/2 + ε)·R, and with
/// one factor below n and the other below n or R/8, a product is below `n/8 + 0.76·n < 0.9·n`.
#[derive(Clone)]
pub(super) struct Lanes {
    n: Vec<Limbs>,
    folded: Vec<Limbs>,
    inverse: [Limbs; ROWS],
    square_of_r: Vec<Limbs>,
    radix: Radix,
    /// Of the modulus.
    bits: usize,
}

impl Modulus for Lanes {
    type Number = Vec<Limbs>;
    /// The columns of a product.
    type Room = Vec<Columns>;

    #[inline]
    fn new(modulus: &[u8]) -> Self {
        let bits = bits(modulus);
        let (radix, half) = Radix::for_modulus(bits);
        let n = radix.number(modulus, half);
        let inverse = negative_inverse(radix, &n);
        let mut this = Self {
            folded: fold(radix, &n, inverse),
            n,
            inverse: lowest(inverse),
            square_of_r: Vec::new(),
            radix,
            bits,
        };
        this.square_of_r = square_of_r(&this, bits, radix.bits * 2 * half);
        this
    }

    fn number(&self, bytes: &[u8]) -> Vec<Limbs> {
        self.radix.number(bytes, self.half())
    }

    fn square_of_r(&self) -> &Vec<Limbs> {
        &self.square_of_r
    }

    #[inline]
    fn highest_power(&self) -> Vec<Limbs> {
        let exponent = self.bits - 1;
        let mut bytes = vec![0; exponent / 8 + 1];
        bytes[0] = 1 << (exponent % 8);
        self.number(&bytes)
    }

    fn room(&self) -> Vec<Columns> {
        vec![Columns::ZERO; 3 * self.half()]
    }

    fn square(&self, number: &mut Vec<Limbs>, columns: &mut Vec<Columns>) {
        columns.fill(Columns::ZERO);
        square(columns, number);
        self.reduce(columns, number);
    }

    fn multiply(&self, number: &mut Vec<Limbs>, by: &Vec<Limbs>, columns: &mut Vec<Columns>) {
        columns.fill(Columns::ZERO);
        let half = self.half();
        for (i, limbs) in number[..half].as_chunks::<ROWS>().0.iter().enumerate() {
            let rows = Rows::new(limbs);
            accumulate(&mut columns[ROWS * i..], &rows.firsts(), by);
            accumulate(&mut columns[half + ROWS * i..], &rows.seconds(), by);
        }
        self.reduce(columns, number);
    }

    /// By 2^12 at most at a time, less the nearest multiple of n by the quotient of what the limbs nearly
    /// come to. So limbs stay below 2^50 before they carry, twice, and of n little more than a half is left.
    #[inline]
    fn double(&self, number: &mut Vec<Limbs>, times: usize) {
        let mut left = times;
        while left > 0 {
            let step = left.min(12);
            left -= step;
            let power = (1_u64 << step) as f64;
            let ratio = self.radix.estimate(number) / self.radix.estimate(&self.n);
            let quotient = Pair::both((ratio * power + radix::NEAREST) - radix::NEAREST);
            let power = Pair::both(power);
            for (limbs, n) in number.iter_mut().zip(&self.n) {
                limbs.value = limbs.value * power - n.value * quotient;
            }
            self.radix.settle_limbs(number);
            self.radix.settle_limbs(number);
        }
    }

    fn bytes(&self, number: &Vec<Limbs>) -> Vec<u8> {
        self.radix.bytes(number, &self.n, self.bits.div_ceil(8))
    }
}

impl Lanes {
    /// Q.
    fn half(&self) -> usize {
        self.n.len() - 1
    }

    /// `columns/R` modulo n.
    ///
    /// The multiplier of a block is worked out as soon as the first columns of the row before are
    /// there, so that nothing waits for it.
    fn reduce(&self, columns: &mut [Columns], out: &mut [Limbs]) {
        let half = self.half();
        let last = 2 * half - ROWS;
        let below = |columns: &[Columns], i: usize| match i.checked_sub(half) {
            Some(i) => *four(columns, i),
            None => [Columns::ZERO; ROWS],
        };
        let (mut block, mut carry) = self.radix.block(four(columns, 0), &below(columns, 0));
        for i in (ROWS..=last).step_by(ROWS) {
            let multiplier = rows(block);
            let mut next = *four(columns, i);
            next[0] = next[0].plus(carry);
            accumulate_first(&mut next, &multiplier, &self.folded);
            (block, carry) = self.radix.block(&next, &below(columns, i));
            columns[i..i + ROWS].copy_from_slice(&next);
            accumulate_rest(&mut columns[i..], &multiplier, &self.folded);
        }
        let multiplier = low_product(self.radix, block, &self.inverse);
        accumulate(&mut columns[last..], &rows(multiplier), &self.n);
        self.radix.settle(columns, out);
    }
}

fn rows([low, high]: Block) -> Rows {
    Rows::of_block(
        [low, high],
        [words(low, Pair::ZERO), words(high, Pair::ZERO)],
    )
}

/// `x·y mod B`, balanced.
#[inline(never)]
fn low_product(radix: Radix, x: Block, y: &[Limbs; ROWS]) -> Block {
    let mut columns = [Columns::ZERO; ROWS];
    accumulate_first(&mut columns, &rows(x), y);
    let (block, _) = radix.block(&columns, &[Columns::ZERO; ROWS]);
    block
}

/// A block as the lowest limbs of a number whose other half is zero.
fn lowest([low, high]: Block) -> [Limbs; ROWS] {
    let zero = Pair::ZERO;
    let values = [
        low.firsts(zero),
        low.second_and_first(zero),
        high.firsts(zero),
        high.second_and_first(zero),
    ];
    let mut before = zero;
    values.map(|value| {
        let words = words(value, before);
        before = value;
        Limbs { value, words }
    })
}

/// `−n⁻¹ mod B` of an odd n, by Newton's iteration from three good bits: n·n ≡ 1 (mod 8).
#[inline]
fn negative_inverse(radix: Radix, n: &[Limbs]) -> Block {
    let negative = |block: Block| block.map(|pair| Pair::ZERO - pair);
    let n = [n[0].value.firsts(n[1].value), n[2].value.firsts(n[3].value)];
    let mut inverse = n;
    for _ in 0..6 {
        // i·(2 − n·i)
        let factor = lowest(inverse);
        let mut rest = negative(low_product(radix, n, &factor));
        rest[0] = rest[0] + Pair::new([2.0, 0.0]);
        inverse = low_product(radix, rest, &factor);
    }
    negative(inverse)
}

/// `(n·n' + 1)/B`, which is exact.
#[inline]
fn fold(radix: Radix, n: &[Limbs], inverse: Block) -> Vec<Limbs> {
    let half = n.len() - 1;
    let mut columns = vec![Columns::ZERO; 3 * half];
    let first = 2 * half - ROWS;
    let one = Pair::new([1.0, 0.0]);
    columns[first] = Columns {
        sum: one,
        words: words(one, Pair::ZERO),
    };
    accumulate(&mut columns[first..], &rows(inverse), n);
    let mut folded = vec![Limbs::ZERO; n.len()];
    radix.settle(&mut columns, &mut folded);
    folded
}

/// Adds `a²` to the columns, and spoils `a`.
///
/// Products of different limbs count twice: rows are doubled for what is above their own block, in
/// which a row meets every other one in both orders.
#[inline(never)]
fn square(columns: &mut [Columns], a: &mut [Limbs]) {
    let half = a.len() - 1;
    for i in (0..half).step_by(ROWS) {
        let [a0, a1, a2, a3, next, ..] = &mut a[i..] else {
            return;
        };
        let alone = [*a0, *a1, *a2, *a3, a3.end()];
        *next = next.with_nothing_below();
        let rows = Rows::new(&[*a0, *a1, *a2, *a3]);
        for (rows, from) in [(rows.firsts(), 0), (rows.seconds(), half)] {
            let columns = &mut columns[from + 2 * i..];
            accumulate_alone(columns, &rows, &alone);
            if i + ROWS < half {
                accumulate(&mut columns[ROWS..], &rows.doubled(), &a[i + ROWS..]);
            }
        }
    }
}
