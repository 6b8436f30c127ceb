//! P-384 (SP 800-186 §3.2.1.4): p = 2^384 − 2^128 − 2^96 + 2^32 − 1.

use once_cell::race::OnceBox;

#[cfg(any(test, not(target_pointer_width = "64")))]
use crate::ecdsa::limbs29::{self, Limbs29};
#[cfg(any(test, target_pointer_width = "64"))]
use crate::ecdsa::limbs64::{self, Limbs64};
use crate::ecdsa::{self, Comb, Curve, numbers};

/// The curve, with the field that suits the machine.
#[derive(Clone, Copy)]
pub(crate) struct P384;

/// The curve with the field of the other machines.
#[cfg(all(test, target_pointer_width = "64"))]
#[derive(Clone, Copy)]
pub(crate) struct P384Limbs29;

#[cfg(target_pointer_width = "64")]
type Field = Limbs64<P384, 6>;
#[cfg(not(target_pointer_width = "64"))]
type Field = Limbs29<P384, 14>;

/// A point that was checked to be on the curve. Its copies share what is prepared for it.
#[derive(Clone)]
pub struct PublicKey(ecdsa::PublicKey<P384>);

impl PublicKey {
    /// The key of two big-endian coordinates of a point on the curve.
    #[must_use]
    pub fn new(x: &[u8; 48], y: &[u8; 48]) -> Self {
        Self(ecdsa::PublicKey::new(x, y))
    }

    /// Whether the x of `u1·G + u2·Q`, modulo n, is r (FIPS 186-5 §6.4.2); all big-endian and below
    /// n, r not zero.
    #[must_use]
    pub fn verify(&self, u1: &[u8; 48], u2: &[u8; 48], r: &[u8; 48]) -> bool {
        self.0.verify(u1, u2, r)
    }
}

/// p.
const MODULUS: [u8; 48] = numbers::bytes(
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff fffffffe \
     ffffffff 00000000 00000000 ffffffff",
);
/// n.
const ORDER: [u8; 48] = numbers::bytes(
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff c7634d81 f4372ddf \
     581a0db2 48b0a77a ecec196a ccc52973",
);
/// G.
const X: [u8; 48] = numbers::bytes(
    "aa87ca22 be8b0537 8eb1c71e f320ad74 6e1d3b62 8ba79b98 59f741e0 82542a38 \
     5502f25d bf55296c 3a545e38 72760ab7",
);
const Y: [u8; 48] = numbers::bytes(
    "3617de4a 96262c6f 5d9e98bf 9292dc29 f8f41dbd 289a147c e9da3113 b5f0b8c0 \
     0a60b1ce 1d7e819d 7a431d7c 90ea0e5f",
);
/// Inverts, as an exponent (Fermat).
const MODULUS_MINUS_TWO: [u8; 48] = numbers::minus(&MODULUS, &numbers::small(2));

macro_rules! curve {
    ($curve:ty, $field:ty) => {
        impl Curve for $curve {
            type Field = $field;
            const BITS: usize = 384;
            const KEY_WIDTH: usize = 5;
            const GENERATOR_WIDTH: usize = 6;
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

curve!(P384, Field);
#[cfg(all(test, target_pointer_width = "64"))]
curve!(P384Limbs29, Limbs29<P384, 14>);

#[cfg(any(test, target_pointer_width = "64"))]
impl limbs64::Prime<6> for P384 {
    const LIMBS: [u64; 6] = numbers::limbs64(&MODULUS);
    const MINUS_TWO: &'static [u8] = &MODULUS_MINUS_TWO;
}

#[cfg(any(test, not(target_pointer_width = "64")))]
impl limbs29::Prime<14> for P384 {
    const LIMBS: [i32; 14] = numbers::limbs29(&MODULUS);
    const MINUS_TWO: &'static [u8] = &MODULUS_MINUS_TWO;
    type Words = [u32; 12];
    const NO_WORDS: Self::Words = [0; 12];

    /// p + 1 in powers of 2^29 times powers of two.
    #[inline]
    #[allow(
        clippy::indexing_slicing,
        reason = "i is below 14, half of the columns at the most"
    )]
    fn fold(columns: &mut [i64; limbs29::COLUMNS], i: usize, m: i64) {
        columns[i + 1] += m << 3;
        columns[i + 3] -= m << 9;
        columns[i + 4] -= m << 12;
        columns[i + 13] += m << 7;
    }
}
