//! What the formulas ask of the integers modulo p.

use crate::inversion::Modulus;

/// A prime with its top bit set.
pub(crate) trait Prime<const W: usize>: Copy + Send + Sync + 'static {
    /// p, lowest word first.
    const WORDS: [u64; W];
    /// p, for inverting.
    const MODULUS: &'static Modulus;
}

/// An element of a prime field, in whatever form suits the machine.
///
/// A *tidy* element is what every operation returns that says nothing else. A *loose* one is the
/// difference of two tidy ones, and an *untidy* one the sum of two or three. Products take loose ones,
/// and the difference of two of them as one factor; everything else takes tidy ones only. No operation
/// needs its argument below p: the formulas of [`point`](super::point) and [`sum`](super::sum) keep
/// within ±16p, which every implementation must bear.
pub(crate) trait Field: Copy + Send + Sync + 'static {
    /// An element as it is kept in tables: below p, in as few bytes as it has.
    type Packed: Copy + Send + Sync + 'static;

    const ZERO: Self;
    const ONE: Self;

    /// The element of a big-endian number of the field's full length, below p.
    fn from_be_bytes(bytes: &[u8]) -> Self;

    fn mul(&self, other: &Self) -> Self;

    fn square(&self) -> Self;

    /// `self·b − c·d` with one reduction.
    fn mul_sub_mul(&self, b: &Self, c: &Self, d: &Self) -> Self;

    fn add(&self, other: &Self) -> Self;

    /// Loose.
    fn sub(&self, other: &Self) -> Self;

    /// Untidy.
    fn add_untidy(&self, other: &Self) -> Self;

    /// `self·b − c`, where c may be loose.
    fn mul_sub(&self, b: &Self, c: &Self) -> Self;

    /// `self² − b`, where b may be untidy.
    fn square_sub(&self, b: &Self) -> Self;

    fn is_zero(&self) -> bool;

    fn pack(&self) -> Self::Packed;

    fn unpack(packed: &Self::Packed) -> Self;

    /// The inverse; zero for zero.
    fn invert(&self) -> Self;

    fn double(&self) -> Self {
        self.add(self)
    }

    /// The same element, near [0, p).
    fn reduce(&self) -> Self {
        self.mul(&Self::ONE)
    }
}
