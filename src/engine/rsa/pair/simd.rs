//! Pairs in a register of simd128.

use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, f64x2_splat, f64x2_sub, i64x2_shuffle, v128,
};
use core::ops::{Add, Mul, Sub};

#[derive(Clone, Copy)]
pub(in crate::rsa) struct Pair(v128);

impl Pair {
    pub(in crate::rsa) const ZERO: Self = Self(f64x2(0.0, 0.0));

    #[inline(always)]
    pub(in crate::rsa) fn new([first, second]: [f64; 2]) -> Self {
        Self(f64x2(first, second))
    }

    #[inline(always)]
    pub(in crate::rsa) fn both(value: f64) -> Self {
        Self(f64x2_splat(value))
    }

    #[inline(always)]
    pub(in crate::rsa) fn get(self) -> [f64; 2] {
        [
            f64x2_extract_lane::<0>(self.0),
            f64x2_extract_lane::<1>(self.0),
        ]
    }

    /// The first one twice, and the second one twice.
    #[inline(always)]
    pub(in crate::rsa) fn spread(self) -> [Self; 2] {
        [
            Self(i64x2_shuffle::<0, 0>(self.0, self.0)),
            Self(i64x2_shuffle::<1, 1>(self.0, self.0)),
        ]
    }

    /// The second one of the pair before, and the first one of this.
    #[inline(always)]
    pub(in crate::rsa) fn after(self, before: Self) -> Self {
        Self(i64x2_shuffle::<1, 2>(before.0, self.0))
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f64x2_add(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(f64x2_sub(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(f64x2_mul(self.0, other.0))
    }
}
