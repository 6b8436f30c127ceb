//! Verdicts on whole signatures against `verify_strict`, before and after a key is prepared.

use alloc::vec::Vec;

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::{EdwardsPoint, Scalar};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use num_bigint::BigInt;
use sha2::{Digest, Sha512};

use super::super::scalar::Scalar as Ours;
use super::super::{Comb, KEY, Key, Limbs};
use super::{Random, bytes, cases, number};
use crate::packing;

/// A key in both states.
struct Pair {
    fresh: Key,
    prepared: Key,
    reference: VerifyingKey,
}

impl Pair {
    fn new(encoding: &[u8; 32]) -> Self {
        let prepared = Key::new(encoding).unwrap();
        for _ in 0..8 {
            prepared
                .prepared
                .count_good(1, || Comb::new(&prepared.negated, KEY));
        }
        assert!(prepared.prepared.tables().is_some());
        Self {
            fresh: Key::new(encoding).unwrap(),
            prepared,
            reference: VerifyingKey::from_bytes(encoding).unwrap(),
        }
    }

    /// The verdict that all agree on.
    fn verdict(&self, message: &[u8], r: &[u8; 32], s: &[u8; 32]) -> bool {
        let signature = Signature::from_components(*r, *s);
        let expected = self.reference.verify_strict(message, &signature).is_ok();
        assert_eq!(self.fresh.verify(message, r, s), expected, "unprepared");
        assert_eq!(self.prepared.verify(message, r, s), expected, "prepared");
        expected
    }
}

/// k of a signature (RFC 8032 §5.1.7 step 2).
fn challenge(r: &EdwardsPoint, a: &EdwardsPoint, message: &[u8]) -> Scalar {
    let digest = Sha512::new()
        .chain_update(r.compress().to_bytes())
        .chain_update(a.compress().to_bytes())
        .chain_update(message)
        .finalize();
    Scalar::from_bytes_mod_order_wide(&digest.into())
}

#[test]
fn good_signatures_pass_and_any_changed_bit_fails() {
    let mut random = Random::new("signatures");
    for _ in 0..cases() / 50 {
        let signer = SigningKey::from_bytes(&random.bytes());
        let pair = Pair::new(&signer.verifying_key().to_bytes());
        for length in 0..50 {
            let message = random.bytes::<64>().repeat(length);
            let signature = signer.sign(&message);
            let (r, s) = (signature.r_bytes(), signature.s_bytes());
            assert!(pair.verdict(&message, r, s));
            let bit = random.below(256);
            let flip = |bytes: &[u8; 32]| {
                let mut bytes = *bytes;
                bytes[bit / 8] ^= 1 << (bit % 8);
                bytes
            };
            assert!(!pair.verdict(&message, &flip(r), s));
            assert!(!pair.verdict(&message, r, &flip(s)));
            assert!(!pair.verdict(&[&message[..], b"."].concat(), r, s));
        }
    }
}

#[test]
fn rfc_8032_5_1_7_s_of_l_and_above_fails() {
    let l = number(&packing::bytes(&Ours::ORDER));
    let signer = SigningKey::from_bytes(&[3; 32]);
    let pair = Pair::new(&signer.verifying_key().to_bytes());
    let signature = signer.sign(b"message");
    let s = number(signature.s_bytes());
    assert!(pair.verdict(b"message", signature.r_bytes(), signature.s_bytes()));
    // Every s + n·L below 2^256 is the same number modulo L.
    for n in 1..=14 {
        let more = bytes(&(&s + &l * n)).unwrap();
        assert!(!pair.verdict(b"message", signature.r_bytes(), &more));
    }
}

#[test]
fn keys_and_nonces_of_mixed_order_pass_only_without_the_cofactor() {
    let mut random = Random::new("mixed");
    let mut passed = 0;
    for torsion_a in EIGHT_TORSION {
        let secret = Scalar::from_bytes_mod_order_wide(&random.bytes());
        let a = EdwardsPoint::mul_base(&secret) + torsion_a;
        let pair = Pair::new(&a.compress().to_bytes());
        for torsion_r in EIGHT_TORSION {
            for _ in 0..cases() / 50 {
                let message: [u8; 32] = random.bytes();
                let nonce = Scalar::from_bytes_mod_order_wide(&random.bytes());
                let r = EdwardsPoint::mul_base(&nonce) + torsion_r;
                let k = challenge(&r, &a, &message);
                let s = (nonce + k * secret).to_bytes();
                // The equation with the cofactor always holds; without it, R and −k·A must agree.
                let agree = torsion_r == -(torsion_a * k);
                let verdict = pair.verdict(&message, &r.compress().to_bytes(), &s);
                assert_eq!(verdict, agree);
                passed += usize::from(verdict);
            }
        }
    }
    assert!(passed > cases() / 50 * 8);
}

#[test]
fn r_of_small_order_fails_whatever_its_encoding() {
    let mut random = Random::new("small");
    let secret = Scalar::from_bytes_mod_order_wide(&random.bytes());
    for torsion in EIGHT_TORSION {
        let a = EdwardsPoint::mul_base(&secret) + torsion;
        let pair = Pair::new(&a.compress().to_bytes());
        for encoding in small_orders() {
            let r = CompressedEdwardsY(encoding).decompress().unwrap();
            for _ in 0..cases() / 100 {
                let message: [u8; 32] = random.bytes();
                // s·B = k·A up to the torsion: the result is of small order, and often R itself.
                let s = (challenge(&r, &a, &message) * secret).to_bytes();
                assert!(!pair.verdict(&message, &encoding, &s));
                assert!(!pair.verdict(&message, &encoding, &[0; 32]));
            }
        }
    }
}

/// Every encoding of a point whose order divides 8, canonical or not: also y ≥ p, and x = 0 with
/// the sign bit.
fn small_orders() -> Vec<[u8; 32]> {
    let p = (BigInt::from(1) << 255) - 19;
    let mut encodings = Vec::new();
    for point in EIGHT_TORSION {
        let mut encoding = point.compress().to_bytes();
        encoding[31] &= 0x7f;
        let y = number(&encoding);
        for y in [y.clone(), y + &p] {
            // y + p is an encoding where it stays below 2^255.
            let unsigned = bytes::<32>(&y).filter(|bytes| bytes[31] < 0x80);
            encodings.extend(unsigned);
            encodings.extend(unsigned.map(|mut signed| {
                signed[31] |= 0x80;
                signed
            }));
        }
    }
    encodings.sort_unstable();
    encodings.dedup();
    assert_eq!(encodings.len(), 14);
    encodings
}

#[test]
fn keys_of_small_order_are_refused_whatever_their_encoding() {
    for encoding in small_orders() {
        assert!(Key::new(&encoding).is_none());
    }
}

#[test]
fn keys_are_taken_in_their_one_canonical_encoding() {
    let mut random = Random::new("keys");
    let near_p = (0..=255u8).flat_map(|low| {
        [0x7f, 0xff].map(|top| {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (low, top);
            bytes
        })
    });
    let small = (0..=255u8).flat_map(|low| {
        [0, 0x80].map(|top| {
            let mut bytes = [0; 32];
            (bytes[0], bytes[31]) = (low, top);
            bytes
        })
    });
    let mut taken = 0;
    for bytes in near_p
        .chain(small)
        .chain((0..cases()).map(|_| random.bytes()))
    {
        let expected = VerifyingKey::from_bytes(&bytes)
            .is_ok_and(|key| !key.is_weak() && key.to_edwards().compress().to_bytes() == bytes);
        assert_eq!(Key::new(&bytes).is_some(), expected);
        taken += usize::from(expected);
    }
    assert!(taken > 500);
}

#[test]
fn a_key_is_prepared_by_good_signatures_and_not_by_bad_ones() {
    let signer = SigningKey::from_bytes(&[5; 32]);
    let key = Key::new(&signer.verifying_key().to_bytes()).unwrap();
    let signature = signer.sign(b"message");
    let (r, s) = (signature.r_bytes(), signature.s_bytes());
    for _ in 0..20 {
        assert!(!key.verify(b"another", r, s));
    }
    assert!(key.prepared.tables().is_none());
    for _ in 0..20 {
        assert!(key.verify(b"message", r, s));
    }
    assert!(key.prepared.tables().is_some());
    const { assert!(KEY.size::<Limbs>() <= 128_000) };
}
