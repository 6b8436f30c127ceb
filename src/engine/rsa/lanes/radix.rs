//! Numbers as limbs: from bytes, back to bytes, and carrying.

use alloc::vec;
use alloc::vec::Vec;

use super::products::{Columns, Limbs, ROWS};
use crate::rsa::vector::Pair;

/// Its last place is 1: adding it to a number up to 2^51 rounds that to an integer, which is then in
/// the low bits.
pub(super) const NEAREST: f64 = (3_u64 << 51) as f64;

/// Four limbs, one after the other.
pub(super) type Block = [Pair; ROWS / 2];

/// 2^w, and what rounds to its multiples.
#[derive(Clone, Copy)]
pub(super) struct Radix {
    pub(super) bits: usize,
    /// A number whose last place is 2^w: adding it to a number up to 2^(51+w) rounds that to a
    /// multiple of 2^w, and subtracting it again is exact.
    rounding: Pair,
    inverse: Pair,
}

impl Radix {
    pub(super) fn for_modulus(bits: usize) -> Self {
        let bits = match bits {
            ..=2365 => 37,
            ..=4605 => 36,
            _ => 35,
        };
        let radix = (1_u64 << bits) as f64;
        Self {
            bits,
            rounding: Pair::both(radix * NEAREST),
            inverse: Pair::both(1.0 / radix),
        }
    }

    /// Limbs before they get what is carried from below, what they carry, and what they are off by.
    ///
    /// The sum is off by less than 2^31, and the words say by how much.
    #[inline]
    fn split(self, columns: Columns) -> [Pair; 3] {
        let [nearly, carry] = self.round(columns.sum);
        let known = low_words(nearly);
        let error = (columns.words.halves_added() - known).doubles();
        debug_assert!(
            error.get().into_iter().all(|error| error.abs() < 1.9 * (1_u32 << 30) as f64),
            "a column is off by too much"
        );
        [nearly, carry, error]
    }

    /// What is left of integers, and what they carry.
    #[inline]
    fn round(self, integers: Pair) -> [Pair; 2] {
        let above = integers + self.rounding - self.rounding;
        [integers - above, above * self.inverse]
    }

    /// The limbs of four columns, and what they carry to the next one.
    ///
    /// The columns are the first ones of these, and the second ones of what is Q columns below.
    #[inline]
    pub(super) fn block(
        self,
        columns: &[Columns; ROWS],
        below: &[Columns; ROWS],
    ) -> (Block, Columns) {
        let [a, b, c, d] = columns;
        let [e, f, g, h] = below;
        let low = a.first_and_second(*e).sums(b.first_and_second(*f));
        let high = c.first_and_second(*g).sums(d.first_and_second(*h));
        let [low, low_carry, low_error] = self.split(low);
        let [high, high_carry, high_error] = self.split(high);
        let ([low, high], first) = after([low, high], [low_carry, high_carry]);
        let [low, low_carry] = self.round(low);
        let [high, high_carry] = self.round(high);
        let limbs = [low + low_error, high + high_error];
        let (block, second) = after(limbs, [low_carry, high_carry]);
        let sum = first + second;
        let words = low_words(sum);
        (block, Columns { sum, words })
    }

    /// The limbs of the columns from L on; those of the four below must have been cleared.
    ///
    /// Carries from column to column, all at once. The carry of the last column of the lower half goes
    /// to the first one of the upper half.
    #[inline(never)]
    pub(super) fn settle(self, columns: &mut [Columns], number: &mut [Limbs]) {
        let half = number.len() - 1;
        let last = 2 * half - ROWS;
        let (cleared, carry) = self.block(four(columns, last), four(columns, last - half));
        debug_assert!(cleared.into_iter().all(|pair| pair.get() == [0.0; 2]));
        let (below, columns) = columns[half..].split_at_mut(half);
        columns[0] = columns[0].plus(carry);
        let total = |i: usize| columns[i].plus(below[i].second_and_first(Columns::ZERO));
        let [_, last, _] = self.split(total(half - 1));
        let mut before = Pair::ZERO.firsts(last);
        for (i, limbs) in number[..half].iter_mut().enumerate() {
            let [rest, carry, error] = self.split(total(i));
            limbs.value = rest + error + before;
            before = carry;
        }
        self.settle_limbs(number);
    }

    /// Carries once more between limbs, and works out their words.
    #[inline]
    pub(super) fn settle_limbs(self, number: &mut [Limbs]) {
        let Some((end, number)) = number.split_last_mut() else {
            return;
        };
        let [_, last] = self.round(number[number.len() - 1].value);
        let mut carry_before = Pair::ZERO.firsts(last);
        let mut before = Pair::ZERO;
        for limbs in number {
            let [rest, carry] = self.round(limbs.value);
            limbs.value = rest + carry_before;
            limbs.words = words_after(limbs.value, before);
            (before, carry_before) = (limbs.value, carry);
        }
        *end = Limbs {
            value: Pair::ZERO,
            words: words_after(Pair::ZERO, before),
        };
    }

    /// The limbs of a big-endian number below R.
    pub(super) fn number(self, bytes: &[u8], half: usize) -> Vec<Limbs> {
        let mut number = vec![Limbs::ZERO; half + 1];
        for (i, limbs) in number[..half].iter_mut().enumerate() {
            limbs.value = Pair::new([self.limb(bytes, i), self.limb(bytes, i + half)]);
        }
        self.settle_limbs(&mut number);
        number
    }

    /// w bits, and what comes with them in six bytes.
    fn limb(self, bytes: &[u8], i: usize) -> f64 {
        let (first, shift) = (self.bits * i / 8, self.bits * i % 8);
        let six = bytes.iter().rev().skip(first).take(6).rev();
        let value = six.fold(0, |value, &byte| value << 8 | u64::from(byte));
        (value >> shift & self.mask()) as f64
    }

    /// What the limbs nearly come to, in units of the highest.
    pub(super) fn estimate(self, number: &[Limbs]) -> f64 {
        let [inverse, _] = self.inverse.get();
        limbs(number).fold(0.0, |sum, limb| sum * inverse + limb)
    }

    /// The big-endian bytes of a number between −n and n, modulo n.
    pub(super) fn bytes(self, number: &[Limbs], n: &[Limbs], size: usize) -> Vec<u8> {
        let mut integers: Vec<_> = limbs(number).map(|limb| limb as i64).collect();
        if self.carry(&mut integers) < 0 {
            for (limb, n) in integers.iter_mut().zip(limbs(n)) {
                *limb += n as i64;
            }
            self.carry(&mut integers);
        }
        let mut bytes = vec![0; size];
        let (mut held, mut bits) = (0, 0);
        let mut integers = integers.into_iter();
        for byte in bytes.iter_mut().rev() {
            if bits < 8 {
                held |= integers.next().unwrap_or(0) << bits;
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

/// The columns of a block.
#[inline]
pub(super) fn four(columns: &[Columns], from: usize) -> &[Columns; ROWS] {
    let columns = columns[from..].first_chunk();
    columns.unwrap_or(&[Columns::ZERO; ROWS])
}

/// Adds to each limb of a block what the one before it carries; returns what the last one carries.
#[inline]
fn after([low, high]: Block, [low_carry, high_carry]: Block) -> (Block, Pair) {
    let block = [
        low + Pair::ZERO.second_and_first(low_carry),
        high + low_carry.second_and_first(high_carry),
    ];
    (block, high_carry.second_and_first(Pair::ZERO))
}

/// Integers up to 2^51 modulo 2^32, and those of the limbs below.
#[inline]
pub(super) fn words_after(integers: Pair, below: Pair) -> crate::rsa::vector::Quad {
    let nearest = Pair::both(NEAREST);
    (integers + nearest).low_words(below + nearest)
}

#[inline]
pub(super) fn low_words(integers: Pair) -> crate::rsa::vector::Quad {
    words_after(integers, Pair::ZERO)
}

/// The limbs of a number, from the lowest.
fn limbs(number: &[Limbs]) -> impl Iterator<Item = f64> {
    let limbs = &number[..number.len() - 1];
    let half = |i: usize| limbs.iter().map(move |limbs| limbs.value.get()[i]);
    half(0).chain(half(1))
}
