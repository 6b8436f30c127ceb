//! Against `curve25519-dalek` and `num-bigint`.

use alloc::vec::Vec;

use num_bigint::BigInt;

use super::super::tests::{Random, around, cases, interesting_scalars, number};
use super::{BITS, L, Scalar};
use crate::packing::bytes;

#[test]
fn rfc_8032_5_1_7_a_digest_is_reduced_modulo_l() {
    let mut random = Random::new("digests");
    let check = |digest: [u8; 64]| {
        let expected = curve25519_dalek::Scalar::from_bytes_mod_order_wide(&digest);
        assert_eq!(bytes(&Scalar::from_digest(&digest).0), expected.to_bytes());
    };
    check([0; 64]);
    check([0xff; 64]);
    for _ in 0..cases() * 5 {
        check(random.bytes());
    }
    // Multiples of L and their neighbours, and 2^252 where limb 12 begins.
    let l = number(&bytes(&L));
    let multiples = (0u32..260)
        .map(|bit| &l << bit)
        .chain((0u32..300).map(|n| &l * n));
    let powers = (0u32..512).map(|bit| BigInt::from(1) << bit);
    for middle in multiples.chain(powers) {
        for digest in around(&middle, 2) {
            check(digest);
        }
    }
}

#[test]
fn rfc_8032_5_1_7_s_is_below_l() {
    let mut random = Random::new("canonical");
    let near = around(&number(&bytes(&L)), 300).into_iter();
    let others = (0..cases()).map(|_| random.bytes());
    for bytes in near.chain([[0; 32], [0xff; 32]]).chain(others) {
        let expected = curve25519_dalek::Scalar::from_canonical_bytes(bytes);
        let ours = Scalar::from_canonical(&bytes);
        assert_eq!(ours.is_some(), bool::from(expected.is_some()));
    }
}

#[test]
fn digits_add_up_to_the_scalar_and_stand_apart() {
    for bytes in interesting_scalars() {
        let scalar = Scalar::from_canonical(&bytes).unwrap();
        let value = number(&bytes);
        for width in [3, 5, 7, 9, 16] {
            let digits: Vec<_> = scalar.non_adjacent_form(width).collect();
            let sum = digits.iter().fold(BigInt::ZERO, |sum, &(bit, digit)| {
                sum + (BigInt::from(digit) << bit)
            });
            assert_eq!(sum, value, "width {width}");
            assert!(digits.windows(2).all(|pair| pair[0].0 + width <= pair[1].0));
            assert!(digits.iter().all(|&(bit, digit)| bit <= BITS
                && digit & 1 == 1
                && digit.unsigned_abs() < 1 << (width - 1)));
        }
    }
}
