//! Ed25519: our verdict beside `verify_strict` of `ed25519-dalek`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use arbitrary::Arbitrary;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use portcullis::{Algorithm, signature_tests};
use sha2::{Digest, Sha512};

use crate::{Change, encode, key, prepared};

/// A case that is a good signature as often as not.
#[derive(Arbitrary, Debug)]
pub struct Case<'a> {
    key: Key,
    nonce: Nonce<'a>,
    /// The part of small order that R gets, and what is taken for granted of S.
    part: u8,
    s: S,
    change: Change<'a>,
    message: &'a [u8],
    /// Sign this, verify `message`.
    signed: Option<&'a [u8]>,
}

/// A = a·B + T.
#[derive(Arbitrary, Debug)]
enum Key {
    /// One of a few that are kept, so that they are prepared.
    Kept(u8),
    Multiple(i8),
    Mixed {
        seed: u8,
        part: u8,
    },
    Bytes([u8; 32]),
}

#[derive(Arbitrary, Debug)]
enum Nonce<'a> {
    Hashed,
    Small(i8),
    Bytes(&'a [u8]),
}

#[derive(Arbitrary, Debug)]
enum S {
    Right,
    /// S + j·L.
    Beyond(u8),
}

/// The order of the base point, little endian.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

thread_local! {
    static KEPT: RefCell<BTreeMap<[u8; 32], portcullis::VerifyingKey>> = RefCell::default();
}

pub fn run(case: &Case) {
    let (a, encoded) = match &case.key {
        Key::Kept(index) => pair(hashed(&[1, index % 8]), 0),
        Key::Multiple(times) => pair(small(*times), 0),
        Key::Mixed { seed, part } => pair(hashed(&[2, seed % 4]), *part),
        Key::Bytes(bytes) => (Scalar::ZERO, *bytes),
    };
    let jwk = format!(
        r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#,
        encode(&encoded)
    );
    let oracle = ed25519_dalek::VerifyingKey::from_bytes(&encoded)
        .ok()
        .filter(|key| key.to_edwards().compress().to_bytes() == encoded && !key.is_weak());
    let fresh = key(&jwk);
    assert_eq!(fresh.is_some(), oracle.is_some(), "whether it is a key");
    let (Some(fresh), Some(oracle)) = (fresh, oracle) else {
        return;
    };
    let signed = case.signed.unwrap_or(case.message);
    let mut signature = sign(case, &a, &encoded, signed).to_vec();
    case.change.apply(&mut signature);
    let expected = ed25519_dalek::Signature::from_slice(&signature)
        .is_ok_and(|signature| oracle.verify_strict(case.message, &signature).is_ok());
    let got = signature_tests::verify(&fresh, Algorithm::EdDsa, case.message, &signature);
    assert_eq!(got, expected, "a fresh key");
    if matches!(case.key, Key::Bytes(_)) {
        return;
    }
    KEPT.with_borrow_mut(|kept| {
        let key = kept.entry(encoded).or_insert_with(|| {
            let (message, good) = good(&a, &encoded, &oracle);
            prepared(&jwk, Algorithm::EdDsa, &message, &good)
        });
        let got = signature_tests::verify(key, Algorithm::EdDsa, case.message, &signature);
        assert_eq!(got, expected, "a prepared key");
    });
}

fn pair(a: Scalar, part: u8) -> (Scalar, [u8; 32]) {
    let point = ED25519_BASEPOINT_POINT * a + EIGHT_TORSION[usize::from(part % 8)];
    (a, point.compress().to_bytes())
}

/// A message with a good signature: a key of mixed order has one for one message in eight.
fn good(a: &Scalar, encoded: &[u8; 32], key: &ed25519_dalek::VerifyingKey) -> (Vec<u8>, [u8; 64]) {
    for turn in 0_u32.. {
        let message = turn.to_be_bytes();
        let r = hashed(&message);
        let signature = finish(
            &r,
            (ED25519_BASEPOINT_POINT * r).into(),
            a,
            encoded,
            &message,
        );
        let parsed = ed25519_dalek::Signature::from_bytes(&signature);
        if key.verify_strict(&message, &parsed).is_ok() {
            return (message.to_vec(), signature);
        }
    }
    unreachable!("one in eight")
}

fn sign(case: &Case, a: &Scalar, encoded: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let r = match &case.nonce {
        Nonce::Hashed => hashed(&[&a.to_bytes(), message].concat()),
        Nonce::Small(times) => small(*times),
        Nonce::Bytes(bytes) => hashed(bytes),
    };
    let point = ED25519_BASEPOINT_POINT * r + EIGHT_TORSION[usize::from(case.part % 8)];
    let mut signature = finish(&r, point, a, encoded, message);
    if let S::Beyond(times) = case.s {
        let (_, s) = signature.split_at_mut(32);
        for _ in 0..times % 16 {
            let mut carry = 0;
            for (byte, l) in s.iter_mut().zip(L) {
                let sum = u16::from(*byte) + u16::from(l) + carry;
                *byte = sum.to_le_bytes()[0];
                carry = sum >> 8;
            }
        }
    }
    signature
}

fn finish(r: &Scalar, point: EdwardsPoint, a: &Scalar, key: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let encoded = point.compress().to_bytes();
    let k = hashed(&[&encoded[..], key, message].concat());
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&encoded);
    signature[32..].copy_from_slice(&(r + k * a).to_bytes());
    signature
}

fn hashed(bytes: &[u8]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&Sha512::digest(bytes).into())
}

fn small(times: i8) -> Scalar {
    let positive = Scalar::from(u64::from(times.unsigned_abs()));
    if times < 0 { -positive } else { positive }
}
