//! P-256 (SP 800-186 §3.2.1.3): p = 2^256 − 2^224 + 2^192 + 2^96 − 1.

use once_cell::race::OnceBox;

#[cfg(any(test, not(target_pointer_width = "64")))]
use crate::ecdsa::limbs29::{self, Limbs29};
#[cfg(any(test, target_pointer_width = "64"))]
use crate::ecdsa::limbs64::{self, Limbs64};
use crate::ecdsa::{self, Comb, Curve, numbers};

/// The curve, with the field that suits the machine.
#[derive(Clone, Copy)]
pub(crate) struct P256;

/// The curve with the field of the other machines.
#[cfg(all(test, target_pointer_width = "64"))]
#[derive(Clone, Copy)]
pub(crate) struct P256Limbs29;

#[cfg(target_pointer_width = "64")]
type Field = Limbs64<P256, 4>;
#[cfg(not(target_pointer_width = "64"))]
type Field = Limbs29<P256, 9>;

/// A point that was checked to be on the curve. Its copies share what is prepared for it.
#[derive(Clone)]
pub struct PublicKey(ecdsa::PublicKey<P256>);

impl PublicKey {
    /// The key of two big-endian coordinates of a point on the curve.
    #[must_use]
    pub fn new(x: &[u8; 32], y: &[u8; 32]) -> Self {
        Self(ecdsa::PublicKey::new(x, y))
    }

    /// Whether the x of `u1·G + u2·Q`, modulo n, is r (FIPS 186-5 §6.4.2); all big-endian and below
    /// n, r not zero.
    #[must_use]
    pub fn verify(&self, u1: &[u8; 32], u2: &[u8; 32], r: &[u8; 32]) -> bool {
        self.0.verify(u1, u2, r)
    }
}

/// p.
const MODULUS: [u8; 32] =
    numbers::bytes("ffffffff 00000001 00000000 00000000 00000000 ffffffff ffffffff ffffffff");
/// n.
const ORDER: [u8; 32] =
    numbers::bytes("ffffffff 00000000 ffffffff ffffffff bce6faad a7179e84 f3b9cac2 fc632551");
/// G.
const X: [u8; 32] =
    numbers::bytes("6b17d1f2 e12c4247 f8bce6e5 63a440f2 77037d81 2deb33a0 f4a13945 d898c296");
const Y: [u8; 32] =
    numbers::bytes("4fe342e2 fe1a7f9b 8ee7eb4a 7c0f9e16 2bce3357 6b315ece cbb64068 37bf51f5");
/// Inverts, as an exponent (Fermat).
const MODULUS_MINUS_TWO: [u8; 32] = numbers::minus(&MODULUS, &numbers::small(2));

macro_rules! curve {
    ($curve:ty, $field:ty) => {
        impl Curve for $curve {
            type Field = $field;
            const BITS: usize = 256;
            const KEY_WIDTH: usize = 6;
            const GENERATOR_WIDTH: usize = 7;
            const GENERATOR: [&'static [u8]; 2] = [&X, &Y];
            const ORDER: &'static [u8] = &ORDER;
            const MODULUS_MINUS_ORDER: &'static [u8] = &numbers::minus(&MODULUS, &ORDER);

            fn generator() -> &'static OnceBox<Comb<$field>> {
                static TABLE: OnceBox<Comb<$field>> = OnceBox::new();
                &TABLE
            }
        }
    };
}

curve!(P256, Field);
#[cfg(all(test, target_pointer_width = "64"))]
curve!(P256Limbs29, Limbs29<P256, 9>);

#[cfg(any(test, target_pointer_width = "64"))]
impl limbs64::Prime<4> for P256 {
    const LIMBS: [u64; 4] = numbers::limbs64(&MODULUS);
    const MINUS_TWO: &'static [u8] = &MODULUS_MINUS_TWO;
}

#[cfg(any(test, not(target_pointer_width = "64")))]
impl limbs29::Prime<9> for P256 {
    const LIMBS: [i32; 9] = numbers::limbs29(&MODULUS);
    const MINUS_TWO: &'static [u8] = &MODULUS_MINUS_TWO;
    type Words = [u32; 8];
    const NO_WORDS: Self::Words = [0; 8];

    /// p + 1 in powers of 2^29 times powers of two.
    #[inline]
    #[allow(
        clippy::indexing_slicing,
        reason = "i is below 9, half of the columns at the most"
    )]
    fn fold(columns: &mut [i64; limbs29::COLUMNS], i: usize, m: i64) {
        columns[i + 3] += m << 9;
        columns[i + 6] += m << 18;
        columns[i + 7] -= m << 21;
        columns[i + 8] += m << 24;
    }
}
