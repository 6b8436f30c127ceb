//! s·B − k·A with tables and without, in both forms of limbs.

use alloc::vec::Vec;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::{EdwardsPoint, Scalar as Theirs};
use num_bigint::BigInt;

use super::super::comb::{Comb, Shape, sum_of_products};
use super::super::field::{Field, Narrow, Wide};
use super::super::point::{Extended, Projective};
use super::super::scalar::Scalar;
use super::super::{BASE, KEY, UNPREPARED, base_point};
use super::{Random, bytes, cases, interesting_scalars, number};
use crate::packing;

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

/// A comb of a point in each of the two shapes.
struct Combs<F>([Comb<F>; 2]);

impl<F: Field> Combs<F> {
    fn of_base() -> Self {
        Self([BASE, UNPREPARED].map(|shape| Comb::new(&base_point(), shape)))
    }

    fn of_key(point: &EdwardsPoint) -> Self {
        let negated = ours(point).neg();
        Self([KEY, UNPREPARED].map(|shape| Comb::new(&negated, shape)))
    }
}

fn check<F: Field>(
    (bases, keys): (&Combs<F>, &Combs<F>),
    point: &EdwardsPoint,
    s: [u8; 32],
    k: [u8; 32],
) {
    // The integer k: with −k mod L in its place a component of small order would differ.
    let expected =
        EdwardsPoint::vartime_double_scalar_mul_basepoint(&theirs(k), &-point, &theirs(s));
    let (s, k) = (scalar(s), scalar(k));
    for (base, key) in bases.0.iter().zip(&keys.0) {
        let product = sum_of_products([(base, &s), (key, &k)]);
        assert_is(&product, &expected, "both products");
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
    let bases = Combs::<F>::of_base();
    let mut random = Random::new("products");
    for point in points() {
        let keys = Combs::of_key(&point);
        for _ in 0..cases() / 25 {
            check((&bases, &keys), &point, random.scalar(), random.scalar());
        }
    }
}

fn extreme_products<F: Field>() {
    let bases = Combs::<F>::of_base();
    let scalars = interesting_scalars();
    let ends = [Theirs::ZERO, Theirs::ONE, -Theirs::ONE].map(|end| end.to_bytes());
    let mut random = Random::new("extremes");
    for point in points() {
        let keys = Combs::of_key(&point);
        let check = |s, k| check((&bases, &keys), &point, s, k);
        for s in ends {
            for k in ends {
                check(s, k);
            }
        }
        for _ in 0..cases() / 25 {
            let mut any = || scalars[random.below(scalars.len())];
            let (s, k) = (any(), any());
            check(s, k);
            // On ±B these meet equal, opposite and neutral points on the way and at the end.
            check(s, s);
            check([0; 32], k);
            check(s, [0; 32]);
            check((-theirs(s)).to_bytes(), s);
        }
    }
}

/// One digit, both signs, so that a point of the table stands alone; and the bits between tables.
fn every_point_of_a_table<F: Field>(point: &EdwardsPoint, shape: Shape) {
    let comb = Comb::<F>::new(&ours(point), shape);
    let order = number(&packing::bytes(&Scalar::ORDER));
    let mut stood_alone = 0;
    for bit in 0..253_usize {
        // All digits where a table stands, and some of those that are doubled first.
        let step = if bit.is_multiple_of(shape.spacing) {
            2
        } else {
            14
        };
        for digit in (1..1u32 << (shape.width - 1)).step_by(step) {
            let positive = BigInt::from(digit) << bit;
            let negative = (BigInt::from(1) << (bit + shape.width)) - &positive;
            for k in [positive, negative] {
                let Some(bytes) = bytes(&k).filter(|_| k < order) else {
                    continue;
                };
                let product = sum_of_products([(&comb, &scalar([0; 32])), (&comb, &scalar(bytes))]);
                assert_is(&product, &(point * theirs(bytes)), "one digit or two");
                stood_alone += 1;
            }
        }
    }
    assert!(stood_alone > 253);
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
    every_point_of_a_table::<Narrow>(&mixed, KEY);
    every_point_of_a_table::<Wide>(&mixed, KEY);
    every_point_of_a_table::<Narrow>(&B, BASE);
    every_point_of_a_table::<Wide>(&B, BASE);
    every_point_of_a_table::<Narrow>(&mixed, UNPREPARED);
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
