//! Quotients modulo the orders.

use super::*;

/// Where reductions, carries and borrows happen: around 0, n and its multiples below 2^bits, and
/// around every power of two.
fn corners<C: Curve>() -> Vec<BigUint> {
    let n = order::<C>();
    let end = BigUint::from(1u8) << C::BITS;
    let mut corners: Vec<BigUint> = (0u8..3).map(BigUint::from).collect();
    corners.extend((1u8..3).flat_map(|k| [&n - k, &n + k]));
    corners.extend([n.clone(), &n / 2u8, &n / 2u8 + 1u8, &end - 1u8, &end - 2u8]);
    for bit in 2..C::BITS {
        let power = BigUint::from(1u8) << bit;
        corners.extend([&power - 1u8, power.clone(), &power + 1u8]);
    }
    corners
}

fn quotients_agree<C: Curve + Oracle>(rounds: usize) {
    let n = order::<C>();
    let check = |a: &BigUint, b: &BigUint, c: &BigUint| {
        let [x, y, z] = [a, b, c].map(scalar::<C>);
        let ours = C::SCALARS.quotients([&x, &y], &z);
        let inverse = c.modinv(&n).unwrap();
        for (quotient, numerator) in ours.iter().zip([a, b]) {
            let expected = numerator * &inverse % &n;
            assert_eq!(value::<C>(quotient), expected, "{numerator} / {c}");
            let [numerator, denominator] = [numerator, c].map(|k| full_length(k, C::BITS));
            assert_eq!(
                C::quotient(&numerator, &denominator),
                Some(full_length(&expected, C::BITS))
            );
        }
    };
    let corners = corners::<C>();
    let mut stream = Stream(4);
    for corner in &corners {
        let any = stream.below(&(&n - 1u8)) + 1u8;
        check(corner, &any, &any);
        check(&any, corner, &BigUint::from(1u8));
        check(corner, corner, &(&n - 1u8));
        let denominator = corner % &n;
        if denominator != BigUint::ZERO {
            check(&any, corner, &denominator);
        }
    }
    for _ in 0..rounds {
        let [a, b] = [(); 2].map(|()| stream.below(&(BigUint::from(1u8) << C::BITS)));
        check(&a, &b, &(stream.below(&(&n - 1u8)) + 1u8));
    }
}

/// The number whose bits a scalar tells.
fn value<C: Curve>(scalar: &Scalar) -> BigUint {
    let digits = (0..C::BITS + 20).step_by(7).rev();
    digits.fold(BigUint::ZERO, |sum, at| (sum << 7) + scalar.bits(at, 7))
}

#[test]
fn quotients_agree_with_plain_integers_and_the_reference() {
    quotients_agree::<P256>(rounds(2_000));
    quotients_agree::<P384>(rounds(1_000));
}

#[test]
fn bits_are_those_of_the_number() {
    let mut stream = Stream(5);
    for _ in 0..50 {
        let number = stream.below(&(BigUint::from(1u8) << 384));
        let scalar = scalar::<P384>(&number);
        for at in 0..400 {
            for width in [1, 5, 6, 8, 30] {
                let expected = (&number >> at) % (BigUint::from(1u8) << width);
                assert_eq!(BigUint::from(scalar.bits(at, width)), expected);
            }
        }
    }
}
