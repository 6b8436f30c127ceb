//! Numbers modulo p = 2^255 − 19, in two forms of limbs behind one contract.
//!
//! **Bounds.** A *unit* is the bound [`Field::mul`] keeps for every limb of its result. A sum or a
//! difference has as many units as its operands together and is not carried. `mul` takes operands
//! whose units multiply to at most 8, `square` one of at most 2, and limbs hold 4 units. Each form
//! proves its own numbers from that, and debug builds check every operand.

#[cfg(any(test, not(target_pointer_width = "64")))]
mod narrow;
#[cfg(any(test, target_pointer_width = "64"))]
mod wide;

use core::fmt::Debug;

#[cfg(any(test, not(target_pointer_width = "64")))]
pub(crate) use narrow::Narrow;
#[cfg(any(test, target_pointer_width = "64"))]
pub(crate) use wide::Wide;

use crate::inversion::Modulus;

/// p, for inverting.
static P: Modulus = Modulus::new(&[
    0xffff_ffff_ffff_ffed,
    0xffff_ffff_ffff_ffff,
    0xffff_ffff_ffff_ffff,
    0x7fff_ffff_ffff_ffff,
]);

/// d = −121665/121666 (RFC 8032 §5.1).
const D: [u64; 4] = [
    0x75eb_4dca_1359_78a3,
    0x0070_0a4d_4141_d8ab,
    0x8cc7_4079_7779_e898,
    0x5203_6cee_2b6f_fe73,
];

/// √−1 = 2^((p−1)/4) (RFC 8032 §5.1.3).
const ROOT: [u64; 4] = [
    0xc4ee_1b27_4a0e_a0b0,
    0x2f43_1806_ad2f_e478,
    0x2b4d_0099_3dfb_d7a7,
    0x2b83_2480_4fc1_df0b,
];

/// A number modulo p; see the module for the bounds.
pub(crate) trait Field: Copy + Debug + Send + Sync + 'static {
    const ZERO: Self;
    const ONE: Self;
    /// d of the curve's equation.
    const D: Self;
    /// A square root of −1.
    const ROOT: Self;

    /// The number of these words, of one unit. Bit 255 does not count; p and above stand for what
    /// remains modulo p.
    fn from_words(words: &[u64; 4]) -> Self;

    /// The number in [0, p), of one of at most 4 units.
    fn to_words(&self) -> [u64; 4];

    fn add(&self, other: &Self) -> Self;
    fn sub(&self, other: &Self) -> Self;
    fn mul(&self, other: &Self) -> Self;
    fn square(&self) -> Self;

    fn neg(&self) -> Self {
        Self::ZERO.sub(self)
    }

    fn is_zero(&self) -> bool {
        self.to_words() == [0; 4]
    }

    /// Whether the number in [0, p) is odd: the sign of a coordinate (RFC 8032 §5.1.2).
    fn is_odd(&self) -> bool {
        let [low, ..] = self.to_words();
        low & 1 == 1
    }

    /// 1/x, and 0 for 0.
    fn invert(&self) -> Self {
        Self::from_words(&P.invert(&self.to_words()))
    }

    /// x^(2^n).
    fn square_times(&self, n: u32) -> Self {
        (0..n).fold(*self, |x, _| x.square())
    }

    /// x^((p − 5)/8) = x^(2^252 − 3), for square roots (RFC 8032 §5.1.3).
    fn pow_p58(&self) -> Self {
        // The names tell the exponent: `ones_n` is x^(2^n − 1).
        let ones_2 = self.mul(&self.square());
        let ones_4 = ones_2.mul(&ones_2.square_times(2));
        let ones_5 = self.mul(&ones_4.square());
        let ones_10 = ones_5.mul(&ones_5.square_times(5));
        let ones_20 = ones_10.mul(&ones_10.square_times(10));
        let ones_40 = ones_20.mul(&ones_20.square_times(20));
        let ones_50 = ones_10.mul(&ones_40.square_times(10));
        let ones_100 = ones_50.mul(&ones_50.square_times(50));
        let ones_200 = ones_100.mul(&ones_100.square_times(100));
        let ones_250 = ones_50.mul(&ones_200.square_times(50));
        self.mul(&ones_250.square_times(2))
    }
}

#[cfg(test)]
mod tests;
