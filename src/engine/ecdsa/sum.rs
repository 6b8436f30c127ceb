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

use super::field::Field;
use super::point::{Affine, Jacobian};

/// Digits of 5 bits of two scalars of 384 bits are 154.
const CAPACITY: usize = 160;

/// The sum of the points, the first `levels` of additions in affine coordinates.
///
/// `None` where an addition was of equal or opposite points or ended at infinity, or where there are
/// no points or too many.
#[inline(never)]
pub(crate) fn sum<F: Field>(
    addends: impl Iterator<Item = Affine<F>>,
    levels: u32,
) -> Option<Jacobian<F>> {
    let mut room = [Affine::ZERO; CAPACITY];
    let mut count = 0;
    for addend in addends {
        *room.get_mut(count)? = addend;
        count += 1;
    }
    let points = room.get_mut(..count)?;
    for level in 0..levels {
        add_pairs(points, 1 << level)?;
    }
    let mut left = points.iter().step_by(1 << levels);
    let first = Jacobian::from(*left.next()?);
    let sum = left.fold(first, |sum, point| sum.add_distinct(point));
    // Z ≡ 0 stays: one of the additions was of equal or opposite points.
    (!sum.is_infinity()).then_some(sum)
}

/// Adds to every other point of those that are `step` apart the one that follows, if there is one.
fn add_pairs<F: Field>(points: &mut [Affine<F>], step: usize) -> Option<()> {
    let mut products = [F::ZERO; CAPACITY / 2];
    let mut product = F::ONE;
    for (pair, before) in points.chunks(2 * step).zip(&mut products) {
        if let (Some(a), Some(b)) = (pair.first(), pair.get(step)) {
            *before = product;
            product = product.mul(&b.x.sub(&a.x));
        }
    }
    // A zero among the denominators has turned all of them into zeros.
    if product.is_zero() {
        return None;
    }
    let mut inverse = product.invert();
    for (pair, before) in points.chunks_mut(2 * step).zip(&products).rev() {
        if let (Some(&a), Some(b)) = (pair.first(), pair.get(step)) {
            let slope = b.y.sub(&a.y).mul(&inverse.mul(before));
            inverse = inverse.mul(&b.x.sub(&a.x));
            let sum = a.chord(b, &slope);
            if let Some(a) = pair.first_mut() {
                *a = sum;
            }
        }
    }
    Some(())
}
