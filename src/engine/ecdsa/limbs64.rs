//! A field in 64-bit limbs: the form for machines with a 64 × 64 → 128 bit product.
//!
//! An element `a` stands for `a·R⁻¹ mod p`, `R = 2^(64·N)` (Montgomery), and is below p at any time,
//! so every element is tidy and nothing has to be watched.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "limbs of fixed size: every index is below N, every narrowing takes the low half on purpose"
)]

use core::marker::PhantomData;

use super::field::{Field, Prime};
use super::numbers::{negative_inverse, power_of_two, words_from_be};
use crate::inversion::words;

/// An element modulo `P`.
pub(crate) struct Limbs64<P, const N: usize>([u64; N], PhantomData<P>);

impl<P, const N: usize> Clone for Limbs64<P, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, const N: usize> Copy for Limbs64<P, N> {}

impl<P: Prime<N>, const N: usize> Field for Limbs64<P, N> {
    type Packed = [u64; N];

    const ZERO: Self = Self([0; N], PhantomData);
    /// R mod p.
    const ONE: Self = Self(words(&power_of_two(64 * N, P::MODULUS)), PhantomData);

    fn from_be_bytes(bytes: &[u8]) -> Self {
        Self(words_from_be(bytes), PhantomData).mul(&Self::R_SQUARED)
    }

    /// Montgomery's product, operand by operand (CIOS, Koç, Acar and Kaliski 1996).
    #[inline]
    fn mul(&self, other: &Self) -> Self {
        let mut sum = [0; N];
        let mut top = 0;
        for &a in &self.0 {
            let carry = add_product(&mut sum, &other.0, a);
            let (above, over) = overflowing(top, carry);
            let m = sum[0].wrapping_mul(Self::DIGIT);
            let carry = add_product_and_shift(&mut sum, &P::WORDS, m);
            let (above, again) = overflowing(above, carry);
            sum[N - 1] = above;
            top = over + again;
        }
        Self::least(sum, top)
    }

    #[inline]
    fn square(&self) -> Self {
        self.mul(self)
    }

    #[inline]
    fn mul_sub_mul(&self, b: &Self, c: &Self, d: &Self) -> Self {
        self.mul(b).sub(&c.mul(d))
    }

    #[inline]
    fn add(&self, other: &Self) -> Self {
        let mut sum = self.0;
        let mut carry = 0;
        for (a, &b) in sum.iter_mut().zip(&other.0) {
            let wide = u128::from(*a) + u128::from(b) + carry;
            *a = wide as u64;
            carry = wide >> 64;
        }
        Self::least(sum, carry as u64)
    }

    #[inline]
    fn sub(&self, other: &Self) -> Self {
        let (mut difference, borrow) = subtract(&self.0, &other.0);
        let mask = 0u64.wrapping_sub(u64::from(borrow));
        let mut carry = 0;
        for (a, &p) in difference.iter_mut().zip(&P::WORDS) {
            let wide = u128::from(*a) + u128::from(p & mask) + carry;
            *a = wide as u64;
            carry = wide >> 64;
        }
        Self(difference, PhantomData)
    }

    #[inline]
    fn add_untidy(&self, other: &Self) -> Self {
        self.add(other)
    }

    #[inline]
    fn mul_sub(&self, b: &Self, c: &Self) -> Self {
        self.mul(b).sub(c)
    }

    #[inline]
    fn square_sub(&self, b: &Self) -> Self {
        self.square().sub(b)
    }

    fn is_zero(&self) -> bool {
        self.0 == [0; N]
    }

    fn pack(&self) -> [u64; N] {
        self.0
    }

    #[inline]
    fn unpack(packed: &[u64; N]) -> Self {
        Self(*packed, PhantomData)
    }

    fn invert(&self) -> Self {
        // Of a·R the inverse is a⁻¹·R⁻¹, which lacks R².
        let inverse = Self(P::MODULUS.invert(&self.0), PhantomData);
        inverse.mul(&Self::R_SQUARED).mul(&Self::R_SQUARED)
    }
}

impl<P: Prime<N>, const N: usize> Limbs64<P, N> {
    /// What makes the lowest limb a multiple of 2^64.
    const DIGIT: u64 = negative_inverse(P::WORDS[0]);

    /// R² mod p, which takes a number into Montgomery's form.
    const R_SQUARED: Self = Self(words(&power_of_two(2 * 64 * N, P::MODULUS)), PhantomData);

    /// A sum below 2p, less p where it is not below p.
    #[inline]
    fn least(sum: [u64; N], top: u64) -> Self {
        let (less, borrow) = subtract(&sum, &P::WORDS);
        let keep = top == 0 && borrow;
        Self(if keep { sum } else { less }, PhantomData)
    }
}

/// `sum += a·b`; the carry out of it.
#[inline]
fn add_product<const N: usize>(sum: &mut [u64; N], b: &[u64; N], a: u64) -> u64 {
    let mut carry = 0;
    for (sum, &b) in sum.iter_mut().zip(b) {
        let wide = u128::from(*sum) + u128::from(a) * u128::from(b) + u128::from(carry);
        *sum = wide as u64;
        carry = (wide >> 64) as u64;
    }
    carry
}

/// `sum = (sum + m·p) / 2^64`, whose lowest limb is zero before the division; the carry out of it.
#[inline]
fn add_product_and_shift<const N: usize>(sum: &mut [u64; N], p: &[u64; N], m: u64) -> u64 {
    let wide = u128::from(sum[0]) + u128::from(m) * u128::from(p[0]);
    let mut carry = (wide >> 64) as u64;
    for i in 1..N {
        let wide = u128::from(sum[i]) + u128::from(m) * u128::from(p[i]) + u128::from(carry);
        sum[i - 1] = wide as u64;
        carry = (wide >> 64) as u64;
    }
    carry
}

#[inline]
fn overflowing(a: u64, b: u64) -> (u64, u64) {
    let (sum, over) = a.overflowing_add(b);
    (sum, u64::from(over))
}

#[inline]
fn subtract<const N: usize>(a: &[u64; N], b: &[u64; N]) -> ([u64; N], bool) {
    let mut difference = [0; N];
    let mut borrow = false;
    for i in 0..N {
        let (part, under) = a[i].overflowing_sub(b[i]);
        let (part, again) = part.overflowing_sub(u64::from(borrow));
        difference[i] = part;
        borrow = under | again;
    }
    (difference, borrow)
}
