//! Two doubles, which one instruction adds or multiplies where there is one.

/// Exact integers: whoever uses it keeps every sum below 2^53.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Clone, Copy)]
pub(super) struct Pair(core::arch::wasm32::v128);

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use core::arch::wasm32::{
        f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, f64x2_splat, f64x2_sub, i64x2_shuffle,
    };

    use super::Pair;

    impl Pair {
        pub(in super::super) const ZERO: Self = Self(f64x2(0.0, 0.0));

        #[inline(always)]
        pub(in super::super) fn new([first, second]: [f64; 2]) -> Self {
            Self(f64x2(first, second))
        }

        #[inline(always)]
        pub(in super::super) fn both(value: f64) -> Self {
            Self(f64x2_splat(value))
        }

        #[inline(always)]
        pub(in super::super) fn get(self) -> [f64; 2] {
            [
                f64x2_extract_lane::<0>(self.0),
                f64x2_extract_lane::<1>(self.0),
            ]
        }

        /// The first one twice, and the second one twice.
        #[inline(always)]
        pub(in super::super) fn spread(self) -> [Self; 2] {
            [
                Self(i64x2_shuffle::<0, 0>(self.0, self.0)),
                Self(i64x2_shuffle::<1, 1>(self.0, self.0)),
            ]
        }

        /// The second one of the pair before, and the first one of this.
        #[inline(always)]
        pub(in super::super) fn after(self, before: Self) -> Self {
            Self(i64x2_shuffle::<1, 2>(before.0, self.0))
        }
    }

    impl core::ops::Add for Pair {
        type Output = Self;

        #[inline(always)]
        fn add(self, other: Self) -> Self {
            Self(f64x2_add(self.0, other.0))
        }
    }

    impl core::ops::Sub for Pair {
        type Output = Self;

        #[inline(always)]
        fn sub(self, other: Self) -> Self {
            Self(f64x2_sub(self.0, other.0))
        }
    }

    impl core::ops::Mul for Pair {
        type Output = Self;

        #[inline(always)]
        fn mul(self, other: Self) -> Self {
            Self(f64x2_mul(self.0, other.0))
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[derive(Clone, Copy)]
pub(super) struct Pair([f64; 2]);

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    use super::Pair;

    impl Pair {
        pub(in super::super) const ZERO: Self = Self([0.0; 2]);

        pub(in super::super) fn new(pair: [f64; 2]) -> Self {
            Self(pair)
        }

        pub(in super::super) fn both(value: f64) -> Self {
            Self([value; 2])
        }

        pub(in super::super) fn get(self) -> [f64; 2] {
            self.0
        }

        pub(in super::super) fn spread(self) -> [Self; 2] {
            self.0.map(Self::both)
        }

        pub(in super::super) fn after(self, before: Self) -> Self {
            let ([_, second], [first, _]) = (before.0, self.0);
            Self([second, first])
        }
    }

    impl core::ops::Add for Pair {
        type Output = Self;

        fn add(self, Self([c, d]): Self) -> Self {
            let [a, b] = self.0;
            Self([a + c, b + d])
        }
    }

    impl core::ops::Sub for Pair {
        type Output = Self;

        fn sub(self, Self([c, d]): Self) -> Self {
            let [a, b] = self.0;
            Self([a - c, b - d])
        }
    }

    impl core::ops::Mul for Pair {
        type Output = Self;

        fn mul(self, Self([c, d]): Self) -> Self {
            let [a, b] = self.0;
            Self([a * c, b * d])
        }
    }
}
