//! Tables of one point's multiples, with which a multiplication takes no doublings.
//!
//! A scalar in signed digits of `w` bits, `k = Σ dᵢ·2^(w·i)` with `−2^(w−1) < dᵢ ≤ 2^(w−1)`, makes
//! `k·P = Σ dᵢ·(2^(w·i)·P)`. The table has `j·2^(w·i)·P` for every window i and 1 ≤ j ≤ 2^(w−1).

use alloc::vec::Vec;

use super::field::Field;
use super::point::{Affine, Jacobian};
use super::scalar::Scalar;

/// The multiples of one point.
pub(crate) struct Comb<F: Field> {
    width: usize,
    /// Window by window.
    multiples: Vec<[F::Packed; 2]>,
}

impl<F: Field> Comb<F> {
    /// The bytes of a table for scalars of so many bits.
    pub(crate) const fn size(width: usize, bits: usize) -> usize {
        (windows(width, bits) << (width - 1)) * size_of::<[F::Packed; 2]>()
    }

    /// The table of a point for scalars of so many bits; `None` if an inversion was impossible,
    /// which no point of a large prime order leads to.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(point: &Affine<F>, width: usize, bits: usize) -> Option<Self> {
        let bases = bases(point, width, windows(width, bits))?;
        let half = 1 << (width - 1);
        let mut multiples: Vec<Vec<[F::Packed; 2]>> = bases
            .iter()
            .map(|base| {
                let mut window = Vec::with_capacity(half);
                window.push([base.x.pack(), base.y.pack()]);
                window
            })
            .collect();
        for known in (0..width - 1).map(|bit| 1 << bit) {
            double_the_windows::<F>(&mut multiples, known)?;
        }
        Some(Self {
            width,
            multiples: multiples.concat(),
        })
    }

    /// Appends the multiples that make up `k·P`, by their sum.
    pub(crate) fn append_multiples(&self, k: &Scalar, points: &mut Vec<Affine<F>>) {
        let half = 1usize << (self.width - 1);
        let mut carry = 0;
        for (window, multiples) in self.multiples.chunks_exact(half).enumerate() {
            let digit = carry + k.bits(window * self.width, self.width);
            // ⌊bits/w⌋ + 1 windows leave a zero above the scalar's top, so nothing carries out.
            let negative = digit > half;
            carry = usize::from(negative);
            let magnitude = if negative { 2 * half - digit } else { digit };
            let multiple = magnitude.checked_sub(1).and_then(|at| multiples.get(at));
            if let Some([x, y]) = multiple {
                let (x, y) = (F::unpack(x), F::unpack(y));
                points.push(Affine { x, y }.negated_if(negative));
            }
        }
    }
}

const fn windows(width: usize, bits: usize) -> usize {
    bits / width + 1
}

/// `2^(w·i)·P` for every window.
#[cold]
#[inline(never)]
fn bases<F: Field>(point: &Affine<F>, width: usize, windows: usize) -> Option<Vec<Affine<F>>> {
    let mut base = Jacobian::from(*point);
    let mut bases = Vec::with_capacity(windows);
    for _ in 0..windows {
        bases.push(base);
        for _ in 0..width {
            base = base.double();
        }
    }
    let inverses = invert_all(bases.iter().map(|base| base.z).collect())?;
    let affine = bases.iter().zip(&inverses).map(|(base, inverse)| {
        let square = inverse.square();
        Affine {
            x: base.x.mul(&square),
            y: base.y.mul(&square.mul(inverse)),
        }
    });
    Some(affine.collect())
}

/// From the multiples 1..=k of every window to 1..=2k: j·P + k·P, and k·P doubled, with one
/// inversion for all of them. k·P and j·P differ for j < k, and k·P is not its own opposite.
#[cold]
#[inline(never)]
fn double_the_windows<F: Field>(windows: &mut [Vec<[F::Packed; 2]>], known: usize) -> Option<()> {
    let point = |[x, y]: &[F::Packed; 2]| Affine {
        x: F::unpack(x),
        y: F::unpack(y),
    };
    let mut denominators = Vec::with_capacity(windows.len() * known);
    for window in &*windows {
        let last = point(window.last()?);
        for addend in window.iter().take(known - 1) {
            denominators.push(last.x.sub(&F::unpack(addend.first()?)));
        }
        denominators.push(last.y.double());
    }
    let inverses = invert_all(denominators)?;
    for (window, inverses) in windows.iter_mut().zip(inverses.chunks_exact(known)) {
        let last = point(window.last()?);
        for (j, inverse) in inverses.iter().enumerate() {
            let addend = point(window.get(j)?);
            let numerator = if j + 1 < known {
                last.y.sub(&addend.y)
            } else {
                // 3x² − 3 = 3(x − 1)(x + 1).
                let product = last.x.sub(&F::ONE).mul(&last.x.add(&F::ONE));
                product.double().add(&product)
            };
            let slope = numerator.mul(inverse);
            let mut sum = last;
            sum.add_by_slope(&addend, &slope);
            window.push([sum.x.pack(), sum.y.pack()]);
        }
    }
    Some(())
}

/// The inverses of all elements by one inversion (Montgomery's trick); `None` if one is zero, which
/// would turn all of them into zeros.
#[inline(never)]
fn invert_all<F: Field>(elements: Vec<F>) -> Option<Vec<F>> {
    let mut products = Vec::with_capacity(elements.len());
    let mut product = F::ONE;
    for element in &elements {
        products.push(product);
        product = product.mul(element);
    }
    if product.is_zero() {
        return None;
    }
    let mut inverse = product.invert();
    let mut inverses = elements;
    for (element, before) in inverses.iter_mut().zip(&products).rev() {
        let next = inverse.mul(element);
        *element = inverse.mul(before);
        inverse = next;
    }
    Some(inverses)
}
