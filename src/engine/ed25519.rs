//! Verifying Ed25519: whether R is s·B − k·A, with k = SHA-512(R ‖ A ‖ M) mod L (RFC 8032 §5.1.7).
//!
//! The equation without the cofactor, as the strict readings have it: k·A is taken with the integer
//! k and the negated point, because −k mod L is another multiple of a point that has a component of
//! small order. The result is compressed and its bytes are compared with those of R, so a second
//! encoding of R fails, and a result of small order is refused.

mod comb;
mod field;
mod point;
mod scalar;

use alloc::boxed::Box;

use once_cell::race::OnceBox;
use sha2::{Digest, Sha512};

use self::comb::{Comb, Shape};
use self::field::Field;
use self::point::{Extended, Projective};
use self::scalar::Scalar;
use crate::prepared::Preparation;

#[cfg(not(target_pointer_width = "64"))]
type Limbs = field::Narrow;
#[cfg(target_pointer_width = "64")]
type Limbs = field::Wide;

/// Bits between the tables of every comb, and one more than the doublings of a product.
const SPACING: usize = 8;

/// Of a key: 32 tables of 32 points, 108 to 120 KB, and 32 additions.
const KEY: Shape = Shape {
    width: 7,
    spacing: SPACING,
};

/// Of the base point, which all keys share: 32 tables of 128 points, and 25 additions.
const BASE: Shape = Shape {
    width: 9,
    spacing: SPACING,
};

/// Of both for a key without tables of its own: eight points each, and 84 additions.
const UNPREPARED: Shape = Shape {
    width: 5,
    spacing: scalar::BITS + 1,
};

/// Built when the first key is prepared; it would not compress in a module.
static BASE_COMB: OnceBox<Comb<Limbs>> = OnceBox::new();

/// B: y = 4/5 and the even x (RFC 8032 §5.1).
const BASE_POINT: [[u64; 4]; 2] = [
    [
        0xc956_2d60_8f25_d51a,
        0x692c_c760_9525_a7b2,
        0xc0a4_e231_fdd6_dc5c,
        0x2169_36d3_cd6e_53fe,
    ],
    [
        0x6666_6666_6666_6658,
        0x6666_6666_6666_6666,
        0x6666_6666_6666_6666,
        0x6666_6666_6666_6666,
    ],
];

/// A public key whose encoding has been checked, and its tables once it has earned them.
#[derive(Debug)]
pub struct Key {
    encoding: [u8; 32],
    /// −A.
    negated: Extended<Limbs>,
    prepared: Preparation<Comb<Limbs>>,
}

impl Key {
    /// The key of 32 bytes; `None` for no point, a second encoding of a point, or a small order.
    #[must_use]
    #[inline]
    pub fn new(encoding: &[u8; 32]) -> Option<Self> {
        let point = Extended::decompress(encoding)?;
        (point.projective().compress_large_order()? == *encoding).then(|| Self {
            encoding: *encoding,
            negated: point.neg(),
            prepared: Preparation::new(),
        })
    }

    /// Whether the signature R ‖ S of the message is good: S < L, R of large order and in its
    /// canonical encoding, and R = s·B − k·A.
    #[must_use]
    #[inline]
    pub fn verify(&self, message: &[u8], r: &[u8; 32], s: &[u8; 32]) -> bool {
        let Some(s) = Scalar::from_canonical(s) else {
            return false;
        };
        let digest = Sha512::new()
            .chain_update(r)
            .chain_update(self.encoding)
            .chain_update(message)
            .finalize();
        let k = Scalar::from_digest(&digest.into());
        let good = self.combine(&s, &k).compress_large_order() == Some(*r);
        if good {
            self.prepared
                .count_good(KEY.size::<Limbs>(), || Comb::new(&self.negated, KEY));
        }
        good
    }

    /// s·B − k·A.
    #[inline]
    fn combine(&self, s: &Scalar, k: &Scalar) -> Projective<Limbs> {
        if let Some(comb) = self.prepared.tables() {
            return sum_of_products([(base_comb(), s), (comb, k)]);
        }
        let [base, key] = [base_point(), self.negated].map(|point| Comb::new(&point, UNPREPARED));
        sum_of_products([(&base, s), (&key, k)])
    }
}

#[inline]
fn base_comb() -> &'static Comb<Limbs> {
    BASE_COMB.get_or_init(|| Box::new(Comb::new(&base_point(), BASE)))
}

/// [`comb::sum_of_products`], compiled for speed.
#[inline(never)]
fn sum_of_products(terms: [(&Comb<Limbs>, &Scalar); 2]) -> Projective<Limbs> {
    comb::sum_of_products(terms)
}

fn base_point<F: Field>() -> Extended<F> {
    let [x, y] = BASE_POINT.each_ref().map(Field::from_words);
    Extended::from_affine(x, y)
}

#[cfg(test)]
mod tests;
