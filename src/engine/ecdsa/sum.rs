//! The sum of many points.
//!
//! An affine addition takes an inversion, but that aside three products where a Jacobian one takes
//! eight and more; and additions that do not wait for each other can share an inversion for three
//! products each (Montgomery's trick). So the points are added up in pairs, and their sums in pairs
//! again, until too few are left to pay for another inversion.
//!
//! # Bounds
//!
//! As in [`point`](super::point), with `p/R = 1/32` and at most three levels. Points come in with x
//! in [0, p) and y in (−p, p). What divides is a product of a product and a difference of two x, within
//! ±2p; a slope is the product of that and a difference of two y, within ±1.6p, and its square in
//! [0, 1.1p). So x3 = s² − x1 − x2 is in (−2p, 1.1p) after one level, (−2.2p, 5.1p) after two and
//! (−10.2p, 5.5p) after three; s·(x1 − x3) is in (−0.8p, 1.8p), and y3 within ±2.8p, ±4.6p and ±6.4p.

use alloc::vec::Vec;

use super::Curve;
use super::comb::Comb;
use super::field::Field;
use super::point::{Affine, Jacobian};
use super::scalar::Scalar;

/// Enough for the digits of two scalars of 384 bits, which have 5 bits or more.
const MULTIPLES: usize = 160;

/// The sum of two points by their scalars; `None` as in [`sum`].
pub(crate) fn sum_of_products<C: Curve>(
    terms: [(&Comb<C>, &Scalar); 2],
) -> Option<Jacobian<C::Field>> {
    let mut points = Vec::with_capacity(MULTIPLES);
    for (comb, k) in terms {
        comb.append_multiples(k, &mut points);
    }
    sum::<C>(points, C::LEVELS)
}

/// The sum of the points, the first `levels` of additions in affine coordinates.
///
/// `None` where an addition was of equal or opposite points or ended at infinity, or where there are
/// no points.
pub(crate) fn sum<C: Curve>(
    mut points: Vec<Affine<C::Field>>,
    levels: u32,
) -> Option<Jacobian<C::Field>> {
    for level in 0..levels {
        C::add_pairs(&mut points, 1 << level)?;
    }
    let mut left = points.iter().step_by(1 << levels);
    let first = Jacobian::from(*left.next()?);
    let sum = left.fold(first, |sum, point| sum.add_distinct(point));
    // Z ≡ 0 stays: one of the additions was of equal or opposite points.
    (!sum.is_infinity()).then_some(sum)
}

/// Adds to every other point of those that are `step` apart the one that follows, if there is one.
pub(crate) fn add_pairs<F: Field>(points: &mut [Affine<F>], step: usize) -> Option<()> {
    let mut products = Vec::with_capacity(points.len() / step / 2 + 1);
    let mut product = F::ONE;
    for pair in points.chunks(2 * step) {
        if let (Some(a), Some(b)) = (pair.first(), pair.get(step)) {
            products.push(product);
            product = product.mul(&b.x.sub(&a.x));
        }
    }
    // A zero among the denominators has turned all of them into zeros.
    if product.is_zero() {
        return None;
    }
    let mut inverse = product.invert();
    // Only the last can have no second point.
    let pairs = points.chunks_mut(2 * step).filter(|pair| pair.len() > step);
    for (pair, before) in pairs.rev().zip(products.iter().rev()) {
        let (a, b) = pair.split_at_mut(step);
        if let (Some(a), Some(b)) = (a.first_mut(), b.first()) {
            let slope = b.y.sub(&a.y).mul(&inverse.mul(before));
            inverse = inverse.mul(&b.x.sub(&a.x));
            a.add_by_slope(b, &slope);
        }
    }
    Some(())
}
