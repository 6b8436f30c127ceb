//! The curve side of verifying ECDSA (FIPS 186-5 §6.4.2, SEC 1 §4.1.4): does `u1·G + u2·Q` have an
//! x that is r modulo n?

mod comb;
mod field;
#[cfg(any(test, not(target_pointer_width = "64")))]
pub(crate) mod limbs29;
#[cfg(any(test, target_pointer_width = "64"))]
pub(crate) mod limbs64;
pub(crate) mod numbers;
mod point;
#[cfg(test)]
mod tests;
mod wnaf;

use alloc::boxed::Box;
use alloc::sync::Arc;

use once_cell::race::OnceBox;

pub(crate) use self::comb::Comb;
pub(crate) use self::field::Field;
use self::point::{Affine, Jacobian};
use crate::prepared::Preparation;

/// A curve y² = x³ − 3x + b of prime order n.
pub(crate) trait Curve: Sized + 'static {
    type Field: Field;
    /// Bits of n, and of p.
    const BITS: usize;
    /// Bits of a digit in the tables of a key: what fits 128 KiB.
    const KEY_WIDTH: usize;
    /// Bits of a digit in the one table of G.
    const GENERATOR_WIDTH: usize;
    /// x and y of G, big-endian.
    const GENERATOR: [&'static [u8]; 2];
    /// n, big-endian.
    const ORDER: &'static [u8];
    /// p − n, big-endian, in the field's full length.
    const MODULUS_MINUS_ORDER: &'static [u8];

    /// Where the table of G is kept once a prepared key has asked for it.
    fn generator() -> &'static OnceBox<Comb<Self::Field>>;
}

/// A public key: a point that was checked to be on the curve.
pub(crate) struct PublicKey<C: Curve> {
    point: Affine<C::Field>,
    preparation: Arc<Preparation<Option<Comb<C::Field>>>>,
}

impl<C: Curve> Clone for PublicKey<C> {
    /// The copy shares the tables.
    fn clone(&self) -> Self {
        Self {
            point: self.point,
            preparation: Arc::clone(&self.preparation),
        }
    }
}

impl<C: Curve> PublicKey<C> {
    /// The key of two big-endian coordinates of a point on the curve.
    pub(crate) fn new(x: &[u8], y: &[u8]) -> Self {
        let [x, y] = [x, y].map(C::Field::from_be_bytes);
        Self {
            point: Affine { x, y },
            preparation: Arc::new(Preparation::new()),
        }
    }

    /// Whether the x of `u1·G + u2·Q`, modulo n, is r; all big-endian, in full length and below n.
    pub(crate) fn verify(&self, u1: &[u8], u2: &[u8], r: &[u8]) -> bool {
        let good = is_x_of::<C>(&self.sum(u1, u2), r);
        if good {
            let bytes = Comb::<C::Field>::size(C::KEY_WIDTH, C::BITS);
            self.preparation
                .count_good(bytes, || Comb::new(&self.point, C::KEY_WIDTH, C::BITS));
        }
        good
    }

    fn sum(&self, u1: &[u8], u2: &[u8]) -> Jacobian<C::Field> {
        if let Some(Some(key)) = self.preparation.tables() {
            let sum = generator_comb::<C>().and_then(|generator| {
                let sum = generator.add_multiple(None, u1);
                key.add_multiple(sum, u2)
            });
            // Z ≡ 0: one of the additions was of equal or opposite points.
            if let Some(sum) = sum.filter(|sum| !sum.is_infinity()) {
                return sum;
            }
        }
        wnaf::double_multiple(u1, &generator::<C>(), u2, &self.point)
    }
}

fn generator<C: Curve>() -> Affine<C::Field> {
    let [x, y] = C::GENERATOR.map(C::Field::from_be_bytes);
    Affine { x, y }
}

fn generator_comb<C: Curve>() -> Option<&'static Comb<C::Field>> {
    let build = || {
        Comb::new(&generator::<C>(), C::GENERATOR_WIDTH, C::BITS)
            .map(Box::new)
            .ok_or(())
    };
    C::generator().get_or_try_init(build).ok()
}

/// Whether the point's x is r modulo n, which is x = r or, where that is below p, x = r + n.
fn is_x_of<C: Curve>(point: &Jacobian<C::Field>, r: &[u8]) -> bool {
    let r_in_field = C::Field::from_be_bytes(r);
    if point.has_x(&r_in_field) {
        return true;
    }
    // Big-endian numbers of one length compare as their bytes do.
    r < C::MODULUS_MINUS_ORDER && point.has_x(&r_in_field.add(&C::Field::from_be_bytes(C::ORDER)))
}
