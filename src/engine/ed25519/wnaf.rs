//! Products without a key's table: Straus's interleaved method on non-adjacent forms.

use super::field::Field;
use super::point::{Cached, Extended, Projective};
use super::scalar::{BITS, Scalar};

/// Width of both forms: eight odd multiples a point, a digit in every six bits.
const WIDTH: usize = 5;
const MULTIPLES: usize = 1 << (WIDTH - 2);

/// s·B + k·P.
pub(crate) fn double_product<F: Field>(
    s: &Scalar,
    base: &Extended<F>,
    k: &Scalar,
    point: &Extended<F>,
) -> Projective<F> {
    let terms = [(s, base), (k, point)]
        .map(|(scalar, point)| (scalar.non_adjacent_form(WIDTH), odd_multiples(point)));
    let neutral = Extended::NEUTRAL.projective();
    (0..=BITS).rev().fold(neutral, |sum, bit| {
        let mut sum = sum.double();
        for (digits, multiples) in &terms {
            let digit = digits.get(bit).copied().unwrap_or(0);
            // 1, 3, 5, … are the points 0, 1, 2, …
            let index = usize::try_from(digit.unsigned_abs() / 2).ok();
            let multiple = index.and_then(|index| multiples.get(index));
            if let Some(multiple) = multiple.filter(|_| digit != 0) {
                sum = sum.extended().add(multiple, digit < 0);
            }
        }
        sum.projective()
    })
}

/// P, 3·P, 5·P and so on.
fn odd_multiples<F: Field>(point: &Extended<F>) -> [Cached<F>; MULTIPLES] {
    let twice = point.projective().double().extended().cached();
    let mut multiple = *point;
    core::array::from_fn(|_| {
        let cached = multiple.cached();
        multiple = multiple.add(&twice, false).extended();
        cached
    })
}
