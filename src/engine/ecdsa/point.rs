//! Points of a curve y² = x³ − 3x + b of prime order.
//!
//! Jacobian coordinates (X, Y, Z) stand for (X/Z², Y/Z³); Z = 0 is the point at infinity. Formulas
//! by their names in the Explicit-Formulas Database ("short Weierstrass, a4 = −3, Jacobian").
//!
//! # Bounds
//!
//! With products as [`limbs29`](super::limbs29) bounds them and `p/R = 1/32`, all points keep
//! |X| ≤ 4p, |Y| ≤ 2p, |Z| ≤ 2.7p, given that those which come in do (affine ones are within ±12p
//! in x and ±7p in y, as [`sum`](super::sum) makes them):
//!
//! - Addition: H = U2 − U1 in (−4.5p, 5.5p), HH in [0, 2p), HHH in (−0.4p, 1.4p), V in
//!   (−0.3p, 1.3p), r in (−3.3p, 3.3p), r² in [0, 1.4p). X3 = r² − HHH − 2V in (−4p, 2.4p);
//!   V − X3 in (−2.7p, 5.3p), so Y3 in (−0.7p, 1.7p); Z3 in (−0.5p, 1.5p).
//! - Doubling: δ in [0, 1.3p), γ in [0, 1.2p), β in (−0.2p, 1.2p), (X − δ)(X + δ) in (−0.9p, 1.9p),
//!   α in (−2.7p, 5.7p), α² − 8β in (−9.6p, 3.7p), which is reduced; 4β − X3 in (−2.2p, 5.2p), so
//!   Y3 in (−1.1p, 2p); Z3 in (−0.4p, 2.4p).

#![allow(clippy::many_single_char_names, reason = "the names of the formulas")]

use super::field::Field;

/// A point that is not at infinity, with a y that may be loose.
#[derive(Clone, Copy)]
pub(crate) struct Affine<F> {
    pub(crate) x: F,
    pub(crate) y: F,
}

/// A point, at infinity or not.
#[derive(Clone, Copy)]
pub(crate) struct Jacobian<F> {
    pub(crate) x: F,
    pub(crate) y: F,
    pub(crate) z: F,
}

impl<F: Field> Affine<F> {
    /// As a table keeps it.
    pub(crate) fn pack(&self) -> [F::Packed; 2] {
        [self.x.pack(), self.y.pack()]
    }

    #[inline]
    pub(crate) fn unpack([x, y]: &[F::Packed; 2]) -> Self {
        Self {
            x: F::unpack(x),
            y: F::unpack(y),
        }
    }

    /// The point or its negative, whose y is loose.
    pub(crate) fn negated_if(self, negative: bool) -> Self {
        let Self { x, y } = self;
        let y = if negative { F::ZERO.sub(&y) } else { y };
        Self { x, y }
    }

    /// Adds a point, given the slope of the line through both.
    #[inline]
    pub(crate) fn add_by_slope(&mut self, other: &Self, slope: &F) {
        let x = slope.square_sub(&self.x.add_untidy(&other.x));
        self.y = slope.mul_sub(&self.x.sub(&x), &self.y);
        self.x = x;
    }
}

impl<F: Field> From<Affine<F>> for Jacobian<F> {
    fn from(Affine { x, y }: Affine<F>) -> Self {
        // Near [0, p), whatever they were.
        let [x, y] = [x.reduce(), y.reduce()];
        Self { x, y, z: F::ONE }
    }
}

impl<F: Field> Jacobian<F> {
    pub(crate) const INFINITY: Self = Self {
        x: F::ONE,
        y: F::ONE,
        z: F::ZERO,
    };

    /// `self + other`, where the two are neither equal nor opposite nor at infinity (madd-2004-hmv).
    ///
    /// Where they are, the result has Z ≡ 0; and Z3 = Z1·H, so once it is zero it stays zero. A
    /// nonzero Z at the end of a chain of these additions proves that there was no such case.
    #[inline]
    pub(crate) fn add_distinct(&self, other: &Affine<F>) -> Self {
        let zz = self.z.square();
        let h = other.x.mul_sub(&zz, &self.x);
        let r = other.y.mul_sub(&self.z.mul(&zz), &self.y);
        chord(&self.x, &self.y, &h, &r, &self.z.mul(&h))
    }

    /// `self + other`, whatever they are (add-1998-cmo-2, with its exceptions).
    #[inline(never)]
    pub(crate) fn add(&self, other: &Self) -> Self {
        if self.is_infinity() {
            return *other;
        }
        if other.is_infinity() {
            return *self;
        }
        let zz = self.z.square();
        let other_zz = other.z.square();
        let u1 = self.x.mul(&other_zz);
        let s1 = self.y.mul(&other.z.mul(&other_zz));
        let h = other.x.mul_sub(&zz, &u1);
        let r = other.y.mul_sub(&self.z.mul(&zz), &s1);
        if h.is_zero() {
            return if r.is_zero() {
                self.double()
            } else {
                Self::INFINITY
            };
        }
        chord(&u1, &s1, &h, &r, &self.z.mul(&other.z).mul(&h))
    }

    /// `2·self` (dbl-2001-b). Right for infinity too: no point of an odd order has y = 0.
    #[inline(never)]
    pub(crate) fn double(&self) -> Self {
        let delta = self.z.square();
        let gamma = self.y.square();
        let beta = self.x.mul(&gamma);
        let product = self.x.sub(&delta).mul(&self.x.add(&delta));
        let alpha = product.double().add(&product);
        let beta2 = beta.double();
        let beta4 = beta2.double();
        let x = alpha.square_sub(&beta4.double()).reduce();
        let gamma2 = gamma.double();
        let y = alpha.mul_sub_mul(&beta4.sub(&x), &gamma2, &gamma2.double());
        let z = self.y.mul(&self.z).double();
        Self { x, y, z }
    }

    /// The negative, whose y is loose.
    pub(crate) fn neg(&self) -> Self {
        let y = F::ZERO.sub(&self.y);
        Self { y, ..*self }
    }

    pub(crate) fn is_infinity(&self) -> bool {
        self.z.is_zero()
    }

    /// Whether the point is not at infinity and has this affine x.
    ///
    /// Infinity is asked for first: (0, 0, 0), which additions leave where they do not hold, would
    /// have every x.
    pub(crate) fn has_x(&self, x: &F) -> bool {
        let scaled = x.mul(&self.z.square());
        !self.is_infinity() && self.x.sub(&scaled).is_zero()
    }
}

/// The third point of the chord through two points with H and r their differences in x and y.
#[inline]
fn chord<F: Field>(x1: &F, y1: &F, h: &F, r: &F, z: &F) -> Jacobian<F> {
    let hh = h.square();
    let hhh = h.mul(&hh);
    let v = x1.mul(&hh);
    let x = r.square_sub(&hhh.add_untidy(&v).add_untidy(&v));
    let y = r.mul_sub_mul(&v.sub(&x), y1, &hhh);
    Jacobian { x, y, z: *z }
}
