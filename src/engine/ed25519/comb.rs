//! A comb: every multiple of a point that a digit of a scalar can ask for, so that a product with a
//! scalar is one addition a digit and no doubling.

use alloc::vec::Vec;

use super::field::Field;
use super::point::{Affine, Extended, normalize};
use super::scalar::{BITS, Scalar};

/// For each window i of w bits, the points j·2^(w·i)·P for 1 ≤ j ≤ 2^(w−1); w is at most 8.
#[derive(Debug)]
pub(crate) struct Comb<F> {
    width: usize,
    points: Vec<Affine<F>>,
}

impl<F: Field> Comb<F> {
    /// Bytes of a table with windows of that many bits.
    pub(crate) const fn size(width: usize) -> usize {
        windows(width) * points(width) * size_of::<Affine<F>>()
    }

    pub(crate) fn new(point: &Extended<F>, width: usize) -> Self {
        let mut table = Vec::with_capacity(windows(width) * points(width));
        let mut window = Vec::with_capacity(points(width));
        let mut base = *point;
        for _ in 0..windows(width) {
            let step = base.cached();
            let mut multiple = base;
            window.clear();
            for _ in 1..points(width) {
                window.push(multiple);
                multiple = multiple.add(&step, false).extended();
            }
            window.push(multiple);
            table.extend(normalize(&window));
            // Twice 2^(w−1) times the base.
            base = multiple.projective().double().extended();
        }
        Self {
            width,
            points: table,
        }
    }

    /// sum + scalar·P.
    pub(crate) fn add_product(&self, mut sum: Extended<F>, scalar: &Scalar) -> Extended<F> {
        let windows = self.points.chunks_exact(points(self.width));
        for (digit, window) in scalar.signed_windows(self.width).zip(windows) {
            // In the order 1, 2, 3, …; a digit of 0 has no point.
            let index = digit.unsigned_abs().wrapping_sub(1);
            let point = usize::try_from(index)
                .ok()
                .and_then(|index| window.get(index));
            if let Some(point) = point {
                sum = sum.add_affine(point, digit < 0).extended();
            }
        }
        sum
    }
}

/// Windows of a scalar: its bits and one more, so that the top one takes the last carry.
const fn windows(width: usize) -> usize {
    BITS / width + 1
}

/// Points of a window; the other half are their negatives.
const fn points(width: usize) -> usize {
    1 << (width - 1)
}
