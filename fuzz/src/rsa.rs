//! RSA: our verdict beside that of the crate `rsa`, on every published length.

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use num_bigint::BigUint;
use portcullis::{Algorithm, VerifyingKey, signature_tests};
use rsa::signature::Verifier;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, pkcs1v15, pss};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{Change, decode, encode, key, prepared};

/// A case that is a good signature as often as not.
#[derive(Arbitrary, Debug)]
pub struct Case<'a> {
    key: u8,
    exponent: u8,
    pss: bool,
    hash: u8,
    /// The length of a PSS salt; the hash's own when there is none.
    salt: Option<u8>,
    /// What is done to the encoding before it is signed.
    encoding: Change<'a>,
    number: Number<'a>,
    change: Change<'a>,
    message: &'a [u8],
}

/// The number that is sent.
#[derive(Arbitrary, Debug)]
enum Number<'a> {
    Signed,
    PlusModulus,
    Negated,
    Bytes(&'a [u8]),
}

struct Numbers {
    n: BigUint,
    p: BigUint,
    q: BigUint,
}

struct Kept {
    jwk: String,
    oracle: rsa::PublicKey,
    numbers: Numbers,
    e: BigUint,
}

const EXPONENTS: [u64; 5] = [3, 17, 65_537, (1 << 32) + 1, (1 << 33) - 1];

/// Shorter keys come first; the longest make a case slow.
static KEYS: LazyLock<Vec<Kept>> = LazyLock::new(|| {
    let text = include_str!("../../tests/mint/keys/published_test_rsa_lengths.json");
    let document: serde_json::Value = serde_json::from_str(text).expect("a key file");
    let mut keys = Vec::new();
    for entry in document["keys"].as_array().expect("keys") {
        if entry["bits"].as_u64().expect("bits") > 4096 {
            continue;
        }
        for e in EXPONENTS {
            let number = |name: &str| {
                BigUint::from_bytes_be(&decode(entry[name].as_str().expect("a number")))
            };
            keys.push(Kept::new(number("p"), number("q"), e.into()));
        }
    }
    keys
});

thread_local! {
    static PREPARED: std::cell::RefCell<std::collections::BTreeMap<(usize, &'static str), VerifyingKey>> =
        std::cell::RefCell::default();
}

impl Kept {
    fn new(p: BigUint, q: BigUint, e: BigUint) -> Self {
        let n = &p * &q;
        let (n_bytes, e_bytes) = (n.to_bytes_be(), e.to_bytes_be());
        let oracle = rsa::PublicKey::new_with_size_limits(
            BoxedUint::from_be_slice_vartime(&n_bytes),
            BoxedUint::from_be_slice_vartime(&e_bytes),
            2048..=8192,
        );
        Self {
            jwk: format!(
                r#"{{"kty":"RSA","n":"{}","e":"{}"}}"#,
                encode(&n_bytes),
                encode(&e_bytes)
            ),
            oracle: oracle.expect("a sound key"),
            numbers: Numbers { n, p, q },
            e,
        }
    }

    /// RSASP1 (RFC 8017 §5.2.1); whatever is too large is reduced.
    fn sign(&self, encoding: &[u8]) -> BigUint {
        let m = BigUint::from_bytes_be(encoding);
        let Numbers { p, q, .. } = &self.numbers;
        let [at_p, at_q] = [p, q].map(|prime| {
            let d = self.e.modinv(&(prime - 1_u8)).expect("e is invertible");
            m.modpow(&d, prime)
        });
        let inverse = q.modinv(p).expect("two primes");
        let h = (at_p + p - &at_q % p) * inverse % p;
        at_q + q * h
    }

    fn padded(&self, number: &BigUint) -> Vec<u8> {
        let bytes = number.to_bytes_be();
        let mut padded = vec![0; self.oracle.size().saturating_sub(bytes.len())];
        padded.extend(bytes);
        padded
    }
}

pub fn run(case: &Case) {
    let index =
        usize::from(case.key) * EXPONENTS.len() + usize::from(case.exponent) % EXPONENTS.len();
    let index = index % KEYS.len();
    match case.hash % 3 {
        0 => verdicts::<Sha256>(case, index, [Algorithm::Rs256, Algorithm::Ps256]),
        1 => verdicts::<Sha384>(case, index, [Algorithm::Rs384, Algorithm::Ps384]),
        _ => verdicts::<Sha512>(case, index, [Algorithm::Rs512, Algorithm::Ps512]),
    }
}

fn verdicts<D>(case: &Case, index: usize, [pkcs1, pss]: [Algorithm; 2])
where
    D: Digest + sha2::digest::const_oid::AssociatedOid,
    pkcs1v15::VerifyingKey<D>: Verifier<pkcs1v15::Signature>,
    pss::VerifyingKey<D>: Verifier<pss::Signature>,
{
    let kept = &KEYS[index];
    let algorithm = if case.pss { pss } else { pkcs1 };
    let right = encoding::<D>(kept, case.pss, case.message, None);
    let mut wanted = encoding::<D>(kept, case.pss, case.message, case.salt);
    case.encoding.apply(&mut wanted);
    let number = kept.sign(&wanted);
    let number = match case.number {
        Number::Signed => number,
        Number::PlusModulus => number + &kept.numbers.n,
        Number::Negated => &kept.numbers.n - number,
        Number::Bytes(bytes) => BigUint::from_bytes_be(bytes),
    };
    let mut signature = kept.padded(&number);
    case.change.apply(&mut signature);
    let expected = oracle::<D>(kept, case.pss, case.message, &signature);
    let fresh = key(&kept.jwk).expect("a sound key");
    let got = signature_tests::verify(&fresh, algorithm, case.message, &signature);
    assert_eq!(got, expected, "a fresh key");
    PREPARED.with_borrow_mut(|prepared_keys| {
        let key = prepared_keys
            .entry((index, algorithm.name()))
            .or_insert_with(|| {
                let good = kept.padded(&kept.sign(&right));
                prepared(&kept.jwk, algorithm, case.message, &good)
            });
        let got = signature_tests::verify(key, algorithm, case.message, &signature);
        assert_eq!(got, expected, "a prepared key");
    });
}

fn oracle<D>(kept: &Kept, with_salt: bool, message: &[u8], signature: &[u8]) -> bool
where
    D: Digest + sha2::digest::const_oid::AssociatedOid,
    pkcs1v15::VerifyingKey<D>: Verifier<pkcs1v15::Signature>,
    pss::VerifyingKey<D>: Verifier<pss::Signature>,
{
    // The crate takes other lengths; RFC 8017 §8.1.2 step 1 does not.
    if signature.len() != kept.oracle.size() {
        return false;
    }
    let key = kept.oracle.clone();
    if with_salt {
        let key = pss::VerifyingKey::<D>::new_with_salt_len(key, <D as Digest>::output_size());
        pss::Signature::try_from(signature)
            .is_ok_and(|signature| key.verify(message, &signature).is_ok())
    } else {
        let key = pkcs1v15::VerifyingKey::<D>::new(key);
        pkcs1v15::Signature::try_from(signature)
            .is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }
}

fn encoding<D>(kept: &Kept, with_salt: bool, message: &[u8], salt: Option<u8>) -> Vec<u8>
where
    D: Digest + sha2::digest::const_oid::AssociatedOid,
{
    let hash = D::digest(message).to_vec();
    if with_salt {
        let bits = usize::try_from(kept.numbers.n.bits()).expect("small") - 1;
        let length = salt.map_or(hash.len(), usize::from);
        let length = length.min(bits.div_ceil(8) - hash.len() - 2);
        return emsa_pss::<D>(&hash, &vec![0x5A; length], bits);
    }
    let oid = D::OID.as_bytes();
    let byte = |length: usize| u8::try_from(length).expect("short");
    let mut info = vec![
        0x30,
        byte(oid.len() + hash.len() + 8),
        0x30,
        byte(oid.len() + 4),
    ];
    info.extend([6, byte(oid.len())]);
    info.extend(oid);
    info.extend([5, 0, 4, byte(hash.len())]);
    info.extend(&hash);
    let mut block = vec![0, 1];
    block.resize(kept.oracle.size() - info.len() - 1, 0xFF);
    block.push(0);
    block.extend(info);
    block
}

/// EMSA-PSS (RFC 8017 §9.1.1).
fn emsa_pss<D: Digest>(hash: &[u8], salt: &[u8], bits: usize) -> Vec<u8> {
    let h = D::digest([&[0; 8], hash, salt].concat()).to_vec();
    let mut db = vec![0; bits.div_ceil(8) - salt.len() - h.len() - 2];
    db.push(1);
    db.extend(salt);
    let mask =
        (0_u32..).flat_map(|counter| D::digest([&h[..], &counter.to_be_bytes()].concat()).to_vec());
    for (byte, mask) in db.iter_mut().zip(mask) {
        *byte ^= mask;
    }
    db[0] &= 0xFF >> (8 * bits.div_ceil(8) - bits);
    db.extend(h);
    db.push(0xBC);
    db
}
