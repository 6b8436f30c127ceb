//! Vectors where there is no simd128.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the low word of a double's bits, and arrays of one length"
)]

use core::array::from_fn;
use core::ops::{Add, Mul, Sub};

#[derive(Clone, Copy)]
pub(in crate::rsa) struct Pair([f64; 2]);

impl Pair {
    pub(in crate::rsa) const ZERO: Self = Self([0.0; 2]);

    pub(in crate::rsa) fn new(pair: [f64; 2]) -> Self {
        Self(pair)
    }

    pub(in crate::rsa) fn both(value: f64) -> Self {
        Self([value; 2])
    }

    pub(in crate::rsa) fn get(self) -> [f64; 2] {
        self.0
    }

    pub(in crate::rsa) fn firsts(self, Self([other, _]): Self) -> Self {
        let [first, _] = self.0;
        Self([first, other])
    }

    pub(in crate::rsa) fn seconds(self, Self([_, other]): Self) -> Self {
        let [_, second] = self.0;
        Self([second, other])
    }

    pub(in crate::rsa) fn first_and_second(self, Self([_, other]): Self) -> Self {
        let [first, _] = self.0;
        Self([first, other])
    }

    pub(in crate::rsa) fn second_and_first(self, Self([other, _]): Self) -> Self {
        let [_, second] = self.0;
        Self([second, other])
    }

    pub(in crate::rsa) fn low_words(self, other: Self) -> Quad {
        let ([a, b], [c, d]) = (self.0, other.0);
        Quad([a, b, c, d].map(|double| double.to_bits() as u32))
    }
}

impl Add for Pair {
    type Output = Self;

    fn add(self, Self([c, d]): Self) -> Self {
        let [a, b] = self.0;
        Self([a + c, b + d])
    }
}

impl Sub for Pair {
    type Output = Self;

    fn sub(self, Self([c, d]): Self) -> Self {
        let [a, b] = self.0;
        Self([a - c, b - d])
    }
}

impl Mul for Pair {
    type Output = Self;

    fn mul(self, Self([c, d]): Self) -> Self {
        let [a, b] = self.0;
        Self([a * c, b * d])
    }
}

#[derive(Clone, Copy)]
pub(in crate::rsa) struct Quad([u32; 4]);

impl Quad {
    pub(in crate::rsa) const ZERO: Self = Self([0; 4]);

    pub(in crate::rsa) fn doubles(self) -> Pair {
        let [a, b, ..] = self.0.map(|word| f64::from(word.cast_signed()));
        Pair([a, b])
    }

    pub(in crate::rsa) fn twice_each(self) -> Self {
        let [a, b, ..] = self.0;
        Self([a, a, b, b])
    }

    pub(in crate::rsa) fn halves_added(self) -> Self {
        let [a, b, c, d] = self.0;
        let (first, second) = (a.wrapping_add(c), b.wrapping_add(d));
        Self([first, second, first, second])
    }

    pub(in crate::rsa) fn first_halves(self, Self([c, d, ..]): Self) -> Self {
        let [a, b, ..] = self.0;
        Self([a, b, c, d])
    }

    pub(in crate::rsa) fn firsts(self, Self([b, _, d, _]): Self) -> Self {
        let [a, _, c, _] = self.0;
        Self([a, b, c, d])
    }

    pub(in crate::rsa) fn seconds(self, Self([_, b, _, d]): Self) -> Self {
        let [_, a, _, c] = self.0;
        Self([a, b, c, d])
    }

    pub(in crate::rsa) fn first_and_second(self, Self([_, b, _, d]): Self) -> Self {
        let [a, _, c, _] = self.0;
        Self([a, b, c, d])
    }

    pub(in crate::rsa) fn second_and_first(self, Self([b, _, d, _]): Self) -> Self {
        let [_, a, _, c] = self.0;
        Self([a, b, c, d])
    }
}

impl Add for Quad {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self(from_fn(|i| a[i].wrapping_add(b[i])))
    }
}

impl Sub for Quad {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self(from_fn(|i| a[i].wrapping_sub(b[i])))
    }
}

impl Mul for Quad {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self(from_fn(|i| a[i].wrapping_mul(b[i])))
    }
}
