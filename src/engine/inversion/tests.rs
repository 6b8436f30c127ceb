//! Against `num-bigint`.

use num_bigint::BigUint;

use super::Modulus;

fn words<const W: usize>(number: &BigUint) -> [u64; W] {
    let mut digits = number.iter_u64_digits();
    core::array::from_fn(|_| digits.next().unwrap_or(0))
}

fn check<const W: usize>(modulus: &BigUint, values: impl IntoIterator<Item = BigUint>) {
    let engine = Modulus::new::<W>(&words(modulus));
    for value in values {
        let value = value % modulus;
        let expected = value.modinv(modulus).unwrap_or_default();
        let ours = engine.invert::<W>(&words(&value));
        assert_eq!(ours, words(&expected), "{value} modulo {modulus}");
    }
}

fn hex(digits: &str) -> BigUint {
    BigUint::parse_bytes(digits.as_bytes(), 16).unwrap()
}

fn interesting(modulus: &BigUint) -> impl Iterator<Item = BigUint> {
    let seven = BigUint::from(0x0123_4567_89ab_cdef_u64);
    let random = (1..500u32).map(move |n| seven.pow(n % 9 + 1) * n);
    let powers = (0..384).map(|n| BigUint::from(1u8) << n);
    let top = (1..50u32)
        .map(|n| modulus.clone() - n % 100)
        .collect::<alloc::vec::Vec<_>>();
    random.chain(powers).chain(top)
}

#[test]
fn inverses_are_those_of_the_integers() {
    let p25519 = (BigUint::from(1u8) << 255) - 19u8;
    let n256 = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let n384 = hex(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf\
         581a0db248b0a77aecec196accc52973",
    );
    check::<4>(&p25519, interesting(&p25519));
    check::<4>(&n256, interesting(&n256));
    check::<6>(&n384, interesting(&n384));
}

#[test]
fn every_number_below_a_small_prime_has_its_inverse() {
    for prime in [3u16, 5, 7, 251, 257] {
        check::<1>(&prime.into(), (0..prime).map(BigUint::from));
        check::<4>(&prime.into(), (0..prime).map(BigUint::from));
    }
}
