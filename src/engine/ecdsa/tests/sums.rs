//! `u1·G + u2·Q`, with and without tables, and its x.

use super::super::wnaf::double_multiple;
use super::*;

/// A key with the private scalar that goes with it.
struct Pair<C: Curve> {
    d: BigUint,
    key: PublicKey<C>,
}

impl<C: Curve + Oracle> Pair<C> {
    fn new(d: BigUint) -> Self {
        let [x, y] = C::point(&full_length(&d, C::BITS)).unwrap_or_default();
        let key = PublicKey::new(&x, &y).unwrap();
        Self { d, key }
    }

    /// Gives the key its tables.
    fn prepared(self) -> Self {
        let [zero, one] = [0u8, 1].map(|u| scalar::<C>(&u.into()));
        let [x, _] = C::point(&full_length(&self.d, C::BITS)).unwrap_or_default();
        let r = full_length(&(BigUint::from_bytes_be(&x) % order::<C>()), C::BITS);
        for _ in 0..8 {
            assert!(self.key.combines_to(&zero, &one, &r));
        }
        assert!(matches!(self.key.preparation.tables(), Some(Some(_))));
        self
    }

    /// The key says what the reference says, for the right r and for wrong ones.
    fn agrees(&self, u1: &BigUint, u2: &BigUint) {
        let n = order::<C>();
        let [u1, u2] = [u1 % &n, u2 % &n];
        let sum = C::point(&full_length(&((&u1 + &u2 * &self.d) % &n), C::BITS));
        let [s1, s2] = [&u1, &u2].map(scalar::<C>);
        let verify = |r: &BigUint| self.key.combines_to(&s1, &s2, &full_length(r, C::BITS));
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

/// Keys and scalars of so many digits that u1·G and u2·Q are equal or opposite, and each is one half
/// of a tree of additions: the exception is at its root, level by level, and more digits may follow.
fn exceptions_of_each_level_agree<C: Curve + Oracle>() {
    let n = order::<C>();
    let digits = |count: usize, width: usize, first: u32| {
        (0..count).fold(BigUint::ZERO, |sum, i| {
            sum + (BigUint::from(first + u32::try_from(i % 9).unwrap()) << (width * i))
        })
    };
    for level in 1..=5 {
        let count = 1usize << (level - 1);
        let u1 = digits(count, C::GENERATOR_WIDTH, 1);
        let u2 = digits(count, C::KEY_WIDTH, 3);
        let ratio = &u1 * u2.modinv(&n).unwrap() % &n;
        let more = BigUint::from(5u8) << (C::KEY_WIDTH * (count + 2));
        for d in [ratio.clone(), &n - &ratio] {
            let pair = Pair::<C>::new(d).prepared();
            let points = |u1: &BigUint, u2: &BigUint| {
                let [u1, u2] = [u1, u2].map(scalar::<C>);
                let key = pair.key.preparation.tables().unwrap().as_ref().unwrap();
                let mut points = Vec::new();
                generator_comb::<C>()
                    .unwrap()
                    .append_multiples(&u1, &mut points);
                key.append_multiples(&u2, &mut points);
                sum::sum::<C>(points, C::LEVELS)
            };
            // Later additions go point by point.
            if level <= C::LEVELS {
                assert!(points(&u1, &u2).is_none());
                assert!(points(&u1, &(&u2 + &more)).is_none());
            }
            pair.agrees(&u1, &u2);
            pair.agrees(&u1, &(&u2 + &more));
            // Without the exception, the sum is the one that the tables give.
            assert!(points(&(&u1 + 1u8), &u2).is_some());
            pair.agrees(&(&u1 + 1u8), &u2);
        }
    }
}

#[test]
fn exceptional_additions_of_each_level_agree_with_the_reference() {
    exceptions_of_each_level_agree::<P256>();
    exceptions_of_each_level_agree::<P256Limbs29>();
    exceptions_of_each_level_agree::<P384>();
    exceptions_of_each_level_agree::<P384Limbs29>();
}

/// Sums of a few multiples of G, so that equal and opposite points and infinity come up everywhere:
/// a sum is right, or there is none, and there is one where no addition was exceptional.
fn sums_of_small_multiples_agree<C: Curve + Oracle>(rounds: usize) {
    let n = order::<C>();
    let point = |k: i64| {
        let magnitude = BigUint::from(k.unsigned_abs());
        let [x, y] = C::point(&full_length(&magnitude, C::BITS)).unwrap();
        affine::<C>([&x, &y]).negated_if(k < 0)
    };
    let known: Vec<_> = (1..=9).map(point).collect();
    let mut stream = Stream(7);
    let (mut some, mut none) = (0, 0);
    for round in 0..rounds {
        let count = 1 + round % 19;
        let multiples: Vec<i64> = stream
            .bytes(count)
            .into_iter()
            .map(|byte| (i64::from(byte % 9) + 1) * if byte < 128 { 1 } else { -1 })
            .collect();
        let addends = multiples.iter().map(|&k| {
            let index = usize::try_from(k.unsigned_abs()).unwrap() - 1;
            known[index].negated_if(k < 0)
        });
        let total: i64 = multiples.iter().sum();
        for levels in 0..=3 {
            let Some(sum) = sum::sum::<C>(addends.clone().collect(), levels) else {
                none += 1;
                continue;
            };
            some += 1;
            assert_ne!(total, 0);
            let magnitude = BigUint::from(total.unsigned_abs()) % &n;
            let [x, _] = C::point(&full_length(&magnitude, C::BITS)).unwrap();
            assert!(sum.has_x(&C::Field::from_be_bytes(&x)), "{multiples:?}");
        }
    }
    assert!(some > rounds / 4 && none > rounds / 4);
    assert!(sum::sum::<C>(Vec::<Affine<C::Field>>::new(), C::LEVELS).is_none());
}

#[test]
fn sums_of_small_multiples_are_right_or_missing() {
    sums_of_small_multiples_agree::<P256>(rounds(200));
    sums_of_small_multiples_agree::<P256Limbs29>(rounds(200));
    sums_of_small_multiples_agree::<P384>(rounds(200));
    sums_of_small_multiples_agree::<P384Limbs29>(rounds(200));
}

/// Every entry of a small table, and the corners of the real ones.
#[test]
fn tables_hold_the_multiples_that_they_should() {
    fn check<C: Curve + Oracle>() {
        let point = generator::<C>();
        let comb = Comb::<C>::new(&point, C::KEY_WIDTH).map(|comb| {
            let n = order::<C>();
            for (k, _) in (0..C::BITS).step_by(7).enumerate() {
                let scalar = (BigUint::from(0x2a5u32) << k) % &n;
                let mut points = Vec::new();
                comb.append_multiples(&super::scalar::<C>(&scalar), &mut points);
                let sum = sum::sum::<C>(points, C::LEVELS);
                let [x, _] = C::point(&full_length(&scalar, C::BITS)).unwrap_or_default();
                let x = C::Field::from_be_bytes(&x);
                assert!(sum.is_some_and(|sum| sum.has_x(&x)));
            }
        });
        assert!(comb.is_some());
        assert!(Comb::<C>::size(C::KEY_WIDTH) <= 128 << 10);
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
    let g = generator::<P256>();
    let u = scalar::<P256>(&3u8.into());
    let minus = scalar::<P256>(&(order::<P256>() - 3u8));
    assert!(double_multiple(&u, &g, &minus, &g).is_infinity());
}
