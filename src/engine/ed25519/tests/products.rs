//! s·B − k·A by comb and by non-adjacent form, in both forms of limbs.

use alloc::vec::Vec;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::{EdwardsPoint, Scalar as Theirs};

use super::super::comb::Comb;
use super::super::field::{Field, Narrow, Wide};
use super::super::point::{Extended, Projective};
use super::super::scalar::Scalar;
use super::super::{base_point, wnaf};
use super::{Random, cases, interesting_scalars};

fn ours<F: Field>(point: &EdwardsPoint) -> Extended<F> {
    Extended::decompress(&point.compress().to_bytes()).unwrap()
}

fn theirs(bytes: [u8; 32]) -> Theirs {
    Theirs::from_canonical_bytes(bytes).unwrap()
}

fn scalar(bytes: [u8; 32]) -> Scalar {
    Scalar::from_canonical(&bytes).unwrap()
}

fn assert_is<F: Field>(ours: &Projective<F>, theirs: &EdwardsPoint, case: &str) {
    let expected = (!theirs.is_small_order()).then(|| theirs.compress().to_bytes());
    assert_eq!(ours.compress_large_order(), expected, "{case}");
}

/// One key with both of our ways.
struct Ways<F> {
    point: EdwardsPoint,
    negated: Extended<F>,
    comb: Comb<F>,
}

impl<F: Field> Ways<F> {
    fn new(point: EdwardsPoint) -> Self {
        let negated = ours(&point).neg();
        let comb = Comb::new(&negated, 5);
        Self {
            point,
            negated,
            comb,
        }
    }

    fn check(&self, base: &Comb<F>, s: [u8; 32], k: [u8; 32]) {
        // The integer k: with −k mod L in its place a component of small order would differ.
        let expected =
            EdwardsPoint::vartime_double_scalar_mul_basepoint(&theirs(k), &-self.point, &theirs(s));
        let (s, k) = (scalar(s), scalar(k));
        let product = self.comb.add_product(Extended::NEUTRAL, &k);
        let product = base.add_product(product, &s).projective();
        assert_is(&product, &expected, "by combs");
        let product = wnaf::double_product(&s, &base_point(), &k, &self.negated);
        assert_is(&product, &expected, "by non-adjacent forms");
    }
}

/// Ordinary, mixed, opposite and small points.
fn points() -> Vec<EdwardsPoint> {
    let mut random = Random::new("points");
    let mut any = || EdwardsPoint::mul_base(&theirs(random.scalar()));
    let mut points: Vec<_> = EIGHT_TORSION
        .iter()
        .map(|torsion| any() + torsion)
        .collect();
    points.extend(EIGHT_TORSION);
    points.extend(EIGHT_TORSION.map(|torsion| B + torsion));
    points.extend([-B, B + B, -(B + B), any(), any()]);
    points
}

fn random_products<F: Field>() {
    let base = Comb::new(&base_point(), 7);
    let mut random = Random::new("products");
    for point in points() {
        let ways = Ways::<F>::new(point);
        for _ in 0..cases() / 25 {
            ways.check(&base, random.scalar(), random.scalar());
        }
    }
}

fn extreme_products<F: Field>() {
    let base = Comb::new(&base_point(), 7);
    let scalars = interesting_scalars();
    let mut random = Random::new("extremes");
    for point in points() {
        let ways = Ways::<F>::new(point);
        let zero = [0; 32];
        ways.check(&base, zero, zero);
        for _ in 0..cases() / 25 {
            let (s, k) = (
                scalars[random.below(scalars.len())],
                scalars[random.below(scalars.len())],
            );
            ways.check(&base, s, k);
            // On ±B these meet equal, opposite and neutral points on the way and at the end.
            ways.check(&base, s, s);
            ways.check(&base, zero, k);
            ways.check(&base, s, zero);
            ways.check(&base, (-theirs(s)).to_bytes(), s);
        }
    }
}

/// One digit, both signs, so that a point of the table stands alone.
fn every_point_of_a_table<F: Field>(point: &EdwardsPoint, width: usize) {
    let comb = Comb::<F>::new(&ours(point), width);
    for window in 0..253 / width {
        let unit = (0..width * window).fold(Theirs::ONE, |unit, _| unit + unit);
        let mut multiple = point * unit;
        let step = multiple;
        for digit in 1..=1u32 << (width - 1) {
            let k = unit * Theirs::from(digit);
            let product = comb.add_product(Extended::NEUTRAL, &scalar(k.to_bytes()));
            assert_is(&product.projective(), &multiple, "a positive digit");
            multiple += step;
        }
        if window + 1 < 253 / width {
            let above = unit * Theirs::from(1u32 << width);
            for digit in 1..1u32 << (width - 1) {
                let k = above - unit * Theirs::from(digit);
                let product = comb.add_product(Extended::NEUTRAL, &scalar(k.to_bytes()));
                let expected = step * Theirs::from((1u32 << width) - digit);
                assert_is(&product.projective(), &expected, "a negative digit");
            }
        }
    }
}

fn decoding<F: Field>() {
    let mut random = Random::new("decoding");
    let low = (0..=255u8).flat_map(|low| {
        // Small y and y around p, both signs.
        let mut small = [0; 32];
        small[0] = low;
        let mut large = [0xff; 32];
        large[0] = low;
        [small, large]
    });
    let encodings = low
        .flat_map(|bytes: [u8; 32]| {
            [0, 0x80].map(|sign| {
                let mut bytes = bytes;
                bytes[31] = bytes[31] & 0x7f | sign;
                bytes
            })
        })
        .chain((0..cases()).map(|_| random.bytes()));
    for bytes in encodings {
        let expected = curve25519_dalek::edwards::CompressedEdwardsY(bytes).decompress();
        let ours = Extended::<F>::decompress(&bytes);
        assert_eq!(ours.is_some(), expected.is_some());
        if let (Some(ours), Some(expected)) = (ours, expected) {
            assert_is(&ours.projective(), &expected, "decoded");
        }
    }
}

#[test]
fn products_are_those_of_the_reference() {
    random_products::<Narrow>();
    random_products::<Wide>();
}

#[test]
fn equal_opposite_neutral_and_small_points_are_added_like_any_other() {
    extreme_products::<Narrow>();
    extreme_products::<Wide>();
}

#[test]
fn every_point_of_the_tables_is_its_multiple() {
    let mixed = B * Theirs::from(7u8) + EIGHT_TORSION[1];
    every_point_of_a_table::<Narrow>(&mixed, 5);
    every_point_of_a_table::<Wide>(&mixed, 5);
    every_point_of_a_table::<Narrow>(&B, 7);
    every_point_of_a_table::<Wide>(&B, 7);
}

#[test]
fn rfc_8032_5_1_3_points_are_decoded_as_by_the_reference() {
    decoding::<Narrow>();
    decoding::<Wide>();
}

#[test]
fn the_base_point_is_that_of_rfc_8032_5_1() {
    let bytes = B.compress().to_bytes();
    let narrow: Extended<Narrow> = base_point();
    let wide: Extended<Wide> = base_point();
    assert_eq!(narrow.projective().compress_large_order(), Some(bytes));
    assert_eq!(wide.projective().compress_large_order(), Some(bytes));
}
