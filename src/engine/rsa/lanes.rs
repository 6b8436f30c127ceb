//! Limbs of 22 or 23 bits in doubles, two to an instruction, for WebAssembly.
//!
//! simd128 multiplies doubles as they lie, where it spreads integers out first, and a double
//! holds every integer up to 2^53: sums of products that stay below it are exact, whatever the
//! order. Limbs are balanced, from −2^(w−1) to 2^(w−1), and numbers are signed; carrying is rounding,
//! and no digit waits for the one before it.

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
use products::{Columns, Limbs, ROWS, Rows, accumulate, accumulate_first, accumulate_rest};
use radix::{Block, Radix, low_words};

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

/// Columns of a product, and those of a square's halves.
pub(super) struct Room {
    columns: Vec<Columns>,
    own: Vec<Columns>,
    crossed: Vec<Columns>,
}

impl Modulus for Lanes {
    type Number = Vec<Limbs>;
    type Room = Room;

    fn new(modulus: &[u8]) -> Self {
        let bits = bits(modulus);
        let radix = Radix::for_modulus(bits);
        let half = ROWS * (bits + 3).div_ceil(radix.bits * 2 * ROWS);
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

    fn highest_power(&self) -> Vec<Limbs> {
        let exponent = self.bits - 1;
        let mut bytes = vec![0; exponent / 8 + 1];
        bytes[0] = 1 << (exponent % 8);
        self.number(&bytes)
    }

    fn room(&self) -> Room {
        let half = self.half();
        Room {
            columns: vec![Columns::ZERO; 3 * half],
            own: vec![Columns::ZERO; 2 * half],
            crossed: vec![Columns::ZERO; 2 * half],
        }
    }

    fn square(&self, number: &mut Vec<Limbs>, room: &mut Room) {
        square(room, number);
        self.reduce(&mut room.columns, number);
    }

    fn multiply(&self, number: &mut Vec<Limbs>, by: &Vec<Limbs>, room: &mut Room) {
        room.columns.fill(Columns::ZERO);
        let half = self.half();
        for (i, limbs) in number[..half].as_chunks::<ROWS>().0.iter().enumerate() {
            let rows = Rows::new(limbs);
            accumulate(&mut room.columns[ROWS * i..], &rows.firsts(), by);
            accumulate(&mut room.columns[half + ROWS * i..], &rows.seconds(), by);
        }
        self.reduce(&mut room.columns, number);
    }

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
        let (mut block, mut carry) = self.radix.block(columns, 0, half);
        for i in (ROWS..=last).step_by(ROWS) {
            let multiplier = rows(block);
            let above = &mut columns[i..];
            above[0] = above[0].plus(carry);
            accumulate_first(above, &multiplier, &self.folded);
            (block, carry) = self.radix.block(columns, i, half);
            accumulate_rest(&mut columns[i..], &multiplier, &self.folded);
        }
        let multiplier = low_product(self.radix, block, &self.inverse);
        accumulate(&mut columns[last..], &rows(multiplier), &self.n);
        self.radix.settle(columns, out);
    }
}

fn rows([low, high]: Block) -> Rows {
    Rows::of_block([low, high], [low_words(low), low_words(high)])
}

/// `x·y mod B`, balanced.
#[inline(never)]
fn low_product(radix: Radix, x: Block, y: &[Limbs; ROWS]) -> Block {
    let mut columns = [Columns::ZERO; ROWS + 1];
    accumulate_first(&mut columns, &rows(x), y);
    let (block, _) = radix.block(&columns, 0, ROWS);
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
        let words = radix::words_after(value, before);
        before = value;
        Limbs { value, words }
    })
}

/// `−n⁻¹ mod B` of an odd n, by Newton's iteration from three good bits: n·n ≡ 1 (mod 8).
fn negative_inverse(radix: Radix, n: &[Limbs]) -> Block {
    let negative = |block: Block| block.map(|pair| Pair::ZERO - pair);
    let n = [
        n[0].value.firsts(n[1].value),
        n[2].value.firsts(n[3].value),
    ];
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
fn fold(radix: Radix, n: &[Limbs], inverse: Block) -> Vec<Limbs> {
    let half = n.len() - 1;
    let mut columns = vec![Columns::ZERO; 3 * half];
    let first = 2 * half - ROWS;
    let one = Pair::new([1.0, 0.0]);
    columns[first] = Columns {
        sum: one,
        words: low_words(one),
    };
    accumulate(&mut columns[first..], &rows(inverse), n);
    let mut folded = vec![Limbs::ZERO; n.len()];
    radix.settle(&mut columns, &mut folded);
    folded
}

/// Fills the columns with `a²`, and spoils `a`.
///
/// With a = x + X·y, X = 2^(w·Q), one pass multiplies (x, y) by itself and the other by (y, x): the
/// squares of the halves, and twice x·y, half of it in each lane. Products of different limbs count
/// twice, so rows are doubled for what is above their own block, in which a row meets every other
/// one in both orders.
#[inline(never)]
fn square(room: &mut Room, a: &mut [Limbs]) {
    let Room {
        columns,
        own,
        crossed,
    } = room;
    own.fill(Columns::ZERO);
    crossed.fill(Columns::ZERO);
    let half = a.len() - 1;
    for i in (0..half).step_by(ROWS) {
        let [a0, a1, a2, a3, next, ..] = &mut a[i..] else {
            return;
        };
        let block = [*a0, *a1, *a2, *a3];
        *next = next.with_nothing_below();
        let rows = Rows::new(&block);
        let alone = [*a0, *a1, *a2, *a3, a3.end()];
        accumulate(&mut own[2 * i..], &rows, &alone);
        accumulate(&mut crossed[2 * i..], &rows.swapped(), &alone);
        let above = i + ROWS;
        if above < half {
            let rows = rows.doubled();
            accumulate(&mut own[i + above..], &rows, &a[above..]);
            accumulate(&mut crossed[i + above..], &rows.swapped(), &a[above..]);
        }
    }
    for (i, columns) in columns.iter_mut().enumerate() {
        let mut sum = Columns::ZERO;
        if let (Some(own), Some(crossed)) = (own.get(i), crossed.get(i)) {
            sum = own.first_and_second(*crossed);
        }
        if let Some(i) = i.checked_sub(half) {
            sum = sum.plus(crossed[i].first_and_second(own[i]));
        }
        *columns = sum;
    }
}
