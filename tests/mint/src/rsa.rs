//! RSA signing with plain numbers (RFC 8017), for published keys only: nothing is constant-time.

use num_bigint::BigUint;
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::token::decode;

/// A published RSA key: modulus, public and private exponent.
#[derive(Clone)]
pub struct RsaKey {
    pub n: BigUint,
    pub e: BigUint,
    /// Each prime with the private exponent modulo what it leaves.
    primes: [(BigUint, BigUint); 2],
}

/// The hashes of RFC 7518 with the `DigestInfo` prefixes of RFC 8017 §9.2.
#[derive(Clone, Copy)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    fn length(self) -> u8 {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    pub fn digest_info(self, message: &[u8]) -> Vec<u8> {
        let arc = match self {
            Self::Sha256 => 1,
            Self::Sha384 => 2,
            Self::Sha512 => 3,
        };
        let length = self.length();
        let mut info = vec![0x30, length + 17, 0x30, 13, 0x06, 9];
        info.extend([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc]);
        info.extend([0x05, 0x00, 0x04, length]);
        info.extend(self.of(message));
        info
    }
}

impl RsaKey {
    pub fn from_json(text: &str) -> Self {
        let key: Value = serde_json::from_str(text).expect("a key file");
        let number = |name: &str| BigUint::from_bytes_be(&decode(key[name].as_str().unwrap()));
        let (e, p, q) = (number("e"), number("p"), number("q"));
        let n = &p * &q;
        let primes = [p, q].map(|prime| {
            let d = e.modinv(&(&prime - 1_u8)).expect("e is invertible");
            (prime, d)
        });
        Self { n, e, primes }
    }

    pub fn size(&self) -> usize {
        usize::try_from(self.n.bits().div_ceil(8)).unwrap()
    }

    /// RSASP1 (§5.2.1) on an encoded message.
    pub fn raw(&self, encoded: &[u8]) -> Vec<u8> {
        let m = BigUint::from_bytes_be(encoded);
        assert!(m < self.n, "the encoded message fits");
        // By the Chinese remainder theorem (§5.1.2): keys of 8192 bits take their time.
        let [(p, d_p), (q, d_q)] = &self.primes;
        let (at_p, at_q) = (m.modpow(d_p, p), m.modpow(d_q, q));
        let inverse = q.modinv(p).expect("two primes");
        let h = (at_p + p - &at_q % p) * inverse % p;
        self.padded(&(at_q + q * h))
    }

    /// A number as long as the modulus.
    pub fn padded(&self, number: &BigUint) -> Vec<u8> {
        let bytes = number.to_bytes_be();
        let mut out = vec![0; self.size() - bytes.len()];
        out.extend(bytes);
        out
    }

    /// RSASSA-PKCS1-v1_5 (§8.2.1).
    pub fn pkcs1(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        self.raw(&pkcs1_block(self.size(), &hash.digest_info(message)))
    }

    /// RSASSA-PSS (§8.1.1) with a salt that depends on the message alone.
    pub fn pss(&self, hash: Hash, message: &[u8], salt_length: usize) -> Vec<u8> {
        self.raw(&self.pss_encoding(hash, message, salt_length))
    }

    /// What [`pss`](Self::pss) signs: EMSA-PSS (§9.1.1), one bit shorter than the modulus.
    pub fn pss_encoding(&self, hash: Hash, message: &[u8], salt_length: usize) -> Vec<u8> {
        let salt: Vec<u8> = hash.of(&[b"salt".as_slice(), message].concat());
        let bits = usize::try_from(self.n.bits()).unwrap() - 1;
        pss_block(hash, hash, message, &salt[..salt_length], bits)
    }

    /// RSASSA-PSS with any salt, and with MGF1 of a hash that may be another one.
    pub fn pss_masked(&self, hash: Hash, mask: Hash, message: &[u8], salt: &[u8]) -> Vec<u8> {
        let bits = usize::try_from(self.n.bits()).unwrap() - 1;
        self.raw(&pss_block(hash, mask, message, salt, bits))
    }
}

/// EMSA-PKCS1-v1_5 (§9.2).
pub fn pkcs1_block(size: usize, info: &[u8]) -> Vec<u8> {
    let mut block = vec![0, 1];
    block.resize(size - info.len() - 1, 0xFF);
    block.push(0);
    block.extend(info);
    block
}

/// EMSA-PSS (§9.1.1).
fn pss_block(hash: Hash, mask: Hash, message: &[u8], salt: &[u8], bits: usize) -> Vec<u8> {
    let size = bits.div_ceil(8);
    let digest = hash.of(message);
    let h = hash.of(&[[0; 8].as_slice(), &digest, salt].concat());
    let mut db = vec![0; size - salt.len() - h.len() - 2];
    db.push(1);
    db.extend(salt);
    for (byte, mask) in db.iter_mut().zip(mgf1(mask, &h)) {
        *byte ^= mask;
    }
    db[0] &= 0xFF >> (8 * size - bits);
    db.extend(h);
    db.push(0xBC);
    db
}

fn mgf1(hash: Hash, seed: &[u8]) -> impl Iterator<Item = u8> {
    (0_u32..).flat_map(move |counter| hash.of(&[seed, &counter.to_be_bytes()].concat()))
}
