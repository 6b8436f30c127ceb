//! Integers modulo the order n of a curve.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "fixed-size limbs, every index is a loop's bound, and casts split limbs"
)]

use super::numbers::{power_of_two, words_from_be};
use crate::inversion::{BITS, Limbs, MASK, Modulus, carry, limbs};

/// A number of up to 384 bits.
#[derive(Clone, Copy)]
pub(crate) struct Scalar(Limbs);

impl Scalar {
    #[inline(never)]
    pub(crate) fn from_be_bytes(bytes: &[u8]) -> Self {
        Self(limbs::<6>(&words_from_be(bytes)))
    }

    /// `width` bits from bit `at` up; zeros above the number. A width is at most 30.
    #[inline]
    pub(crate) fn bits(&self, at: usize, width: usize) -> usize {
        let (place, shift) = (at / BITS as usize, at % BITS as usize);
        let limb = |i| self.0.get(i).map_or(0, |&limb: &i32| limb as u64);
        let pair = limb(place) | limb(place + 1) << BITS;
        (pair >> shift) as usize & ((1 << width) - 1)
    }
}

/// The order of a curve: an odd prime n.
pub(crate) struct Order {
    n: Modulus,
    /// R mod n; R = 2^(30·length) is Montgomery's.
    r: Limbs,
}

impl Order {
    /// The order in these words, lowest first.
    pub(crate) const fn new<const W: usize>(words: &[u64; W]) -> Self {
        let n = Modulus::new(words);
        let r = power_of_two(BITS as usize * n.length, &n);
        Self { n, r }
    }

    /// Each numerator through a denominator in [1, n), in [0, n). A numerator may have as many bits
    /// as n has; it is reduced on the way.
    pub(crate) fn quotients(&self, [a, b]: [&Scalar; 2], denominator: &Scalar) -> [Scalar; 2] {
        let inverse = self.n.quotient(&self.r, &denominator.0);
        [
            Scalar(self.product(&a.0, &inverse)),
            Scalar(self.product(&b.0, &inverse)),
        ]
    }

    /// `a·b/R` in [0, n), for b below n and a below R: Montgomery's product, operand by operand
    /// (CIOS, Koç, Acar and Kaliski 1996).
    #[inline(never)]
    fn product(&self, a: &Limbs, b: &Limbs) -> Limbs {
        let n = &self.n.limbs;
        let top = self.n.length - 1;
        // With every row it is below b + n again, and a column is below 2^61 + 2^32.
        let mut sum = Limbs::default();
        for &a in &a[..=top] {
            let first = i64::from(sum[0]) + wide(a, b[0]);
            // n's inverse makes the lowest limb a multiple of 2^30.
            let m = self.n.inverse.wrapping_mul(first as u32).wrapping_neg();
            let m = m.cast_signed() & MASK;
            let mut column = first + wide(m, n[0]);
            debug_assert_eq!(column & i64::from(MASK), 0);
            for i in 1..=top {
                column = (column >> BITS) + i64::from(sum[i]) + wide(a, b[i]) + wide(m, n[i]);
                sum[i - 1] = column as i32 & MASK;
            }
            sum[top] = (column >> BITS) as i32;
        }
        carry(&mut sum[..=top], |i, limb| limb - n[i]);
        if sum[top] < 0 {
            self.n.add_to(&mut sum);
        }
        sum
    }
}

fn wide(a: i32, b: i32) -> i64 {
    i64::from(a) * i64::from(b)
}
