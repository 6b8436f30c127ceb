//! Verifying ECDSA (FIPS 186-5 §6.4.2, SEC 1 §4.1.4): does `(e/s)·G + (r/s)·Q` have an x that is r
//! modulo n?

mod comb;
mod field;
#[cfg(any(test, not(target_pointer_width = "64")))]
pub(crate) mod limbs29;
#[cfg(any(test, target_pointer_width = "64"))]
pub(crate) mod limbs64;
pub(crate) mod numbers;
mod point;
mod scalar;
pub(crate) mod sum;
#[cfg(test)]
mod tests;
mod wnaf;

use alloc::boxed::Box;
use alloc::sync::Arc;

use once_cell::race::OnceBox;

pub(crate) use self::comb::Comb;
pub(crate) use self::field::{Field, Prime};
pub(crate) use self::point::{Affine, Jacobian};
pub(crate) use self::scalar::{Order, Scalar};
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
    /// Levels of additions for which an inversion pays; three at the most.
    const LEVELS: u32;
    /// p, big-endian as all that follow.
    const MODULUS: &'static [u8];
    /// n.
    const ORDER: &'static [u8];
    /// p − n.
    const MODULUS_MINUS_ORDER: &'static [u8];
    /// n, for computing.
    const SCALARS: &'static Order;
    const B: &'static [u8];
    /// x and y of G.
    const GENERATOR: [&'static [u8]; 2];

    /// Where the table of G is kept once a prepared key has asked for it.
    fn generator() -> &'static OnceBox<Comb<Self>>;

    /// [`sum::add_pairs`] of this curve, compiled for speed.
    fn add_pairs(points: &mut [Affine<Self::Field>], step: usize) -> Option<()>;

    /// [`sum::sum_of_products`] of this curve, compiled for speed.
    fn sum_of_products(terms: [(&Comb<Self>, &Scalar); 2]) -> Option<Jacobian<Self::Field>>;
}

/// A public key: a point that was checked to be on the curve.
pub(crate) struct PublicKey<C: Curve> {
    point: Affine<C::Field>,
    preparation: Arc<Preparation<Option<Comb<C>>>>,
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
    /// The key of two big-endian coordinates in full length; `None` when they are not below p or no
    /// point of the curve (RFC 8725 §3.4).
    pub(crate) fn new(x: &[u8], y: &[u8]) -> Option<Self> {
        let point = affine::<C>([x, y]);
        // Big-endian numbers of one length compare as their bytes do.
        (x < C::MODULUS && y < C::MODULUS && is_on_curve::<C>(&point)).then(|| Self {
            point,
            preparation: Arc::new(Preparation::new()),
        })
    }

    /// Whether R‖S is a signature of a digest as long as n.
    pub(crate) fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        let Some([r, s]) = numbers_of::<C>(signature) else {
            return false;
        };
        let e = Scalar::from_be_bytes(digest);
        let r_scalar = Scalar::from_be_bytes(r);
        let s = Scalar::from_be_bytes(s);
        let [u1, u2] = C::SCALARS.quotients([&e, &r_scalar], &s);
        self.combines_to(&u1, &u2, r)
    }

    /// Whether the x of `u1·G + u2·Q`, modulo n, is r.
    fn combines_to(&self, u1: &Scalar, u2: &Scalar, r: &[u8]) -> bool {
        let good = is_x_of::<C>(&self.sum(u1, u2), r);
        if good {
            let bytes = Comb::<C>::size(C::KEY_WIDTH);
            self.preparation
                .count_good(bytes, || Comb::new(&self.point, C::KEY_WIDTH));
        }
        good
    }

    #[inline(never)]
    fn sum(&self, u1: &Scalar, u2: &Scalar) -> Jacobian<C::Field> {
        if let Some(Some(key)) = self.preparation.tables() {
            let sum = generator_comb::<C>()
                .and_then(|generator| C::sum_of_products([(generator, u1), (key, u2)]));
            if let Some(sum) = sum {
                return sum;
            }
        }
        wnaf::double_multiple(u1, &generator::<C>(), u2, &self.point)
    }
}

/// R and S, where both are in [1, n − 1].
pub(crate) fn numbers_of<C: Curve>(signature: &[u8]) -> Option<[&[u8]; 2]> {
    let (r, s) = signature.split_at_checked(C::ORDER.len())?;
    (is_in_range(r, C::ORDER) && is_in_range(s, C::ORDER)).then_some([r, s])
}

#[inline(never)]
fn is_in_range(number: &[u8], order: &[u8]) -> bool {
    number.len() == order.len() && number < order && number.iter().any(|&byte| byte != 0)
}

fn affine<C: Curve>(coordinates: [&[u8]; 2]) -> Affine<C::Field> {
    let [x, y] = coordinates.map(C::Field::from_be_bytes);
    Affine { x, y }
}

/// Whether y² = (x² − 3)·x + b.
fn is_on_curve<C: Curve>(point: &Affine<C::Field>) -> bool {
    let three = C::Field::ONE.double().add(&C::Field::ONE);
    let cubic = point.x.square().sub(&three).mul(&point.x);
    let right = cubic.add(&C::Field::from_be_bytes(C::B));
    point.y.square().sub(&right).is_zero()
}

fn generator<C: Curve>() -> Affine<C::Field> {
    affine::<C>(C::GENERATOR)
}

fn generator_comb<C: Curve>() -> Option<&'static Comb<C>> {
    let build = || {
        Comb::new(&generator::<C>(), C::GENERATOR_WIDTH)
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
    r < C::MODULUS_MINUS_ORDER && point.has_x(&r_in_field.add(&C::Field::from_be_bytes(C::ORDER)))
}
