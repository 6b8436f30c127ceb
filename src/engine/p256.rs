//! P-256 (SP 800-186 §3.2.1.3): p = 2^256 − 2^224 + 2^192 + 2^96 − 1.

use once_cell::race::OnceBox;

#[cfg(any(test, not(target_pointer_width = "64")))]
use crate::ecdsa::limbs29::{self, Limbs29};
#[cfg(any(test, target_pointer_width = "64"))]
use crate::ecdsa::limbs64::Limbs64;
use crate::ecdsa::{self, Affine, Comb, Curve, Jacobian, Order, Prime, Scalar, numbers, sum};
use crate::inversion::Modulus;

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
type Field = Limbs29<P256, 9, 4>;

/// A point that was checked to be on the curve. Its copies share what is prepared for it.
#[derive(Clone)]
pub struct PublicKey(ecdsa::PublicKey<P256>);

impl PublicKey {
    /// The key of two big-endian coordinates; `None` when they are no point of the curve.
    #[must_use]
    #[inline]
    pub fn new(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        ecdsa::PublicKey::new(x, y).map(Self)
    }

    /// Whether R‖S, both big-endian, is a signature of the digest (FIPS 186-5 §6.4.2).
    #[must_use]
    #[inline]
    pub fn verify(&self, digest: &[u8; 32], signature: &[u8; 64]) -> bool {
        self.0.verify(digest, signature)
    }
}

/// Whether of R‖S both are in `[1, n-1]`, as those of every signature are.
#[must_use]
#[inline]
pub fn is_well_formed(signature: &[u8; 64]) -> bool {
    ecdsa::numbers_of::<P256>(signature).is_some()
}

/// p.
const MODULUS: [u8; 32] =
    numbers::bytes("ffffffff 00000001 00000000 00000000 00000000 ffffffff ffffffff ffffffff");
/// n.
const ORDER: [u8; 32] =
    numbers::bytes("ffffffff 00000000 ffffffff ffffffff bce6faad a7179e84 f3b9cac2 fc632551");
const B: [u8; 32] =
    numbers::bytes("5ac635d8 aa3a93e7 b3ebbd55 769886bc 651d06b0 cc53b0f6 3bce3c3e 27d2604b");
/// G.
const X: [u8; 32] =
    numbers::bytes("6b17d1f2 e12c4247 f8bce6e5 63a440f2 77037d81 2deb33a0 f4a13945 d898c296");
const Y: [u8; 32] =
    numbers::bytes("4fe342e2 fe1a7f9b 8ee7eb4a 7c0f9e16 2bce3357 6b315ece cbb64068 37bf51f5");

static FIELD: Modulus = Modulus::new::<4>(&numbers::words(&MODULUS));
static SCALARS: Order = Order::new::<4>(&numbers::words(&ORDER));

macro_rules! curve {
    ($curve:ty, $field:ty) => {
        impl Curve for $curve {
            type Field = $field;
            const BITS: usize = 256;
            const KEY_WIDTH: usize = 6;
            const GENERATOR_WIDTH: usize = 10;
            const LEVELS: u32 = 2;
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

curve!(P256, Field);
#[cfg(all(test, target_pointer_width = "64"))]
curve!(P256Limbs29, Limbs29<P256, 9, 4>);

impl Prime<4> for P256 {
    const WORDS: [u64; 4] = numbers::words(&MODULUS);
    const MODULUS: &'static Modulus = &FIELD;
}

#[cfg(any(test, not(target_pointer_width = "64")))]
impl limbs29::Fold<9, 4> for P256 {
    type Packed = [i32; 9];

    #[inline]
    fn pack(limbs: &[i32; 9]) -> [i32; 9] {
        *limbs
    }

    #[inline]
    fn unpack(packed: &[i32; 9]) -> [i32; 9] {
        *packed
    }

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

    limbs29::products!(Limbs29<Self, 9, 4>);
}
