//! Combs: tables of a point's multiples, so that a product takes few doublings or next to none.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::field::Field;
use super::point::{Affine, Completed, Extended, Projective, normalize};
use super::scalar::{BITS, Scalar};

/// The points j·2^(s·i)·P for odd j below 2^(w−1) and every i, with w the width and s the spacing.
///
/// A scalar's non-adjacent form has a digit in every w + 1 bits. One at bit s·i + n is a point of
/// table i that is still to be doubled n times; so all digits of one n are added, then all at once
/// are doubled, and s − 1 doublings serve every table and every comb of the same spacing.
#[derive(Debug)]
pub(crate) struct Comb<F> {
    shape: Shape,
    /// Each in memory of its own: WebAssembly's grows by pages, of which one piece would waste a part.
    tables: Vec<Box<[Affine<F>]>>,
}

/// How large a comb is, and how fast.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Bits of a digit with its sign, 3 to 16.
    pub(crate) width: usize,
    /// Bits from one table to the next.
    pub(crate) spacing: usize,
}

impl Shape {
    /// Bytes of the tables.
    pub(crate) const fn size<F>(self) -> usize {
        self.tables() * self.multiples() * size_of::<Affine<F>>()
    }

    const fn tables(self) -> usize {
        (BITS + 1).div_ceil(self.spacing)
    }

    const fn multiples(self) -> usize {
        1 << (self.width - 2)
    }
}

impl<F: Field> Comb<F> {
    pub(crate) fn new(point: &Extended<F>, shape: Shape) -> Self {
        let mut tables = Vec::with_capacity(shape.tables());
        let mut base = *point;
        for table in 0..shape.tables() {
            if table > 0 {
                base = (1..shape.spacing)
                    .fold(base.projective().double(), |sum, _| {
                        sum.projective().double()
                    })
                    .extended();
            }
            tables.push(normalize(&odd_multiples(base, shape.multiples())).into());
        }
        Self { shape, tables }
    }
}

/// P, 3·P, 5·P and so on.
fn odd_multiples<F: Field>(point: Extended<F>, count: usize) -> Vec<Extended<F>> {
    let twice = point.projective().double().extended().cached();
    let next = |multiple: &Extended<F>| Some(multiple.add(&twice).extended());
    core::iter::successors(Some(point), next)
        .take(count)
        .collect()
}

/// The sum of both points by their scalars; the combs are of one spacing.
pub(crate) fn sum_of_products<F: Field>(terms: [(&Comb<F>, &Scalar); 2]) -> Projective<F> {
    let [(Comb { shape, .. }, _), _] = terms;
    let spacing = shape.spacing;
    debug_assert!(terms.iter().all(|(comb, _)| comb.shape.spacing == spacing));
    let terms = terms.map(|(comb, scalar)| (comb, scalar.non_adjacent_form(comb.shape.width)));
    let mut sum = Completed::NEUTRAL;
    for doublings in (0..spacing).rev() {
        for (comb, digits) in &terms {
            for (digits, table) in digits.chunks(spacing).zip(&comb.tables) {
                let digit = digits.get(doublings).copied().unwrap_or(0);
                // 1, 3, 5, … are the points 0, 1, 2, …
                let index = usize::from(digit.unsigned_abs() / 2);
                if let Some(point) = table.get(index).filter(|_| digit != 0) {
                    sum = sum.extended().add_affine(point, digit < 0);
                }
            }
        }
        if doublings > 0 {
            sum = sum.projective().double();
        }
    }
    sum.projective()
}
