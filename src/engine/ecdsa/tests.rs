//! Fields against plain big integers; sums of multiples against the reference crates.
//!
//! Every check runs for both forms of the field. `PORTCULLIS_LONG=1` makes the random ones long.

#![allow(clippy::many_single_char_names, reason = "the names of the formulas")]

extern crate std;

use alloc::vec;
use alloc::vec::Vec;

use num_bigint::BigUint;

use super::wnaf::double_multiple;
use super::*;
use crate::p256::{P256, P256Limbs29};
use crate::p384::{P384, P384Limbs29};

fn rounds(normal: usize) -> usize {
    let long = std::env::var_os("PORTCULLIS_LONG").is_some();
    if long { normal * 500 } else { normal }
}

/// Bytes that look random and are the same in every run (SHA-256 in counter mode).
struct Stream(u64);

impl Stream {
    fn bytes(&mut self, len: usize) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let mut bytes = Vec::new();
        while bytes.len() < len {
            self.0 += 1;
            bytes.extend_from_slice(&Sha256::digest(self.0.to_le_bytes()));
        }
        bytes.truncate(len);
        bytes
    }

    /// A number below `bound`: random, or next to where carries and borrows happen.
    fn below(&mut self, bound: &BigUint) -> BigUint {
        let len = bound.to_bytes_be().len();
        let kind = self.bytes(1);
        let mut bytes = self.bytes(len);
        match kind.first().map(|kind| kind % 6) {
            Some(0) => bytes
                .iter_mut()
                .for_each(|byte| *byte = if *byte < 128 { 0 } else { 255 }),
            Some(1) => return bound - 1u8 - BigUint::from(bytes.first().copied().unwrap_or(0)),
            Some(2) => return BigUint::from(bytes.first().copied().unwrap_or(0)),
            _ => {}
        }
        BigUint::from_bytes_be(&bytes) % bound
    }
}

fn full_length(number: &BigUint, bits: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut full = vec![0; bits / 8 - bytes.len()];
    full.extend_from_slice(&bytes);
    full
}

fn order<C: Curve>() -> BigUint {
    BigUint::from_bytes_be(C::ORDER)
}

fn modulus<C: Curve>() -> BigUint {
    order::<C>() + BigUint::from_bytes_be(C::MODULUS_MINUS_ORDER)
}

/// The field's operations on ever new results of themselves, against big integers.
fn field_agrees<C: Curve>(rounds: usize) {
    let p = modulus::<C>();
    let element = |number: &BigUint| C::Field::from_be_bytes(&full_length(number, C::BITS));
    let same = |element: &C::Field, number: &BigUint| {
        let expected = C::Field::from_be_bytes(&full_length(&(number % &p), C::BITS));
        element.sub(&expected).reduce().is_zero()
            && C::Field::unpack(&element.pack()).sub(&expected).is_zero()
    };
    let mut stream = Stream(1);
    for _ in 0..rounds {
        let [a, b, c, d] = [(); 4].map(|()| stream.below(&p));
        let [x, y, z, w] = [&a, &b, &c, &d].map(element);
        let p2 = &p * &p;
        assert!(same(&x.mul(&y), &(&a * &b)));
        assert!(same(&x.square(), &(&a * &a)));
        assert!(same(
            &x.sub(&y).square(),
            &((&p + &a - &b) * (&p + &a - &b))
        ));
        assert!(same(
            &x.sub(&y).mul(&z.sub(&w)),
            &((&p + &a - &b) * (&p + &c - &d))
        ));
        assert!(same(
            &x.sub(&y).mul_sub_mul(&z.sub(&w), &y.sub(&z), &w.sub(&x)),
            &((&p + &a - &b) * (&p + &c - &d) + &p2 * 4u8 - (&p + &b - &c) * (&p + &d - &a))
        ));
        assert!(same(&x.add(&y), &(&a + &b)));
        assert!(same(
            &x.sub_sub_twice(&y, &z),
            &(&a + &p * 3u8 - &b - &c * 2u8)
        ));
        assert_eq!(x.is_zero(), a == BigUint::ZERO);
        assert!(x.sub(&x).is_zero());
    }
    let nonzero = element(&BigUint::from(7u8));
    assert!(same(&nonzero.invert().mul(&nonzero), &BigUint::from(1u8)));
    assert!(C::Field::ZERO.invert().is_zero());
}

#[test]
fn fields_agree_with_plain_integers() {
    field_agrees::<P256>(rounds(2_000));
    field_agrees::<P256Limbs29>(rounds(2_000));
    field_agrees::<P384>(rounds(2_000));
    field_agrees::<P384Limbs29>(rounds(2_000));
}

/// Limbs as large as their contract allows: all ones, in every place, with either sign.
#[test]
fn bounds_of_limbs_hold_at_their_worst() {
    fn worst<C: Curve>() {
        let ones = C::Field::unpack(&C::Field::ONE.neg().reduce().pack());
        let zero = C::Field::ZERO;
        let mut values = vec![ones, zero, C::Field::ONE];
        let p = modulus::<C>();
        for shift in 0..C::BITS {
            let value = (BigUint::from(1u8) << shift) - 1u8;
            values.push(C::Field::from_be_bytes(&full_length(
                &(value % &p),
                C::BITS,
            )));
        }
        for a in &values {
            for b in &values {
                let (plus, minus) = (a.sub(b), b.sub(a));
                let sum = plus.mul_sub_mul(&plus, &minus, &plus);
                let expected = plus.square().double();
                assert!(sum.sub(&expected).is_zero());
            }
        }
    }
    worst::<P256Limbs29>();
    worst::<P384Limbs29>();
}

/// What a reference crate says: x of `u1·G + u2·d·G` for a key d; `None` at infinity.
trait Oracle {
    fn point(d: &[u8]) -> Option<[Vec<u8>; 2]>;
}

macro_rules! oracle {
    ($curve:ty, $krate:ident) => {
        impl Oracle for $curve {
            fn point(d: &[u8]) -> Option<[Vec<u8>; 2]> {
                use $krate::elliptic_curve::ops::Reduce;
                use $krate::elliptic_curve::sec1::ToSec1Point;
                use $krate::{FieldBytes, ProjectivePoint, Scalar};
                let d = <Scalar as Reduce<FieldBytes>>::reduce(d.try_into().ok()?);
                let point = (ProjectivePoint::GENERATOR * d)
                    .to_affine()
                    .to_sec1_point(false);
                Some([point.x()?.to_vec(), point.y()?.to_vec()])
            }
        }
    };
}

oracle!(P256, p256);
oracle!(P256Limbs29, p256);
oracle!(P384, p384);
oracle!(P384Limbs29, p384);

/// A key with the private scalar that goes with it.
struct Pair<C: Curve> {
    d: BigUint,
    key: PublicKey<C>,
}

impl<C: Curve + Oracle> Pair<C> {
    fn new(d: BigUint) -> Self {
        let [x, y] = C::point(&full_length(&d, C::BITS)).unwrap_or_default();
        let key = PublicKey::new(&x, &y);
        Self { d, key }
    }

    /// Gives the key its tables.
    fn prepared(self) -> Self {
        let one = full_length(&BigUint::from(1u8), C::BITS);
        let zero = full_length(&BigUint::ZERO, C::BITS);
        let [x, _] = C::point(&full_length(&self.d, C::BITS)).unwrap_or_default();
        let r = full_length(&(BigUint::from_bytes_be(&x) % order::<C>()), C::BITS);
        for _ in 0..8 {
            assert!(self.key.verify(&zero, &one, &r));
        }
        assert!(matches!(self.key.preparation.tables(), Some(Some(_))));
        self
    }

    /// The key says what the reference says, for the right r and for wrong ones.
    fn agrees(&self, u1: &BigUint, u2: &BigUint) {
        let n = order::<C>();
        let [u1, u2] = [u1 % &n, u2 % &n];
        let sum = C::point(&full_length(&((&u1 + &u2 * &self.d) % &n), C::BITS));
        let [b1, b2] = [&u1, &u2].map(|u| full_length(u, C::BITS));
        let verify = |r: &BigUint| self.key.verify(&b1, &b2, &full_length(r, C::BITS));
        let Some([x, _]) = sum else {
            for r in [0u8, 1, 2] {
                assert!(!verify(&r.into()), "infinity has no x");
            }
            return;
        };
        let r = BigUint::from_bytes_be(&x) % &n;
        assert!(verify(&r), "d = {}, u1 = {u1}, u2 = {u2}", self.d);
        assert!(!verify(&((&r + 1u8) % &n)));
        assert!(!verify(&(&n - &r)));
    }
}

fn sums_agree<C: Curve + Oracle>(keys: usize, scalars: usize) {
    let mut stream = Stream(2);
    let n = order::<C>();
    for _ in 0..keys {
        let pair = Pair::<C>::new(stream.below(&(&n - 1u8)) + 1u8);
        pair.agrees(&stream.below(&n), &stream.below(&n));
        let pair = pair.prepared();
        for _ in 0..scalars {
            pair.agrees(&stream.below(&n), &stream.below(&n));
        }
    }
}

#[test]
fn sums_of_multiples_agree_with_the_reference() {
    sums_agree::<P256>(rounds(4), 100);
    sums_agree::<P256Limbs29>(rounds(4), 100);
    sums_agree::<P384>(rounds(4), 40);
    sums_agree::<P384Limbs29>(rounds(4), 40);
}

/// Keys and scalars at which additions meet equal or opposite points, or infinity: in the last
/// window, in the first, in the middle, and in the sum as a whole.
fn exceptions_agree<C: Curve + Oracle>() {
    let n = order::<C>();
    let small = |k: u32| BigUint::from(k);
    let inverse_of_3 = small(3).modpow(&(&n - 2u8), &n);
    let mut stream = Stream(3);
    let few = u32::try_from(rounds(3).min(17)).unwrap_or_default();
    let mut keys: Vec<BigUint> = (1..=few).chain([16, 32, 33]).map(small).collect();
    keys.extend(keys.clone().iter().map(|d| &n - d));
    keys.push(inverse_of_3.clone());
    for d in keys {
        let pair = Pair::<C>::new(d.clone()).prepared();
        let any = stream.below(&n);
        let top = BigUint::from(1u8) << (C::BITS - 1);
        let middle = BigUint::from(3u8) << (C::BITS / 2);
        for u2 in [
            small(0),
            small(1),
            small(2),
            small(3),
            any.clone(),
            &n - 1u8,
            top,
            middle,
        ] {
            let twin = &u2 * &d % &n;
            // u1·G = ±u2·Q: the two combs end on equal or opposite points.
            for u1 in [
                small(0),
                small(1),
                small(3),
                twin.clone(),
                &n - &twin,
                any.clone(),
            ] {
                pair.agrees(&u1, &u2);
            }
        }
        // Q = (u1/3)·G, and 3 as the first or a later digit of u2: the sum meets u1·G on its way.
        let u1 = &d * 3u8 % &n;
        for window in [0, 1, 5, 20] {
            let u2 = small(3) + (small(7) << (C::KEY_WIDTH * window));
            pair.agrees(&u1, &u2);
            pair.agrees(&(&n - &u1), &u2);
        }
    }
}

#[test]
fn exceptional_additions_agree_with_the_reference() {
    exceptions_agree::<P256>();
    exceptions_agree::<P256Limbs29>();
    exceptions_agree::<P384>();
    exceptions_agree::<P384Limbs29>();
}

/// Every entry of a small table, and the corners of the real ones.
#[test]
fn tables_hold_the_multiples_that_they_should() {
    fn check<C: Curve + Oracle>() {
        let point = generator::<C>();
        let comb = Comb::new(&point, C::KEY_WIDTH, C::BITS).map(|comb| {
            let n = order::<C>();
            for (k, _) in (0..C::BITS).step_by(7).enumerate() {
                let scalar = (BigUint::from(0x2a5u32) << k) % &n;
                let bytes = full_length(&scalar, C::BITS);
                let sum = comb.add_multiple(None, &bytes);
                let [x, _] = C::point(&bytes).unwrap_or_default();
                let x = C::Field::from_be_bytes(&x);
                assert!(sum.is_some_and(|sum| sum.has_x(&x)));
            }
        });
        assert!(comb.is_some());
        assert!(Comb::<C::Field>::size(C::KEY_WIDTH, C::BITS) <= 128 << 10);
    }
    check::<P256>();
    check::<P256Limbs29>();
    check::<P384>();
    check::<P384Limbs29>();
}

/// SEC 1 §4.1.4 step 8: an x between n and p counts as x − n, and nothing else does.
#[test]
fn an_x_above_the_order_is_compared_modulo_the_order() {
    fn check<C: Curve>(offsets: &[u8]) {
        let n = order::<C>();
        for &offset in offsets {
            let x = &n + offset;
            let point = Jacobian::<C::Field> {
                x: C::Field::from_be_bytes(&full_length(&x, C::BITS)),
                y: C::Field::ONE,
                z: C::Field::ONE,
            };
            let r = |r: &BigUint| is_x_of::<C>(&point, &full_length(r, C::BITS));
            assert!(r(&BigUint::from(offset)));
            assert!(!r(&BigUint::from(offset + 1)));
        }
        // x + p − n is no x modulo n, though it is x modulo p after adding n.
        let x = BigUint::from(5u8);
        let wrapped = &x + modulus::<C>() - &n;
        let point = Jacobian::<C::Field> {
            x: C::Field::from_be_bytes(&full_length(&x, C::BITS)),
            y: C::Field::ONE,
            z: C::Field::ONE,
        };
        assert!(is_x_of::<C>(&point, &full_length(&x, C::BITS)));
        assert!(!is_x_of::<C>(&point, &full_length(&wrapped, C::BITS)));
    }
    check::<P256>(&[3, 4, 6]);
    check::<P256Limbs29>(&[3, 4, 6]);
    check::<P384>(&[2, 3]);
    check::<P384Limbs29>(&[2, 3]);
}

#[test]
fn infinity_and_the_leavings_of_exceptional_additions_have_no_x() {
    let zero = <P256 as Curve>::Field::ZERO;
    let nothing = Jacobian {
        x: zero,
        y: zero,
        z: zero,
    };
    assert!(!is_x_of::<P256>(&nothing, &[7; 32]));
    assert!(!is_x_of::<P256>(&Jacobian::INFINITY, &[7; 32]));
    let u = full_length(&BigUint::from(3u8), 256);
    let g = generator::<P256>();
    let minus = full_length(&(order::<P256>() - 3u8), 256);
    assert!(double_multiple(&u, &g, &minus, &g).is_infinity());
}
