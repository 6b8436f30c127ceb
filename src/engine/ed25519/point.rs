//! Points of −x² + y² = 1 + d·x²·y² (RFC 8032 §5.1), in the coordinates of Hisil, Wong, Carter and
//! Dawson ("Twisted Edwards curves revisited", 2008).
//!
//! −1 is a square modulo p and d is not, so every formula here is complete: right for any two
//! points of the curve, equal, opposite, neutral or of small order, and never with Z = 0. Names of
//! formulas are those of the Explicit-Formulas Database, twisted Edwards curves with a = −1; units
//! are those of [`Field`]'s contract.

#![allow(
    clippy::many_single_char_names,
    reason = "names are those of the formulas"
)]

use alloc::vec::Vec;

use super::field::Field;
use crate::packing::{bytes, words};

/// x = X/Z and y = Y/Z, each of one unit: enough for doubling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Projective<F> {
    x: F,
    y: F,
    z: F,
}

/// The same with x·y = T/Z: what an addition takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extended<F> {
    x: F,
    y: F,
    z: F,
    t: F,
}

/// x = E/G and y = H/F, before the last multiplications. No two that are multiplied have more than
/// 8 units together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Completed<F> {
    e: F,
    f: F,
    g: F,
    h: F,
}

/// A point that is added more than once: Y + X, Y − X, 2·Z, 2·d·T.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cached<F> {
    plus: F,
    minus: F,
    twice_z: F,
    t: F,
}

/// A point of a table, with Z = 1: (y + x)/2, (y − x)/2, d·x·y.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<F> {
    plus: F,
    minus: F,
    t: F,
}

impl<F: Field> Extended<F> {
    /// The point with these coordinates, which must be on the curve.
    pub(crate) fn from_affine(x: F, y: F) -> Self {
        let t = x.mul(&y);
        Self { x, y, z: F::ONE, t }
    }

    /// The point of an encoding (RFC 8032 §5.1.3); `None` when there is none.
    ///
    /// It takes y ≥ p, and x = 0 with the sign bit; who needs the one encoding of a point compares.
    #[inline(never)]
    pub(crate) fn decompress(encoding: &[u8; 32]) -> Option<Self> {
        let y = F::from_words(&words(encoding));
        let yy = y.square();
        // x² = u/v
        let u = yy.sub(&F::ONE);
        let v = F::D.mul(&yy).add(&F::ONE);
        // x = u·v³·(u·v⁷)^((p−5)/8), or that times √−1
        let v3 = v.square().mul(&v);
        let v7 = v3.square().mul(&v);
        let candidate = u.mul(&v3).mul(&u.mul(&v7).pow_p58());
        let vxx = v.mul(&candidate.square());
        let x = if vxx.sub(&u).is_zero() {
            candidate
        } else if vxx.add(&u).is_zero() {
            candidate.mul(&F::ROOT)
        } else {
            return None;
        };
        let x = if x.is_odd() == (encoding[31] >> 7 == 1) {
            x
        } else {
            x.neg()
        };
        Some(Self::from_affine(x, y))
    }

    pub(crate) fn neg(&self) -> Self {
        Self {
            x: self.x.neg(),
            t: self.t.neg(),
            ..*self
        }
    }

    pub(crate) fn projective(&self) -> Projective<F> {
        Projective {
            x: self.x,
            y: self.y,
            z: self.z,
        }
    }

    pub(crate) fn cached(&self) -> Cached<F> {
        let dt = self.t.mul(&F::D);
        Cached {
            plus: self.y.add(&self.x),
            minus: self.y.sub(&self.x),
            twice_z: self.z.add(&self.z),
            t: dt.add(&dt),
        }
    }

    /// add-2008-hwcd-3.
    pub(crate) fn add(&self, other: &Cached<F>) -> Completed<F> {
        let d = self.z.mul(&other.twice_z);
        let mut sum = Completed::NEUTRAL;
        sum.join(self, [&other.plus, &other.minus, &other.t], &d, false);
        sum
    }
}

impl<F: Field> Projective<F> {
    /// dbl-2008-hwcd, with E = 2·X·Y, which has fewer units than (X + Y)² − A − B.
    #[inline(never)]
    pub(crate) fn double(&self) -> Completed<F> {
        let a = self.x.square();
        let b = self.y.square();
        let zz = self.z.square();
        let xy = self.x.mul(&self.y);
        let g = b.sub(&a);
        Completed {
            e: xy.add(&xy),
            f: g.sub(&zz).sub(&zz), // 4 units; the others have 2
            g,
            h: a.add(&b).neg(),
        }
    }

    /// The encoding of the point (RFC 8032 §5.1.2), or `None` when its order divides 8.
    #[inline(never)]
    pub(crate) fn compress_large_order(&self) -> Option<[u8; 32]> {
        let inverse = self.z.invert();
        let (x, y) = (self.x.mul(&inverse), self.y.mul(&inverse));
        // x = 0 for orders 1 and 2, y = 0 for order 4, and x² + y² = 0 for what doubles to y = 0.
        if x.is_zero() || y.is_zero() || x.square().add(&y.square()).is_zero() {
            return None;
        }
        let [a, b, c, top] = y.to_words();
        let sign = u64::from(x.is_odd()) << 63;
        Some(bytes(&[a, b, c, top | sign]))
    }
}

impl<F: Field> Completed<F> {
    pub(crate) const NEUTRAL: Self = Self {
        e: F::ZERO,
        f: F::ONE,
        g: F::ONE,
        h: F::ONE,
    };

    pub(crate) fn projective(&self) -> Projective<F> {
        Projective {
            x: self.e.mul(&self.f),
            y: self.g.mul(&self.h),
            z: self.f.mul(&self.g),
        }
    }

    /// Adds a point or its negative: madd-2008-hwcd-3 with A, B, C and D halved, which scales every
    /// coordinate by a quarter, and D is Z itself.
    pub(crate) fn add_affine(&mut self, other: &Affine<F>, negative: bool) {
        let point = self.extended();
        self.join(
            &point,
            [&other.plus, &other.minus, &other.t],
            &point.z,
            negative,
        );
    }

    /// The sum of a point and of Y + X, Y − X and T of another or of its negative, which swaps the
    /// first two and turns the sign of the third.
    ///
    /// The result is written to where sums are kept: WebAssembly copies a point by a call.
    #[inline(never)]
    fn join(&mut self, point: &Extended<F>, other: [&F; 3], d: &F, negative: bool) {
        let [plus, minus, t] = other;
        let (plus, minus) = if negative {
            (minus, plus)
        } else {
            (plus, minus)
        };
        let a = point.y.sub(&point.x).mul(minus);
        let b = point.y.add(&point.x).mul(plus);
        let c = point.t.mul(t);
        let (less, more) = (d.sub(&c), d.add(&c));
        let (f, g) = if negative { (more, less) } else { (less, more) };
        self.e = b.sub(&a);
        self.f = f;
        self.g = g;
        self.h = b.add(&a);
    }

    #[inline(never)]
    pub(crate) fn extended(&self) -> Extended<F> {
        let Projective { x, y, z } = self.projective();
        let t = self.e.mul(&self.h);
        Extended { x, y, z, t }
    }
}

/// The points with Z = 1, in their order, by one inversion (Montgomery's trick).
#[inline(never)]
pub(crate) fn normalize<F: Field>(points: &[Extended<F>]) -> Vec<Affine<F>> {
    let mut product = F::ONE;
    let mut affine: Vec<_> = points
        .iter()
        .map(|point| {
            let before = product;
            // 2·Z in place of Z halves x and y.
            let twice_z = point.z.add(&point.z);
            product = product.mul(&twice_z);
            // In the places of what takes the inverse to work out.
            Affine {
                plus: before,
                minus: twice_z,
                t: before,
            }
        })
        .collect();
    debug_assert!(!product.is_zero(), "complete formulas give no Z = 0");
    let mut inverse = product.invert();
    let twice_d = F::D.add(&F::D);
    for (affine, point) in affine.iter_mut().zip(points).rev() {
        let half_inverse = inverse.mul(&affine.plus);
        inverse = inverse.mul(&affine.minus);
        let (x, y) = (point.x.mul(&half_inverse), point.y.mul(&half_inverse));
        let xy = x.mul(&y);
        affine.plus = y.add(&x);
        affine.minus = y.sub(&x);
        affine.t = twice_d.mul(&xy.add(&xy));
    }
    affine
}
