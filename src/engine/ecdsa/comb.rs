//! Tables of one point's multiples, with which a multiplication takes no doublings.
//!
//! A scalar in signed digits of `w` bits, `k = Σ dᵢ·2^(w·i)` with `−2^(w−1) < dᵢ ≤ 2^(w−1)`, makes
//! `k·P = Σ dᵢ·(2^(w·i)·P)`. The table has `j·2^(w·i)·P` for every window i and 1 ≤ j ≤ 2^(w−1).

use alloc::vec::Vec;

use super::Curve;
use super::field::Field;
use super::point::{Affine, Jacobian};
use super::scalar::Scalar;

/// The multiples of one point.
pub(crate) struct Comb<C: Curve> {
    width: usize,
    /// Each in memory of its own: WebAssembly's grows by pages, of which one piece would waste a part.
    windows: Vec<Vec<Packed<C>>>,
}

type Packed<C> = [<<C as Curve>::Field as Field>::Packed; 2];

impl<C: Curve> Comb<C> {
    /// The bytes of a table.
    pub(crate) const fn size(width: usize) -> usize {
        (windows(width, C::BITS) << (width - 1)) * size_of::<Packed<C>>()
    }

    /// The table of a point, with digits of 2 bits or more; `None` if an inversion was impossible,
    /// which no point of a large prime order leads to.
    ///
    /// All windows go from a multiple to the next one together, with one inversion: `j·P + P` is of
    /// neither equal nor opposite points for j from 2.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(point: &Affine<C::Field>, width: usize) -> Option<Self> {
        let half = 1 << (width - 1);
        let mut points = twos_and_ones(point, width, windows(width, C::BITS))?;
        let mut windows: Vec<_> = points
            .iter()
            .skip(1)
            .step_by(2)
            .map(|base| {
                let mut window = Vec::with_capacity(half);
                window.push(base.pack());
                window
            })
            .collect();
        loop {
            for (multiple, window) in points.iter_mut().step_by(2).zip(&mut windows) {
                let packed = multiple.pack();
                *multiple = Affine::unpack(&packed);
                window.push(packed);
            }
            if windows.first()?.len() == half {
                return Some(Self { width, windows });
            }
            C::add_pairs(&mut points, 1)?;
        }
    }

    /// Appends the multiples that make up `k·P`, by their sum.
    pub(crate) fn append_multiples(&self, k: &Scalar, points: &mut Vec<Affine<C::Field>>) {
        let half = 1usize << (self.width - 1);
        let mut carry = 0;
        for (window, multiples) in self.windows.iter().enumerate() {
            let digit = carry + k.bits(window * self.width, self.width);
            // ⌊bits/w⌋ + 1 windows leave a zero above the scalar's top, so nothing carries out.
            let negative = digit > half;
            carry = usize::from(negative);
            let magnitude = if negative { 2 * half - digit } else { digit };
            let multiple = magnitude.checked_sub(1).and_then(|at| multiples.get(at));
            if let Some(multiple) = multiple {
                points.push(Affine::unpack(multiple).negated_if(negative));
            }
        }
    }
}

const fn windows(width: usize, bits: usize) -> usize {
    bits / width + 1
}

/// `2·2^(w·i)·P` and `2^(w·i)·P` for every window.
#[cold]
#[inline(never)]
fn twos_and_ones<F: Field>(
    point: &Affine<F>,
    width: usize,
    windows: usize,
) -> Option<Vec<Affine<F>>> {
    let mut points = Vec::with_capacity(2 * windows);
    let mut base = Jacobian::from(*point);
    for _ in 0..windows {
        let twice = base.double();
        points.extend([twice, base]);
        base = (1..width).fold(twice, |sum, _| sum.double());
    }
    to_affine(&points)
}

/// The points in their order, below p, by one inversion (Montgomery's trick); `None` if one of them
/// is infinity, which would turn all of them into zeros.
#[inline(never)]
fn to_affine<F: Field>(points: &[Jacobian<F>]) -> Option<Vec<Affine<F>>> {
    let mut product = F::ONE;
    let mut affine: Vec<_> = points
        .iter()
        .map(|point| {
            let before = product;
            product = product.mul(&point.z);
            // In place of x, until the inverse is there.
            Affine {
                x: before,
                y: before,
            }
        })
        .collect();
    if product.is_zero() {
        return None;
    }
    let mut inverse = product.invert();
    for (affine, point) in affine.iter_mut().zip(points).rev() {
        let own = inverse.mul(&affine.x);
        inverse = inverse.mul(&point.z);
        let square = own.square();
        let x = point.x.mul(&square);
        let y = point.y.mul(&square.mul(&own));
        *affine = Affine::unpack(&Affine { x, y }.pack());
    }
    Some(affine)
}
