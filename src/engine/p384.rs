//! P-384 (SP 800-186 §3.2.1.4): p = 2^384 − 2^128 − 2^96 + 2^32 − 1.

use once_cell::race::OnceBox;

#[cfg(any(test, not(target_pointer_width = "64")))]
use crate::ecdsa::limbs29::{self, Limbs29};
#[cfg(any(test, target_pointer_width = "64"))]
use crate::ecdsa::limbs64::Limbs64;
use crate::ecdsa::{self, Affine, Comb, Curve, Jacobian, Order, Prime, Scalar, numbers, sum};
use crate::inversion::Modulus;

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
type Field = Limbs29<P384, 14, 6>;

/// A point that was checked to be on the curve. Its copies share what is prepared for it.
#[derive(Clone)]
pub struct PublicKey(ecdsa::PublicKey<P384>);

impl PublicKey {
    /// The key of two big-endian coordinates; `None` when they are no point of the curve.
    #[must_use]
    #[inline]
    pub fn new(x: &[u8; 48], y: &[u8; 48]) -> Option<Self> {
        ecdsa::PublicKey::new(x, y).map(Self)
    }

    /// Whether R‖S, both big-endian, is a signature of the digest (FIPS 186-5 §6.4.2).
    #[must_use]
    #[inline]
    pub fn verify(&self, digest: &[u8; 48], signature: &[u8; 96]) -> bool {
        self.0.verify(digest, signature)
    }
}

/// Whether of R‖S both are in `[1, n-1]`, as those of every signature are.
#[must_use]
#[inline]
pub fn is_well_formed(signature: &[u8; 96]) -> bool {
    ecdsa::numbers_of::<P384>(signature).is_some()
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
const B: [u8; 48] = numbers::bytes(
    "b3312fa7 e23ee7e4 988e056b e3f82d19 181d9c6e fe814112 0314088f 5013875a \
     c656398d 8a2ed19d 2a85c8ed d3ec2aef",
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

static FIELD: Modulus = Modulus::new::<6>(&numbers::words(&MODULUS));
static SCALARS: Order = Order::new::<6>(&numbers::words(&ORDER));

macro_rules! curve {
    ($curve:ty, $field:ty) => {
        impl Curve for $curve {
            type Field = $field;
            const BITS: usize = 384;
            const KEY_WIDTH: usize = 5;
            const GENERATOR_WIDTH: usize = 8;
            const LEVELS: u32 = 3;
            const MODULUS: &'static [u8] = &MODULUS;
            const ORDER: &'static [u8] = &ORDER;
            const MODULUS_MINUS_ORDER: &'static [u8] = &numbers::minus(&MODULUS, &ORDER);
            const SCALARS: &'static Order = &SCALARS;
            const B: &'static [u8] = &B;
            const GENERATOR: [&'static [u8]; 2] = [&X, &Y];

            fn generator() -> &'static OnceBox<Comb<Self>> {
                static TABLE: OnceBox<Comb<$curve>> = OnceBox::new();
                &TABLE
            }

            #[inline(never)]
            fn add_pairs(points: &mut [Affine<$field>], step: usize) -> Option<()> {
                sum::add_pairs(points, step)
            }

            #[inline(never)]
            fn sum_of_products(terms: [(&Comb<Self>, &Scalar); 2]) -> Option<Jacobian<$field>> {
                sum::sum_of_products(terms)
            }
        }
    };
}

curve!(P384, Field);
#[cfg(all(test, target_pointer_width = "64"))]
curve!(P384Limbs29, Limbs29<P384, 14, 6>);

impl Prime<6> for P384 {
    const WORDS: [u64; 6] = numbers::words(&MODULUS);
    const MODULUS: &'static Modulus = &FIELD;
}

#[cfg(any(test, not(target_pointer_width = "64")))]
impl limbs29::Fold<14, 6> for P384 {
    type Packed = [u64; 6];

    fn pack(limbs: &[i32; 14]) -> [u64; 6] {
        limbs29::pack_words(limbs)
    }

    #[inline(never)]
    fn unpack(packed: &[u64; 6]) -> [i32; 14] {
        limbs29::limbs_of(packed)
    }

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

    limbs29::products!(Limbs29<Self, 14, 6>);
}
