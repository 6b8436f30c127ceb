//! Both forms of both fields.

use super::*;

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
            &x.sub(&y).mul_sub(&z, &y.sub(&w)),
            &((&p + &a - &b) * &c + &p - &b + &d)
        ));
        assert!(same(
            &x.sub(&y).square_sub(&z.add_untidy(&w).add_untidy(&w)),
            &((&p + &a - &b) * (&p + &a - &b) + &p * 3u8 - &c - &d * 2u8)
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
        let ones = C::Field::unpack(&C::Field::ZERO.sub(&C::Field::ONE).reduce().pack());
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
                // Twice a loose one is the most that one factor may be.
                let most = plus.sub(&minus).mul_sub(a, &plus);
                assert!(
                    most.add(&plus.reduce())
                        .sub(&plus.mul(a).double())
                        .is_zero()
                );
                let less = plus.square_sub(&a.add_untidy(b).add_untidy(b));
                assert!(less.add(a).add(b).add(b).sub(&plus.square()).is_zero());
            }
        }
    }
    worst::<P256Limbs29>();
    worst::<P384Limbs29>();
}
