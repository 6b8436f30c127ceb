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
mod wnaf;

use alloc::boxed::Box;

use once_cell::race::OnceBox;
use sha2::{Digest, Sha512};

use self::comb::Comb;
use self::field::Field;
use self::point::{Extended, Projective};
use self::scalar::Scalar;
use crate::prepared::Preparation;

#[cfg(not(target_pointer_width = "64"))]
type Limbs = field::Narrow;
#[cfg(target_pointer_width = "64")]
type Limbs = field::Wide;

/// Bits of a window of a key's comb: 51 windows of 16 points, 88 to 98 KB.
const KEY_WIDTH: usize = 5;
/// And of the base point's, which all keys share: 37 windows of 64 points.
const BASE_WIDTH: usize = 7;

/// Built when the first key is prepared; it would not compress in a module.
static BASE: OnceBox<Comb<Limbs>> = OnceBox::new();

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
                .count_good(Comb::<Limbs>::size(KEY_WIDTH), || {
                    Comb::new(&self.negated, KEY_WIDTH)
                });
        }
        good
    }

    /// s·B − k·A.
    fn combine(&self, s: &Scalar, k: &Scalar) -> Projective<Limbs> {
        match self.prepared.tables() {
            Some(comb) => {
                let product = comb.add_product(Extended::NEUTRAL, k);
                base_comb().add_product(product, s).projective()
            }
            None => wnaf::double_product(s, &base_point(), k, &self.negated),
        }
    }
}

fn base_comb() -> &'static Comb<Limbs> {
    BASE.get_or_init(|| Box::new(Comb::new(&base_point(), BASE_WIDTH)))
}

fn base_point<F: Field>() -> Extended<F> {
    let [x, y] = BASE_POINT.each_ref().map(Field::from_words);
    Extended::from_affine(x, y)
}

#[cfg(test)]
mod tests;
