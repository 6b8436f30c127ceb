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

mod radix;

use alloc::vec;
use alloc::vec::Vec;

use super::pair::Pair;
use super::{Modulus, bits, square_of_r};
use radix::Radix;

/// Limbs of a block: so many rows of a product are added at once, that each column is read and
/// written once for six products.
const LIMBS: usize = 6;

/// Its last place is 1: adding it to a small number rounds that to an integer.
const NEAREST: f64 = (3_u64 << 51) as f64;

/// Six limbs, or six columns.
type Block = [Pair; LIMBS / 2];

const ZERO: Block = [Pair::ZERO; LIMBS / 2];

/// Six limbs, each of them twice.
type Rows = [Pair; LIMBS];

/// A modulus n of L limbs, a multiple of six, with R = 2^(w·L) > 8·n.
///
/// The reduction adds multiples of n that clear the lowest block. Take instead of n its multiple
/// `M = n·n'` with `n' = −n⁻¹ mod B`, B = 2^(6·w), in balanced limbs: M ≡ −1 (mod B), so the
/// multiplier m is the lowest block itself, and with `F = (M + 1)/B`, adding `m·M` is dropping that
/// block and adding `m·F` to what is above. The last block is cleared with n, or L + 6 limbs would
/// be left.
///
/// With ε for what limbs may exceed 2^(w−1) by, `|n'|` and every m are below (1/2 + ε)·B. So the
/// multipliers of F, times n', sum up to (1/4 + ε)·R at most, the last one adds (1/2 + ε)·R, and with
/// one factor below n and the other below n or R/8, a product is below `n/8 + 0.76·n < 0.9·n`.
#[derive(Clone)]
pub(super) struct Lanes {
    n: Vec<Twin>,
    folded: Vec<Twin>,
    inverse: Vec<Twin>,
    square_of_r: Vec<Twin>,
    blocks: usize,
    radix: Radix,
    /// Of the modulus.
    bits: usize,
}

impl Modulus for Lanes {
    type Number = Vec<Twin>;
    /// The columns of a product.
    type Room = Vec<Block>;

    fn new(modulus: &[u8]) -> Self {
        let bits = bits(modulus);
        let radix = Radix::for_modulus(bits);
        let blocks = (bits + 3).div_ceil(radix.bits * LIMBS);
        let n = radix.number(modulus, blocks);
        let inverse = factor(&[negative_inverse(radix, n[0])]);
        let n = factor(&n);
        let mut this = Self {
            folded: fold(radix, &n, &inverse),
            n,
            inverse,
            square_of_r: Vec::new(),
            blocks,
            radix,
            bits,
        };
        this.square_of_r = square_of_r(&this, bits, radix.bits * LIMBS * blocks);
        this
    }

    fn number(&self, bytes: &[u8]) -> Vec<Twin> {
        factor(&self.radix.number(bytes, self.blocks))
    }

    fn square_of_r(&self) -> &Vec<Twin> {
        &self.square_of_r
    }

    fn highest_power(&self) -> Vec<Twin> {
        let exponent = self.bits - 1;
        let mut bytes = vec![0; exponent / 8 + 1];
        bytes[0] = 1 << (exponent % 8);
        self.number(&bytes)
    }

    fn room(&self) -> Vec<Block> {
        vec![ZERO; 2 * self.blocks]
    }

    fn square(&self, number: &mut Vec<Twin>, columns: &mut Vec<Block>) {
        columns.fill(ZERO);
        square(columns, number);
        self.reduce(columns, number);
    }

    #[inline(never)]
    fn multiply(&self, number: &mut Vec<Twin>, by: &Vec<Twin>, columns: &mut Vec<Block>) {
        columns.fill(ZERO);
        for (i, twin) in number[1..=self.blocks].iter().enumerate() {
            accumulate(&mut columns[i..], &rows(&twin.even), by);
        }
        self.reduce(columns, number);
    }

    /// By 2^20 at most at a time, less the nearest multiple of n by the quotient of what the limbs nearly
    /// come to. So columns stay below 2^44, and of n little more than a half is left.
    fn double(&self, number: &mut Vec<Twin>, times: usize) {
        let mut columns = vec![ZERO; self.blocks];
        let mut left = times;
        while left > 0 {
            let step = left.min(20);
            left -= step;
            let power = (1_u64 << step) as f64;
            let ratio = self.radix.estimate(number) / self.radix.estimate(&self.n);
            let quotient = Pair::both(ratio * power + NEAREST - NEAREST);
            let power = Pair::both(power);
            for (columns, (twin, n)) in columns.iter_mut().zip(number[1..].iter().zip(&self.n[1..]))
            {
                for (column, (a, n)) in columns.iter_mut().zip(twin.even.into_iter().zip(n.even)) {
                    *column = a * power - n * quotient;
                }
            }
            self.radix.settle(&mut columns);
            write_factor(number, &columns);
        }
    }

    fn bytes(&self, number: &Vec<Twin>) -> Vec<u8> {
        self.radix.bytes(number, &self.n, self.bits.div_ceil(8))
    }
}

impl Lanes {
    /// `columns/R` modulo n.
    ///
    /// The multiplier of a block is worked out as soon as the first columns of the row before are
    /// there, so that nothing waits for it.
    fn reduce(&self, columns: &mut [Block], out: &mut [Twin]) {
        let last = self.blocks - 1;
        carry_out(self.radix, columns);
        for i in 0..last {
            let multiplier = rows(&columns[i]);
            let rest = &mut columns[i + 1..];
            accumulate_first(&mut rest[0], &multiplier, &self.folded[1]);
            carry_out(self.radix, rest);
            accumulate_rest(&mut rest[1..], &multiplier, &self.folded[1..]);
        }
        let rest = &mut columns[last..];
        let multiplier = low_product(self.radix, &rest[0], &self.inverse);
        accumulate(rest, &rows(&multiplier), &self.n);
        carry_out(self.radix, rest);
        self.radix.settle(&mut rest[1..]);
        write_factor(out, &rest[1..]);
    }
}

/// A block of a factor in two ways, so that a row that is shifted by one limb is read like one that
/// is not: pairs of limbs 0 and 1, 2 and 3, 4 and 5, and pairs of limbs −1 and 0, 1 and 2, 3 and 4.
#[derive(Clone, Copy)]
pub(super) struct Twin {
    even: Block,
    odd: Block,
}

impl Twin {
    const ZERO: Self = Self {
        even: ZERO,
        odd: ZERO,
    };

    #[inline]
    fn after(even: Block, before: Block) -> Self {
        let odd = shifted(&even, before);
        Self { even, odd }
    }
}

/// A factor, with a block of zeros below and one above for the ends of the rows.
fn factor(number: &[Block]) -> Vec<Twin> {
    let mut factor = vec![Twin::ZERO; number.len() + 2];
    write_factor(&mut factor, number);
    factor
}

#[inline]
fn write_factor(factor: &mut [Twin], number: &[Block]) {
    let mut before = ZERO;
    let above = [ZERO];
    for (twin, &block) in factor[1..].iter_mut().zip(number.iter().chain(&above)) {
        *twin = Twin::after(block, before);
        before = block;
    }
}

/// A block that begins one limb earlier.
#[inline]
fn shifted(&[a, b, c]: &Block, [_, _, before]: Block) -> Block {
    [a.after(before), b.after(a), c.after(b)]
}

/// The limbs of a block, each for a row of its own.
#[inline]
fn rows(block: &Block) -> Rows {
    let [[m0, m1], [m2, m3], [m4, m5]] = block.map(Pair::spread);
    [m0, m1, m2, m3, m4, m5]
}

/// Adds `m·n` to the columns.
#[inline(never)]
fn accumulate(columns: &mut [Block], m: &Rows, n: &[Twin]) {
    accumulate_first(&mut columns[0], m, &n[1]);
    accumulate_rest(&mut columns[1..], m, &n[1..]);
}

/// Adds `m·n` to the columns but those of its first block.
#[inline(never)]
fn accumulate_rest(columns: &mut [Block], m: &Rows, n: &[Twin]) {
    let [lower @ .., _] = n else { return };
    let (columns, above) = columns.split_at_mut(lower.len() - 1);
    for (columns, n) in columns.iter_mut().zip(lower.windows(2)) {
        accumulate_block(columns, m, n);
    }
    accumulate_last(&mut above[0], m, &n[lower.len() - 1..]);
}

/// Adds six products to each of six columns: row k to column j with limb j − k, which is in the
/// block of the column or in the one below.
#[inline]
fn accumulate_block(columns: &mut Block, &[m0, m1, m2, m3, m4, m5]: &Rows, n: &[Twin]) {
    let [below, block] = n else { return };
    let ([_, e1, e2], [e3, e4, e5]) = (below.even, block.even);
    let ([_, o1, o2], [o3, o4, o5]) = (below.odd, block.odd);
    let [c0, c1, c2] = *columns;
    *columns = [
        c0 + m0 * e3 + m1 * o3 + m2 * e2 + m3 * o2 + m4 * e1 + m5 * o1,
        c1 + m0 * e4 + m1 * o4 + m2 * e3 + m3 * o3 + m4 * e2 + m5 * o2,
        c2 + m0 * e5 + m1 * o5 + m2 * e4 + m3 * o4 + m4 * e3 + m5 * o3,
    ];
}

/// The same for the first block of a factor, which has nothing below.
#[inline]
fn accumulate_first(columns: &mut Block, &[m0, m1, m2, m3, m4, m5]: &Rows, n: &Twin) {
    let ([e0, e1, e2], [o0, o1, o2]) = (n.even, n.odd);
    let [c0, c1, c2] = *columns;
    *columns = [
        c0 + m0 * e0 + m1 * o0,
        c1 + m0 * e1 + m1 * o1 + m2 * e0 + m3 * o0,
        c2 + m0 * e2 + m1 * o2 + m2 * e1 + m3 * o1 + m4 * e0 + m5 * o0,
    ];
}

/// The same above the last block of a factor, of which there is still the last limb.
#[inline]
fn accumulate_last(columns: &mut Block, &[_, m1, m2, m3, m4, m5]: &Rows, n: &[Twin]) {
    let [below, above] = n else { return };
    let ([_, e1, e2], [_, o1, o2]) = (below.even, below.odd);
    let [o3, ..] = above.odd;
    let [c0, c1, c2] = *columns;
    *columns = [
        c0 + m1 * o3 + m2 * e2 + m3 * o2 + m4 * e1 + m5 * o1,
        c1 + m3 * o3 + m4 * e2 + m5 * o2,
        c2 + m5 * o3,
    ];
}

/// Adds `a²` to the columns, and spoils `a`.
///
/// Products of different limbs count twice: the limbs of the rows are doubled. Within its own block
/// a row meets every other one in both orders, so there the columns' limbs are halved.
#[inline]
fn square(columns: &mut [Block], a: &mut [Twin]) {
    let (two, half) = (Pair::both(2.0), Pair::both(0.5));
    for i in 0..a.len() - 2 {
        let [_, own, next, ..] = &mut a[i..] else {
            return;
        };
        let doubled = rows(&own.even.map(|pair| pair * two));
        let halved = own.even.map(|pair| pair * half);
        *own = Twin::after(halved, ZERO);
        *next = Twin::after(next.even, halved);
        accumulate(&mut columns[2 * i..], &doubled, &a[i..]);
    }
}

/// Carries within the first block and on to the second.
#[inline(never)]
fn carry_out(radix: Radix, columns: &mut [Block]) {
    let carry = radix.settle_block(&mut columns[0]);
    columns[1][0] = columns[1][0] + Pair::new([carry, 0.0]);
}

/// `x·y mod B`, balanced.
#[inline(never)]
fn low_product(radix: Radix, x: &Block, y: &[Twin]) -> Block {
    let mut product = ZERO;
    accumulate_first(&mut product, &rows(x), &y[1]);
    radix.settle_block(&mut product);
    product
}

/// `−n⁻¹ mod B` of an odd n, by Newton's iteration from three good bits: n·n ≡ 1 (mod 8).
fn negative_inverse(radix: Radix, n: Block) -> Block {
    let negative = |block: Block| block.map(|pair| Pair::ZERO - pair);
    let mut inverse = n;
    for _ in 0..6 {
        // i·(2 − n·i)
        let factor = factor(&[inverse]);
        let mut rest = negative(low_product(radix, &n, &factor));
        rest[0] = rest[0] + Pair::new([2.0, 0.0]);
        inverse = low_product(radix, &rest, &factor);
    }
    negative(inverse)
}

/// `(n·n' + 1)/B`, which is exact.
fn fold(radix: Radix, n: &[Twin], inverse: &[Twin]) -> Vec<Twin> {
    let mut columns = vec![ZERO; n.len() - 1];
    columns[0][0] = Pair::new([1.0, 0.0]);
    accumulate(&mut columns, &rows(&inverse[1].even), n);
    radix.settle(&mut columns);
    factor(&columns[1..])
}
