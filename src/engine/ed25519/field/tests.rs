//! Both forms of limbs against `num-bigint`.

use alloc::vec::Vec;

use num_bigint::BigInt;

use super::super::tests::{Random, around, cases, number};
use super::{Field, Narrow, Wide};
use crate::packing::{bytes, words};

/// What a form shows of itself to its tests.
pub(super) trait Exposed: Field {
    /// Every limb that many units, negative where a bit of `signs` is set.
    fn filled(units: i64, signs: u16) -> Self;
    fn is_one_unit(&self) -> bool;
    /// The integer that the limbs stand for, not reduced.
    fn value(&self) -> BigInt;
}

fn p() -> BigInt {
    (BigInt::from(1) << 255) - 19
}

/// In [0, p).
fn modulo(value: &BigInt) -> BigInt {
    ((value % p()) + p()) % p()
}

fn assert_is<F: Exposed>(ours: &F, expected: &BigInt) {
    let expected = modulo(expected);
    assert_eq!(modulo(&ours.value()), expected);
    assert_eq!(number(&bytes(&ours.to_words())), expected);
}

/// Around 0, p, 2^255 and the borders of limbs, and at random.
fn encodings() -> Vec<[u8; 32]> {
    let mut random = Random::new("field");
    let borders = [29, 51, 232, 254, 255].map(|bit| BigInt::from(1) << bit);
    [BigInt::ZERO, p()]
        .into_iter()
        .chain(borders)
        .flat_map(|middle| around(&middle, 20))
        .chain((0..300).map(|_| random.bytes()))
        .collect()
}

fn arithmetic<F: Exposed>() {
    let encodings = encodings();
    let mut random = Random::new("pairs");
    for a in &encodings {
        let fa = F::from_words(&words(a));
        let mut low = *a;
        low[31] &= 0x7f;
        let a = number(&low);
        assert!(fa.is_one_unit());
        assert_is(&fa, &a);
        assert_is(&fa.square(), &(&a * &a));
        assert_is(&fa.neg(), &-&a);
        assert_eq!(fa.is_zero(), modulo(&a) == BigInt::ZERO);
        assert_eq!(fa.is_odd(), modulo(&a).bit(0));
        for _ in 0..cases() / 500 {
            let b = encodings[random.below(encodings.len())];
            let fb = F::from_words(&words(&b));
            let b = fb.value();
            assert_is(&fa.add(&fb), &(&a + &b));
            assert_is(&fa.sub(&fb), &(&a - &b));
            assert_is(&fa.mul(&fb), &(&a * &b));
            assert_is(&fa.sub(&fb).mul(&fa.add(&fb)), &(&a * &a - &b * &b));
            assert!(fa.mul(&fb).is_one_unit());
        }
    }
}

fn powers<F: Exposed>() {
    for a in encodings() {
        let a = F::from_words(&words(&a));
        let value = modulo(&a.value());
        assert_is(&a.invert(), &value.modpow(&(p() - 2), &p()));
        assert_is(&a.pow_p58(), &value.modpow(&((p() - 5) / 8), &p()));
    }
    let d = BigInt::from(-121_665) * BigInt::from(121_666).modinv(&p()).unwrap();
    assert_is(&F::D, &d);
    assert_is(&F::ROOT.square(), &BigInt::from(-1));
}

/// The widest operands that the contract allows, in every arrangement of signs that matters.
fn extremes<F: Exposed>() {
    let mut random = Random::new("signs");
    let uniform = [0, 0x1ff, 0x155, 0x0aa];
    let pairs = uniform
        .iter()
        .flat_map(|a| uniform.map(|b| (*a, b)))
        .chain((0..cases()).map(|_| (random.signs(), random.signs())))
        .collect::<Vec<_>>();
    for (left, right) in pairs {
        for (units_left, units_right) in [(2, 4), (4, 2), (2, 2), (1, 4), (1, 1)] {
            let a = F::filled(units_left, left);
            let b = F::filled(units_right, right);
            let product = a.mul(&b);
            assert!(product.is_one_unit());
            assert_is(&product, &(a.value() * b.value()));
            assert_is(&b, &b.value());
        }
        let a = F::filled(2, left);
        assert!(a.square().is_one_unit());
        assert_is(&a.square(), &(a.value() * a.value()));
    }
}

#[test]
fn sums_and_products_are_those_of_the_integers_modulo_p() {
    arithmetic::<Narrow>();
    arithmetic::<Wide>();
}

#[test]
fn inverses_and_roots_are_those_powers() {
    powers::<Narrow>();
    powers::<Wide>();
}

#[test]
fn operands_of_as_many_units_as_the_contract_allows_lose_nothing() {
    extremes::<Narrow>();
    extremes::<Wide>();
}

#[test]
#[should_panic(expected = "UNIT")]
fn operands_of_more_units_are_caught_in_debug_builds() {
    let _product = Narrow::filled(4, 0).mul(&Narrow::filled(3, 0));
}
