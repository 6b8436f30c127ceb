//! Pairs where there is no simd128.

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

    pub(in crate::rsa) fn spread(self) -> [Self; 2] {
        self.0.map(Self::both)
    }

    pub(in crate::rsa) fn after(self, before: Self) -> Self {
        let ([_, second], [first, _]) = (before.0, self.0);
        Self([second, first])
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
