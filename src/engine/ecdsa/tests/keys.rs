//! Which keys and which numbers are taken.

use super::*;

fn keys_agree<C: Curve + Oracle>() {
    let (p, n) = (modulus::<C>(), order::<C>());
    let end = BigUint::from(1u8) << C::BITS;
    let mut stream = Stream(6);
    let check = |x: &BigUint, y: &BigUint| {
        let [x, y] = [x, y].map(|number| full_length(number, C::BITS));
        let ours = PublicKey::<C>::new(&x, &y).is_some();
        assert_eq!(ours, C::is_point(&x, &y), "{x:?}, {y:?}");
        ours
    };
    for _ in 0..rounds(50) {
        let d = stream.below(&(&n - 1u8)) + 1u8;
        let [x, y] = C::point(&full_length(&d, C::BITS))
            .unwrap_or_default()
            .map(|bytes| BigUint::from_bytes_be(&bytes));
        assert!(check(&x, &y));
        assert!(check(&x, &(&p - &y)));
        check(&y, &x);
        check(&(&x ^ BigUint::from(1u8)), &y);
        check(&x, &(&y ^ BigUint::from(1u8)));
        check(&x, &(&y * 2u8 % &p));
        check(&x, &BigUint::ZERO);
    }
    for edge in [BigUint::ZERO, &p - 1u8, p.clone(), &p + 1u8, &end - 1u8] {
        check(&edge, &edge);
        check(&edge, &BigUint::from(1u8));
    }
    // A point of small x, whose other encoding x + p has the same length.
    let exponent = (&p + 1u8) / 4u8;
    let b = BigUint::from_bytes_be(C::B);
    let (x, y) = (0u32..)
        .map(BigUint::from)
        .find_map(|x| {
            let square = (&x * &x * &x + &p * 3u8 - &x * 3u8 + &b) % &p;
            let root = square.modpow(&exponent, &p);
            (&root * &root % &p == square).then_some((x, root))
        })
        .unwrap();
    assert!(check(&x, &y));
    assert!(!check(&(&x + &p), &y));
    assert!(check(&x, &(&p - &y)));
}

/// RFC 8725 §3.4.
#[test]
fn coordinates_are_taken_that_are_below_p_and_on_the_curve() {
    keys_agree::<P256>();
    keys_agree::<P256Limbs29>();
    keys_agree::<P384>();
    keys_agree::<P384Limbs29>();
}

/// FIPS 186-5 §6.4.2 step 1.
#[test]
fn r_and_s_are_taken_from_1_to_n_minus_1() {
    fn check<C: Curve + Oracle>() {
        let n = order::<C>();
        let end = BigUint::from(1u8) << C::BITS;
        let half = BigUint::from(1u8) << (C::BITS / 2);
        for number in [
            BigUint::ZERO,
            BigUint::from(1u8),
            half,
            &n - 1u8,
            n.clone(),
            &n + 1u8,
            &end - 1u8,
        ] {
            let number = full_length(&number, C::BITS);
            let one = full_length(&BigUint::from(1u8), C::BITS);
            let expected = C::is_in_range(&number);
            for signature in [[&*number, &*one].concat(), [&*one, &*number].concat()] {
                assert_eq!(numbers_of::<C>(&signature).is_some(), expected);
            }
        }
        let good = vec![1; C::BITS / 4];
        assert!(numbers_of::<C>(&good).is_some());
        for wrong in [0, 1, C::BITS / 8, C::BITS / 4 - 1] {
            assert!(numbers_of::<C>(&good[..wrong]).is_none());
        }
        assert!(numbers_of::<C>(&[&*good, &[1]].concat()).is_none());
    }
    check::<P256>();
    check::<P384>();
}
