//! Vectors in a register of simd128.

use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_convert_low_i32x4, f64x2_extract_lane, f64x2_mul, f64x2_splat,
    f64x2_sub, i32x4_add, i32x4_mul, i32x4_shuffle, i32x4_sub, i64x2_shuffle, u32x4, v128,
};
use core::ops::{Add, Mul, Sub};

#[derive(Clone, Copy)]
pub(in crate::rsa) struct Pair(v128);

impl Pair {
    pub(in crate::rsa) const ZERO: Self = Self(f64x2(0.0, 0.0));

    #[inline]
    pub(in crate::rsa) fn new([first, second]: [f64; 2]) -> Self {
        Self(f64x2(first, second))
    }

    #[inline]
    pub(in crate::rsa) fn both(value: f64) -> Self {
        Self(f64x2_splat(value))
    }

    #[inline]
    pub(in crate::rsa) fn get(self) -> [f64; 2] {
        [
            f64x2_extract_lane::<0>(self.0),
            f64x2_extract_lane::<1>(self.0),
        ]
    }

    /// The first of each.
    #[inline]
    pub(in crate::rsa) fn firsts(self, other: Self) -> Self {
        Self(i64x2_shuffle::<0, 2>(self.0, other.0))
    }

    /// The second of each.
    #[inline]
    pub(in crate::rsa) fn seconds(self, other: Self) -> Self {
        Self(i64x2_shuffle::<1, 3>(self.0, other.0))
    }

    #[inline]
    pub(in crate::rsa) fn first_and_second(self, other: Self) -> Self {
        Self(i64x2_shuffle::<0, 3>(self.0, other.0))
    }

    #[inline]
    pub(in crate::rsa) fn second_and_first(self, other: Self) -> Self {
        Self(i64x2_shuffle::<1, 2>(self.0, other.0))
    }

    /// The low words of the doubles' bits, of these first.
    #[inline]
    pub(in crate::rsa) fn low_words(self, other: Self) -> Quad {
        Quad(i32x4_shuffle::<0, 2, 4, 6>(self.0, other.0))
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(f64x2_add(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(f64x2_sub(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        Self(f64x2_mul(self.0, other.0))
    }
}

/// Four words, modulo 2^32: two halves of a first and a second one each.
#[derive(Clone, Copy)]
pub(in crate::rsa) struct Quad(v128);

impl Quad {
    pub(in crate::rsa) const ZERO: Self = Self(u32x4(0, 0, 0, 0));

    /// The first half as signed integers.
    #[inline]
    pub(in crate::rsa) fn doubles(self) -> Pair {
        Pair(f64x2_convert_low_i32x4(self.0))
    }

    /// Each word of the first half twice.
    #[inline]
    pub(in crate::rsa) fn twice_each(self) -> Self {
        Self(i32x4_shuffle::<0, 0, 1, 1>(self.0, self.0))
    }

    /// The sum of both halves, in both.
    #[inline]
    pub(in crate::rsa) fn halves_added(self) -> Self {
        self + Self(i64x2_shuffle::<1, 0>(self.0, self.0))
    }

    #[inline]
    pub(in crate::rsa) fn first_halves(self, other: Self) -> Self {
        Self(i64x2_shuffle::<0, 2>(self.0, other.0))
    }

    /// In either half, the first word of each.
    #[inline]
    pub(in crate::rsa) fn firsts(self, other: Self) -> Self {
        Self(i32x4_shuffle::<0, 4, 2, 6>(self.0, other.0))
    }

    /// In either half, the second word of each.
    #[inline]
    pub(in crate::rsa) fn seconds(self, other: Self) -> Self {
        Self(i32x4_shuffle::<1, 5, 3, 7>(self.0, other.0))
    }

    #[inline]
    pub(in crate::rsa) fn first_and_second(self, other: Self) -> Self {
        Self(i32x4_shuffle::<0, 5, 2, 7>(self.0, other.0))
    }

    #[inline]
    pub(in crate::rsa) fn second_and_first(self, other: Self) -> Self {
        Self(i32x4_shuffle::<1, 4, 3, 6>(self.0, other.0))
    }
}

impl Add for Quad {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(i32x4_add(self.0, other.0))
    }
}

impl Sub for Quad {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(i32x4_sub(self.0, other.0))
    }
}

impl Mul for Quad {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        Self(i32x4_mul(self.0, other.0))
    }
}
