//! Keys, encodings made on purpose, and signatures against the `rsa` crate.

mod encodings;
mod oracle;

use alloc::vec;
use alloc::vec::Vec;

use super::public_key;

/// An odd number of so many bits, all of them set.
fn ones(bits: usize) -> Vec<u8> {
    let mut number = vec![0xff; bits.div_ceil(8)];
    number[0] >>= 8 * number.len() - bits;
    number
}

#[test]
fn rfc_7518_3_3_keys_have_2048_bits_at_least_and_8192_at_most() {
    for (bits, good) in [
        (1024, false),
        (2047, false),
        (2048, true),
        (2049, true),
        (8191, true),
        (8192, true),
        (8193, false),
        (16384, false),
    ] {
        assert_eq!(
            public_key(&ones(bits), &[1, 0, 1]).is_some(),
            good,
            "{bits}"
        );
    }
}

#[test]
fn rfc_8017_3_1_an_even_modulus_is_no_key() {
    let mut n = ones(2048);
    n[255] = 0xfe;
    assert!(public_key(&n, &[1, 0, 1]).is_none());
}

#[test]
fn rfc_7518_2_numbers_with_a_leading_zero_are_refused() {
    let n = [&[0], ones(2048).as_slice()].concat();
    assert!(public_key(&n, &[3]).is_none());
    assert!(public_key(&ones(2048), &[0, 3]).is_none());
    assert!(public_key(&[], &[3]).is_none());
    assert!(public_key(&ones(2048), &[]).is_none());
}

#[test]
fn rfc_8017_3_1_exponents_are_odd_and_from_3_to_33_bits() {
    for (e, good) in [
        (&[1_u8] as &[u8], false),
        (&[2], false),
        (&[3], true),
        (&[4], false),
        (&[1, 0, 0], false),
        (&[1, 0, 1], true),
        (&[0xff, 0xff, 0xff, 0xff], true),
        (&[1, 0xff, 0xff, 0xff, 0xff], true),
        (&[2, 0, 0, 0, 1], false),
        (&[1, 0, 0, 0, 0, 1], false),
        (&[1, 0, 0, 0, 0, 0, 0, 0, 1], false),
    ] {
        assert_eq!(public_key(&ones(2048), e).is_some(), good, "{e:?}");
    }
}
