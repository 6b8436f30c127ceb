//! Numbers as limbs: from bytes, back to bytes, and carrying.

use alloc::vec;
use alloc::vec::Vec;

use super::products::{Columns, Limbs, ROWS};
use crate::rsa::vector::{Pair, Quad};

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
    /// The widest limbs of which columns are nearly right, and how many make half a number.
    ///
    /// Limbs are at most 2^(w−1) + 2^8, so P = 2^(2w−2), and a little, bounds a product. A lane of a column
    /// collects Q products at most, then Q of the reduction, and one lane of the two four more with n.
    /// Each sum is rounded by 2^−53 of itself at most, which makes
    /// `Q·(Q+1)/2 + (3·Q² + Q)/2 = 2·Q² + Q` times `2^−53·P` a lane and `8·Q + 16` for the four; each
    /// product is rounded once, which makes `4·Q + 4`; and adding the lanes, and the carry from below,
    /// `8·Q + 8`. All that has to be less than 2^31:
    ///
    /// ```text
    /// (4·Q² + 22·Q + 28)·2^(2w−2)·2^−53 < 2^31
    /// ```
    ///
    /// It is 0.93·2^31 for Q = 28 limbs of 37 bits, 0.97·2^31 for 60 of 36 and 0.92·2^31 for 120 of 35,
    /// which are enough for 8192 bits. Where products are not rounded it is only less.
    pub(super) fn for_modulus(bits: usize) -> (Self, usize) {
        let half = |width: usize| ROWS * (bits + 3).div_ceil(2 * ROWS * width);
        let is_near = |&width: &usize| {
            let q = half(width);
            4 * q * q + 22 * q + 28 < 1 << (86 - 2 * width)
        };
        let width = (35..=37).rev().find(is_near).unwrap_or(35);
        let radix = (1_u64 << width) as f64;
        let this = Self {
            bits: width,
            rounding: Pair::both(radix * NEAREST),
            inverse: Pair::both(1.0 / radix),
        };
        (this, half(width))
    }

    /// What is left of columns, exactly, and what they carry.
    ///
    /// Multiples of 2^w are zero modulo 2^32, so the words are those of what is left, and say by how much
    /// the sum is off.
    #[inline]
    fn split(self, columns: Columns) -> [Pair; 2] {
        debug_assert!(
            columns
                .sum
                .get()
                .into_iter()
                .all(|sum| sum.abs() < self.largest_sum()),
            "a column overflows"
        );
        let [nearly, carry] = self.round(columns.sum);
        let known = words(nearly, Pair::ZERO);
        let error = (columns.words.halves_added() - known).doubles();
        [nearly + error, carry]
    }

    /// 2^(2w+7), above `(4·Q + 4)·P` for Q up to 120: carries are below 2^(w+7).
    fn largest_sum(self) -> f64 {
        let radix = (1_u64 << self.bits) as f64;
        radix * radix * 128.0
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
        let total = |i: usize| columns[i].first_and_second(below[i]);
        let low = total(0).sums(total(1));
        let high = total(2).sums(total(3));
        let [low, low_carry] = self.split(low);
        let [high, high_carry] = self.split(high);
        let (block, first) = after([low, high], [low_carry, high_carry]);
        let [[low, low_carry], [high, high_carry]] = block.map(|pair| self.round(pair));
        let (block, second) = after([low, high], [low_carry, high_carry]);
        let sum = first + second;
        let words = words(sum, Pair::ZERO);
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
        debug_assert!(
            cleared
                .into_iter()
                .flat_map(Pair::get)
                .all(|limb| limb == 0.0)
        );
        let (below, columns) = columns[half..].split_at_mut(half);
        columns[0] = columns[0].plus(carry);
        let total = |i: usize| columns[i].plus(below[i].second_and_first(Columns::ZERO));
        let [_, last] = self.split(total(half - 1));
        let mut before = Pair::ZERO.firsts(last);
        for (i, limbs) in number[..half].iter_mut().enumerate() {
            let [rest, carry] = self.split(total(i));
            limbs.value = rest + before;
            before = carry;
        }
        self.settle_limbs(number);
    }

    /// Carries once more between limbs, and works out their words.
    #[inline(never)]
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
            limbs.words = words(limbs.value, before);
            (before, carry_before) = (limbs.value, carry);
        }
        *end = Limbs {
            value: Pair::ZERO,
            words: words(Pair::ZERO, before),
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
pub(super) fn words(integers: Pair, below: Pair) -> Quad {
    let nearest = Pair::both(NEAREST);
    (integers + nearest).low_words(below + nearest)
}

/// The limbs of a number, from the lowest.
fn limbs(number: &[Limbs]) -> impl Iterator<Item = f64> {
    let limbs = &number[..number.len() - 1];
    let half = |i: usize| limbs.iter().map(move |limbs| limbs.value.get()[i]);
    half(0).chain(half(1))
}
