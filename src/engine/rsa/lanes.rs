//! Limbs of 22 or 23 bits in doubles, two to an instruction, for WebAssembly.
//!
//! simd128 multiplies doubles in place, where it has to take integers apart first, and a double
//! holds every integer up to 2^53: sums of products that stay below it are exact, whatever the
//! order. Limbs are balanced, from −2^(w−1) to 2^(w−1), and numbers are signed; carrying is rounding,
//! and no digit waits for the one before it.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "exact integers below 2^53; lengths depend on the modulus alone, which was checked"
)]

mod radix;

use alloc::vec;
use alloc::vec::Vec;

use super::pair::Pair;
use super::{Modulus, square_of_r};
use radix::Radix;

/// Limbs of a block: so many rows of a product are added at once, that each column is read and
/// written once for six products.
const LIMBS: usize = 6;

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
/// With ε for what limbs may exceed 2^(w−1) by, `|n'|` and every m are below (1/2 + ε)·B. So those
/// of all blocks but the last, times n', sum up to (1/4 + ε)·R at most, the last one adds
/// (1/2 + ε)·R, and two numbers below 0.9·n have a product of `(0.81·n/8 + 0.76·n) < 0.9·n`.
#[derive(Clone)]
pub(super) struct Lanes {
    n: Vec<Twin>,
    folded: Vec<Twin>,
    inverse: Vec<Twin>,
    square_of_r: Vec<Block>,
    blocks: usize,
    radix: Radix,
    /// Bytes of the modulus.
    size: usize,
}

/// The columns of a product, and one of its factors.
pub(super) struct Room {
    columns: Vec<Block>,
    factor: Vec<Twin>,
}

impl Modulus for Lanes {
    type Number = Vec<Block>;
    type Room = Room;

    fn new(modulus: &[u8]) -> Self {
        let bits = 8 * modulus.len() - modulus[0].leading_zeros() as usize;
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
            size: modulus.len(),
        };
        this.square_of_r = square_of_r(&this, modulus, radix.bits * LIMBS * blocks);
        this
    }

    fn number(&self, bytes: &[u8]) -> Vec<Block> {
        self.radix.number(bytes, self.blocks)
    }

    fn square_of_r(&self) -> &Vec<Block> {
        &self.square_of_r
    }

    fn power_of_two(&self, exponent: usize) -> Vec<Block> {
        let mut bytes = vec![0; exponent / 8 + 1];
        bytes[0] = 1 << (exponent % 8);
        self.radix.number(&bytes, self.blocks)
    }

    fn room(&self) -> Room {
        Room {
            columns: vec![ZERO; 2 * self.blocks],
            factor: vec![Twin::ZERO; self.blocks + 2],
        }
    }

    fn square(&self, number: &mut Vec<Block>, room: &mut Room) {
        room.columns.fill(ZERO);
        write_factor(&mut room.factor, number);
        square(&mut room.columns, number, &mut room.factor);
        self.reduce(&mut room.columns, number);
    }

    fn multiply(&self, number: &mut Vec<Block>, by: &Vec<Block>, room: &mut Room) {
        room.columns.fill(ZERO);
        write_factor(&mut room.factor, by);
        for (i, block) in number.iter().enumerate() {
            accumulate(&mut room.columns[i..], &rows(block), &room.factor);
        }
        self.reduce(&mut room.columns, number);
    }

    fn bytes(&self, number: &Vec<Block>) -> Vec<u8> {
        self.radix.bytes(number, &self.n, self.size)
    }
}

impl Lanes {
    /// `columns/R` modulo n.
    ///
    /// The multiplier of a block is worked out as soon as the first columns of the row before are
    /// there, so that nothing waits for it.
    fn reduce(&self, columns: &mut [Block], out: &mut [Block]) {
        let last = self.blocks - 1;
        carry_out(self.radix, columns);
        for i in 0..last {
            let multiplier = rows(&columns[i]);
            let rest = &mut columns[i + 1..];
            accumulate(&mut rest[..1], &multiplier, &self.folded);
            carry_out(self.radix, rest);
            accumulate(&mut rest[1..], &multiplier, &self.folded[1..]);
        }
        let rest = &mut columns[last..];
        let multiplier = low_product(self.radix, &rest[0], &self.inverse);
        accumulate(rest, &rows(&multiplier), &self.n);
        carry_out(self.radix, rest);
        out.copy_from_slice(&rest[1..]);
        self.radix.settle(out);
    }
}

/// A block of a factor in two ways, so that a row that is shifted by one limb is read like one that
/// is not: pairs of limbs 0 and 1, 2 and 3, 4 and 5, and pairs of limbs −1 and 0, 1 and 2, 3 and 4.
#[derive(Clone, Copy)]
struct Twin {
    even: Block,
    odd: Block,
}

impl Twin {
    const ZERO: Self = Self {
        even: ZERO,
        odd: ZERO,
    };

    #[inline(always)]
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

#[inline(always)]
fn write_factor(factor: &mut [Twin], number: &[Block]) {
    let mut before = ZERO;
    let above = [ZERO];
    for (twin, &block) in factor[1..].iter_mut().zip(number.iter().chain(&above)) {
        *twin = Twin::after(block, before);
        before = block;
    }
}

/// A block that begins one limb earlier.
#[inline(always)]
fn shifted(&[a, b, c]: &Block, [_, _, before]: Block) -> Block {
    [a.after(before), b.after(a), c.after(b)]
}

/// The limbs of a block, each for a row of its own.
#[inline(always)]
fn rows(&[a, b, c]: &Block) -> Rows {
    let ([a, b], [c, d], [e, f]) = (a.spread(), b.spread(), c.spread());
    [a, b, c, d, e, f]
}

/// Adds `m·n` to the columns, of which there may be fewer.
#[inline(never)]
fn accumulate(columns: &mut [Block], m: &Rows, n: &[Twin]) {
    for (columns, n) in columns.iter_mut().zip(n.windows(2)) {
        accumulate_block(columns, m, n);
    }
}

/// Adds six products to each of six columns: row k to column j with limb j − k, which is in the
/// block of the column or in the one below.
#[inline(always)]
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

/// Products of different limbs count twice: the limbs of the rows are doubled, and those of the
/// block that a row shares with its column are halved, so that they come out once for each order.
#[inline(always)]
fn square(columns: &mut [Block], a: &[Block], rest: &mut [Twin]) {
    let (two, half) = (Pair::both(2.0), Pair::both(0.5));
    for (i, block) in a.iter().enumerate() {
        let doubled = rows(&block.map(|pair| pair * two));
        let halved = block.map(|pair| pair * half);
        let [below, own, next, ..] = &mut rest[i..] else {
            return;
        };
        *below = Twin::ZERO;
        *own = Twin::after(halved, ZERO);
        *next = Twin::after(next.even, halved);
        accumulate(&mut columns[2 * i..], &doubled, &rest[i..]);
    }
}

/// Carries within the first block and on to the second.
#[inline(always)]
fn carry_out(radix: Radix, columns: &mut [Block]) {
    let carry = radix.settle(&mut columns[..1]);
    columns[1][0] = columns[1][0] + Pair::new([carry, 0.0]);
}

/// `x·y mod B`, balanced.
#[inline(always)]
fn low_product(radix: Radix, x: &Block, y: &[Twin]) -> Block {
    let mut product = [ZERO];
    accumulate(&mut product, &rows(x), y);
    radix.settle(&mut product);
    product[0]
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
