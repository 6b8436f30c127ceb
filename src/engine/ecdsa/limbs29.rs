//! A field in signed 29-bit limbs: the form for machines whose widest product is 32 × 32 bits, and
//! for WebAssembly, which has no wider one.
//!
//! An element `a` stands for `a·R⁻¹ mod p`, `R = 2^(29·N)` (Montgomery). Products are summed in
//! `i64` without carries between columns.
//!
//! # Bounds
//!
//! Limbs: tidy is `0 ≤ limb < 2^29` below the top, and a top limb of either sign that is as small as
//! the value; loose is `|limb| < 2^29`, and the difference of two loose ones `|limb| < 2^30`; untidy
//! is `0 ≤ limb < 3·2^29`, which an `i32` holds. A column sums at most 2N products of loose limbs
//! ([`Field::mul_sub_mul`]), or N with one factor of twice the size: `2·14·2^58 < 2^62.81`. The folds
//! add less than `2^54` each, the carry `2^35` and what is taken off `2^31`, so columns stay below
//! `2^63`.
//!
//! Values: a product of `|a| ≤ j·p` and `|b| ≤ k·p` is `(ab + m·p) / R` with `0 ≤ m < R`, so it lies
//! between `−jk·(p/R)·p` and `(1 + jk·p/R)·p`; `p/R` is `2^−5` for P-256 and `2^−22` for P-384.
//!
//! Tests run with overflow checks, which watch every one of these bounds.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::inline_always,
    clippy::needless_range_loop,
    reason = "limbs of fixed size: every index is below N, every narrowing follows a mask or a bound above; columns live in registers"
)]

use core::marker::PhantomData;

use super::field::{Field, Prime};
use super::numbers::{power_of_two, words_from_be};
use crate::inversion::words;
use crate::packing::{pack, signed, unpack};

const BITS: u32 = 29;
const MASK: i64 = (1 << BITS) - 1;
/// Of a product, for the widest field there is.
pub(crate) const COLUMNS: usize = 2 * 14;

/// Rows written out one by one: what is left to the compiler as a loop keeps the columns in memory,
/// which takes twice the time.
#[cfg(any(feature = "fast", test))]
macro_rules! for_each_row {
    ($n:ident, $i:ident => $row:block) => {
        for_each_row!($n, $i => $row, 0 1 2 3 4 5 6 7 8 9 10 11 12 13)
    };
    ($n:ident, $i:ident => $row:block, $($place:literal)*) => {
        $(if $place < $n {
            let $i = $place;
            $row
        })*
    };
}

#[cfg(not(any(feature = "fast", test)))]
macro_rules! for_each_row {
    ($n:ident, $i:ident => $row:block) => {
        for $i in 0..$n $row
    };
}

/// A prime `p ≡ −1 mod 2^29`, so that the digit of a Montgomery step is the lowest limb itself.
pub(crate) trait Fold<const N: usize, const W: usize>: Prime<W> {
    /// An element in a table.
    type Packed: Copy + Send + Sync + 'static;

    /// Limbs of [0, 2^29).
    fn pack(limbs: &[i32; N]) -> Self::Packed;

    fn unpack(packed: &Self::Packed) -> [i32; N];

    /// Adds `m·(p + 1)`, `0 ≤ m < 2^29`, to the columns from `i` up.
    fn fold(columns: &mut [i64; COLUMNS], i: usize, m: i64);

    // Of `Field`'s products those that are worth a function, made by `products`.

    fn mul(a: &Limbs29<Self, N, W>, b: &Limbs29<Self, N, W>) -> Limbs29<Self, N, W>;

    fn square(a: &Limbs29<Self, N, W>) -> Limbs29<Self, N, W>;

    fn mul_sub(
        a: &Limbs29<Self, N, W>,
        b: &Limbs29<Self, N, W>,
        c: &Limbs29<Self, N, W>,
    ) -> Limbs29<Self, N, W>;

    fn square_sub(a: &Limbs29<Self, N, W>, b: &Limbs29<Self, N, W>) -> Limbs29<Self, N, W>;

    fn mul_sub_mul(
        a: &Limbs29<Self, N, W>,
        b: &Limbs29<Self, N, W>,
        c: &Limbs29<Self, N, W>,
        d: &Limbs29<Self, N, W>,
    ) -> Limbs29<Self, N, W>;
}

/// The products of a field in functions that are not generic, so that they are compiled for speed (see
/// the crate).
macro_rules! products {
    ($element:ty) => {
        #[inline(never)]
        fn mul(a: &$element, b: &$element) -> $element {
            <$element>::carried(&a.product(b))
        }

        #[inline(never)]
        fn square(a: &$element) -> $element {
            <$element>::carried(&a.own_product())
        }

        #[inline(never)]
        fn mul_sub(a: &$element, b: &$element, c: &$element) -> $element {
            <$element>::carried_less(&a.product(b), c)
        }

        #[inline(never)]
        fn square_sub(a: &$element, b: &$element) -> $element {
            <$element>::carried_less(&a.own_product(), b)
        }

        #[inline(never)]
        fn mul_sub_mul(a: &$element, b: &$element, c: &$element, d: &$element) -> $element {
            <$element>::carried(&a.difference_of_products(b, c, d))
        }
    };
}

pub(crate) use products;

/// An element modulo `P`.
pub(crate) struct Limbs29<P, const N: usize, const W: usize>([i32; N], PhantomData<P>);

impl<P, const N: usize, const W: usize> Clone for Limbs29<P, N, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, const N: usize, const W: usize> Copy for Limbs29<P, N, W> {}

impl<P: Fold<N, W>, const N: usize, const W: usize> Field for Limbs29<P, N, W> {
    type Packed = P::Packed;

    const ZERO: Self = Self([0; N], PhantomData);
    /// R mod p.
    const ONE: Self = Self::power_of_two(29 * N);

    #[inline(never)]
    fn from_be_bytes(bytes: &[u8]) -> Self {
        Self::from_words(&words_from_be(bytes)).mul(&Self::R_SQUARED)
    }

    #[inline]
    fn mul(&self, other: &Self) -> Self {
        P::mul(self, other)
    }

    #[inline]
    fn mul_sub(&self, b: &Self, c: &Self) -> Self {
        if Self::IS_SHORT {
            P::mul_sub(self, b, c)
        } else {
            self.mul(b).less(c)
        }
    }

    #[inline]
    fn square(&self) -> Self {
        if Self::IS_SHORT {
            self.square_sub(&Self::ZERO)
        } else {
            P::square(self)
        }
    }

    #[inline]
    fn square_sub(&self, b: &Self) -> Self {
        if Self::IS_SHORT {
            P::square_sub(self, b)
        } else {
            self.square().less(b)
        }
    }

    #[inline]
    fn mul_sub_mul(&self, b: &Self, c: &Self, d: &Self) -> Self {
        P::mul_sub_mul(self, b, c, d)
    }

    #[inline(never)]
    fn add(&self, other: &Self) -> Self {
        Self::tidy(|i| self.0[i] + other.0[i])
    }

    fn sub(&self, other: &Self) -> Self {
        let mut limbs = [0; N];
        for i in 0..N {
            limbs[i] = self.0[i] - other.0[i];
        }
        Self(limbs, PhantomData)
    }

    fn add_untidy(&self, other: &Self) -> Self {
        let mut limbs = [0; N];
        for i in 0..N {
            limbs[i] = self.0[i] + other.0[i];
        }
        Self(limbs, PhantomData)
    }

    #[inline(never)]
    fn is_zero(&self) -> bool {
        // Within (−p, 2p) the multiples of p are 0 and p, and a tidy value has one form.
        let near = self.reduce();
        near.0 == [0; N] || near.0 == Self::P
    }

    #[inline(never)]
    fn pack(&self) -> P::Packed {
        P::pack(&self.least().0)
    }

    #[inline]
    fn unpack(packed: &P::Packed) -> Self {
        Self(P::unpack(packed), PhantomData)
    }

    #[inline(never)]
    fn invert(&self) -> Self {
        // Of a·R the inverse is a⁻¹·R⁻¹, which lacks R².
        let words: [u64; W] = pack_words(&self.least().0);
        let inverse = Self::from_words(&P::MODULUS.invert(&words));
        inverse.mul(&Self::R_SQUARED).mul(&Self::R_SQUARED)
    }
}

impl<P: Fold<N, W>, const N: usize, const W: usize> Limbs29<P, N, W> {
    /// p.
    const P: [i32; N] = limbs_of(&P::WORDS);

    /// Whether taking something off before the carry spares more than it costs: with 14 limbs a
    /// product has more columns than a machine has registers, and some runtimes take half as long
    /// again.
    const IS_SHORT: bool = N <= 9;

    /// R² mod p, which takes a number into Montgomery's form.
    const R_SQUARED: Self = Self::power_of_two(2 * 29 * N);

    const fn power_of_two(exponent: usize) -> Self {
        let words: [u64; W] = words(&power_of_two(exponent, P::MODULUS));
        Self(limbs_of(&words), PhantomData)
    }

    /// The columns of a product after the steps.
    #[inline(always)]
    pub(crate) fn product(&self, other: &Self) -> [i64; COLUMNS] {
        let mut columns = [0; COLUMNS];
        for_each_row!(N, i => {
            let a = i64::from(self.0[i]);
            for j in 0..N {
                columns[i + j] += a * i64::from(other.0[j]);
            }
            step::<P, N, W>(&mut columns, i);
        });
        columns
    }

    /// The columns of a square after the steps.
    #[inline(always)]
    pub(crate) fn own_product(&self) -> [i64; COLUMNS] {
        let mut columns = [0; COLUMNS];
        for_each_row!(N, i => {
            let a = i64::from(self.0[i]);
            columns[2 * i] += a * a;
            for j in i + 1..N {
                columns[i + j] += 2 * a * i64::from(self.0[j]);
            }
            // No later row reaches column i.
            step::<P, N, W>(&mut columns, i);
        });
        columns
    }

    /// The columns of `self·b − c·d` after the steps.
    #[inline(always)]
    pub(crate) fn difference_of_products(&self, b: &Self, c: &Self, d: &Self) -> [i64; COLUMNS] {
        let mut columns = [0; COLUMNS];
        for_each_row!(N, i => {
            let (a, c) = (i64::from(self.0[i]), i64::from(c.0[i]));
            for j in 0..N {
                columns[i + j] += a * i64::from(b.0[j]);
                columns[i + j] -= c * i64::from(d.0[j]);
            }
            step::<P, N, W>(&mut columns, i);
        });
        columns
    }

    #[inline(never)]
    fn from_words(words: &[u64; W]) -> Self {
        Self(limbs_of(words), PhantomData)
    }

    /// The same element in [0, p).
    #[inline(never)]
    fn least(&self) -> Self {
        // Within (−p, 2p), so within (0, 3p) after the addition.
        let near = self.reduce();
        let p = Self(Self::P, PhantomData);
        let mut least = near.add(&p);
        for _ in 0..2 {
            let less = least.less(&p);
            if less.0[N - 1] >= 0 {
                least = less;
            }
        }
        debug_assert!(least.less(&p).0[N - 1] < 0);
        least
    }

    /// The element less another one, which may be untidy.
    #[inline(never)]
    fn less(&self, other: &Self) -> Self {
        Self::tidy(|i| self.0[i] - other.0[i])
    }

    /// The tidy form of limbs that an `i32` holds.
    #[inline]
    fn tidy(limb: impl Fn(usize) -> i32) -> Self {
        let mut limbs = [0; N];
        let mut carry = 0;
        for i in 0..N - 1 {
            let sum = limb(i) + carry;
            limbs[i] = sum & MASK as i32;
            carry = sum >> BITS;
        }
        limbs[N - 1] = limb(N - 1) + carry;
        Self(limbs, PhantomData)
    }

    /// The upper half of the columns, whose lower half the steps have made zero.
    #[inline]
    pub(crate) fn carried(columns: &[i64; COLUMNS]) -> Self {
        Self::carried_less(columns, &Self::ZERO)
    }

    /// The same less an element that may be untidy.
    #[inline]
    pub(crate) fn carried_less(columns: &[i64; COLUMNS], less: &Self) -> Self {
        let mut limbs = [0; N];
        let mut carry = 0;
        for i in 0..N - 1 {
            let sum = columns[N + i] - i64::from(less.0[i]) + carry;
            limbs[i] = (sum & MASK) as i32;
            carry = sum >> BITS;
        }
        let top = columns[2 * N - 1] - i64::from(less.0[N - 1]) + carry;
        debug_assert!(top.abs() < 1 << BITS);
        limbs[N - 1] = top as i32;
        Self(limbs, PhantomData)
    }
}

/// The limbs of a number, lowest word first.
pub(crate) const fn limbs_of<const N: usize, const W: usize>(words: &[u64; W]) -> [i32; N] {
    signed(&unpack::<BITS, N, W>(words))
}

/// The number of limbs in [0, 2^29).
pub(crate) fn pack_words<const N: usize, const W: usize>(limbs: &[i32; N]) -> [u64; W] {
    pack::<BITS, N, W>(&limbs.map(|limb| u64::from(limb.cast_unsigned())))
}

/// One step of Montgomery's reduction: makes column i a multiple of 2^29 and carries it.
#[inline]
fn step<P: Fold<N, W>, const N: usize, const W: usize>(columns: &mut [i64; COLUMNS], i: usize) {
    let m = columns[i] & MASK;
    P::fold(columns, i, m);
    // p + 1 has left m in column i; −1 takes it away, and what remains is a multiple of 2^29.
    columns[i + 1] += columns[i] >> BITS;
}
