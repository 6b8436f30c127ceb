//! Combs: tables of a point's multiples, so that a product takes few doublings or next to none.

use alloc::boxed::Box;
use alloc::vec;
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
    #[cold]
    #[inline(never)]
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
            tables.push(normalize(&odd_multiples(&base, shape.multiples())).into());
        }
        Self { shape, tables }
    }
}

/// P, 3·P, 5·P and so on.
fn odd_multiples<F: Field>(point: &Extended<F>, count: usize) -> Vec<Extended<F>> {
    let twice = point.projective().double().extended().cached();
    let mut multiples = vec![*point; count];
    let mut last = *point;
    for multiple in multiples.iter_mut().skip(1) {
        last = last.add(&twice).extended();
        *multiple = last;
    }
    multiples
}

/// The sum of both points by their scalars; the combs are of one spacing.
pub(crate) fn sum_of_products<F: Field>(terms: [(&Comb<F>, &Scalar); 2]) -> Projective<F> {
    let [(Comb { shape, .. }, _), _] = terms;
    let spacing = shape.spacing;
    debug_assert!(terms.iter().all(|(comb, _)| comb.shape.spacing == spacing));
    // Those that wait for the same doublings make a list: the last one, and in each the one before.
    let mut addends: Vec<Addend<F>> = Vec::with_capacity(ADDENDS);
    let mut last: Vec<usize> = vec![NONE; spacing];
    for (comb, scalar) in terms {
        for (bit, digit) in scalar.non_adjacent_form(comb.shape.width) {
            // 1, 3, 5, … are the points 0, 1, 2, …
            let index = usize::from(digit.unsigned_abs() / 2);
            let point = comb
                .tables
                .get(bit / spacing)
                .and_then(|table| table.get(index));
            if let (Some(point), Some(last)) = (point, last.get_mut(bit % spacing)) {
                let before = core::mem::replace(last, addends.len());
                addends.push(Addend {
                    point,
                    negative: digit < 0,
                    before,
                });
            }
        }
    }
    let mut sum = Completed::NEUTRAL;
    for (doublings, &last) in last.iter().enumerate().rev() {
        let mut next = last;
        while let Some(addend) = addends.get(next) {
            sum.add_affine(addend.point, addend.negative);
            next = addend.before;
        }
        if doublings > 0 {
            sum = sum.projective().double();
        }
    }
    sum.projective()
}

/// A point of a table, or its negative, that is part of a sum.
struct Addend<'t, F> {
    point: &'t Affine<F>,
    negative: bool,
    /// The index of another that is doubled as often, or [`NONE`].
    before: usize,
}

/// No index.
const NONE: usize = usize::MAX;

/// Room for the digits of two scalars without tables of their own, 43 each.
const ADDENDS: usize = 88;
