//! What comes out of the exponentiation, bent one way at a time.

use alloc::vec;
use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::alg::rsa::{pkcs1, pss};

const MESSAGE: &[u8] = b"header.payload";

/// `00 01 FF… 00` and what is given.
fn padded(length: usize, rest: &[u8]) -> Vec<u8> {
    let mut block = vec![0xff; length];
    block[..2].copy_from_slice(&[0, 1]);
    block[length - rest.len() - 1] = 0;
    block[length - rest.len()..].copy_from_slice(rest);
    block
}

/// `DigestInfo` of SHA-256 (RFC 8017 §9.2, note 1), written out.
fn digest_info() -> Vec<u8> {
    let mut info = vec![
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
        0x05, 0x00, 0x04, 0x20,
    ];
    info.extend(Sha256::digest(MESSAGE));
    info
}

#[test]
fn rfc_8017_9_2_the_one_encoding_passes_and_no_bit_of_it_may_differ() {
    for length in [256, 257, 512, 1024] {
        let good = padded(length, &digest_info());
        assert!(pkcs1::is_encoding::<Sha256>(&good, MESSAGE), "{length}");
        assert!(!pkcs1::is_encoding::<Sha256>(&good, b"another"));
        assert!(!pkcs1::is_encoding::<Sha384>(&good, MESSAGE));
        assert!(!pkcs1::is_encoding::<Sha512>(&good, MESSAGE));
        for bit in 0..8 * length {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !pkcs1::is_encoding::<Sha256>(&bad, MESSAGE),
                "bit {bit} of {length}"
            );
        }
    }
}

#[test]
fn rfc_8017_9_2_other_ways_to_write_a_digest_info_fail() {
    let info = digest_info();
    let good = padded(256, &info);
    // Parameters that are absent instead of NULL.
    let mut absent = info.clone();
    absent.drain(15..17);
    (absent[1], absent[3]) = (0x2f, 0x0b);
    // A length in two bytes (BER).
    let mut long = info.clone();
    long.splice(1..2, [0x81, 0x31]);
    // The digest alone.
    let bare = &info[19..];
    for rest in [&absent, &long, bare] {
        assert!(
            !pkcs1::is_encoding::<Sha256>(&padded(256, rest), MESSAGE),
            "{rest:?}"
        );
    }
    // Bytes after the digest, with the padding that much shorter, down to the eight that PKCS#1 asks
    // for (Bleichenbacher's forgery for e = 3).
    for garbage in [1, 16, 256 - 62] {
        let rest = [&info, vec![0; garbage].as_slice()].concat();
        assert!(!pkcs1::is_encoding::<Sha256>(&padded(256, &rest), MESSAGE));
    }
    // Block type 2, and encodings of another length.
    let mut other = good.clone();
    other[1] = 2;
    assert!(!pkcs1::is_encoding::<Sha256>(&other, MESSAGE));
    for other in [&good[1..], &good[..255], &[], &[0; 256]] {
        assert!(!pkcs1::is_encoding::<Sha256>(other, MESSAGE));
    }
}

/// EMSA-PSS-ENCODE (§9.1.1), made from a whole data block.
fn pss_of<H: Digest>(bits: usize, hash: &[u8], block: &[u8]) -> Vec<u8> {
    let mut masked = block.to_vec();
    for (i, part) in masked.chunks_mut(hash.len()).enumerate() {
        let counter = u32::try_from(i).unwrap().to_be_bytes();
        let mask = H::digest([hash, &counter].concat());
        for (byte, mask) in part.iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }
    masked[0] &= 0xff >> (8 * bits.div_ceil(8) - bits);
    masked.extend(hash);
    masked.push(0xbc);
    masked
}

struct Parts {
    zeros: usize,
    one: u8,
    salt: Vec<u8>,
}

/// The representative of `modulus_bits` for a message, with the parts of its data block given.
fn representative<H: Digest>(modulus_bits: usize, parts: &Parts) -> Vec<u8> {
    let bits = modulus_bits - 1;
    let prehash = H::digest(MESSAGE);
    let hash = H::digest([&[0; 8], prehash.as_slice(), &parts.salt].concat());
    let mut block = vec![0; parts.zeros];
    block.push(parts.one);
    block.extend(&parts.salt);
    let mut encoded = pss_of::<H>(bits, &hash, &block);
    assert_eq!(encoded.len(), bits.div_ceil(8));
    while encoded.len() < modulus_bits.div_ceil(8) {
        encoded.insert(0, 0);
    }
    encoded
}

fn parts<H: Digest>(modulus_bits: usize, salt: usize) -> Parts {
    let length = (modulus_bits - 1).div_ceil(8);
    Parts {
        zeros: length - <H as Digest>::output_size() - salt - 2,
        one: 1,
        salt: (0..salt).map(|i| u8::try_from(i).unwrap()).collect(),
    }
}

fn pss_of_every_length<H: Digest + Clone>() {
    let size = <H as Digest>::output_size();
    for bits in (2048..=2065).chain([3072, 4096, 4097, 8192]) {
        let good = representative::<H>(bits, &parts::<H>(bits, size));
        assert!(pss::is_encoding::<H>(&good, bits, MESSAGE), "{bits}");
        assert!(!pss::is_encoding::<H>(&good, bits, b"another"), "{bits}");
        // The bits above emBits, and with 8·i + 1 bits the whole byte above emLen (§8.1.2, 2c).
        for bit in bits - 1..8 * good.len() {
            let mut bad = good.clone();
            let at = good.len() - 1 - bit / 8;
            bad[at] ^= 1 << (bit % 8);
            assert!(
                !pss::is_encoding::<H>(&bad, bits, MESSAGE),
                "bit {bit} of {bits}"
            );
        }
        for salt in [0, size - 1, size + 1, size + 20] {
            let bad = representative::<H>(bits, &parts::<H>(bits, salt));
            assert!(!pss::is_encoding::<H>(&bad, bits, MESSAGE), "salt {salt}");
        }
        for one in [0, 2, 0x81, 0xff] {
            let bad = representative::<H>(
                bits,
                &Parts {
                    one,
                    ..parts::<H>(bits, size)
                },
            );
            assert!(!pss::is_encoding::<H>(&bad, bits, MESSAGE), "{one} for 01");
        }
    }
}

#[test]
fn rfc_8017_9_1_2_every_length_of_modulus_passes_with_a_salt_as_long_as_the_hash_only() {
    pss_of_every_length::<Sha256>();
    pss_of_every_length::<Sha384>();
    pss_of_every_length::<Sha512>();
}

#[test]
fn rfc_8017_9_1_2_no_bit_of_an_encoding_may_differ() {
    for bits in [2048, 2049, 2050] {
        let good = representative::<Sha256>(bits, &parts::<Sha256>(bits, 32));
        for bit in 0..8 * good.len() {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !pss::is_encoding::<Sha256>(&bad, bits, MESSAGE),
                "bit {bit} of {bits}"
            );
        }
        for bad in [
            &[] as &[u8],
            &[0xbc],
            &good[1..],
            &good[..good.len() - 1],
            &[0; 256],
        ] {
            assert!(!pss::is_encoding::<Sha256>(bad, bits, MESSAGE));
        }
    }
}

#[test]
fn rfc_8017_9_1_2_padding_before_the_01_is_zero() {
    let bits = 2048;
    let Parts { zeros, salt, .. } = parts::<Sha256>(bits, 32);
    let hash = Sha256::digest([&[0; 8], Sha256::digest(MESSAGE).as_slice(), &salt].concat());
    for at in 0..zeros {
        let mut block = vec![0; zeros];
        block[at] = 1;
        block.push(1);
        block.extend(&salt);
        let bad = pss_of::<Sha256>(bits - 1, &hash, &block);
        assert!(
            !pss::is_encoding::<Sha256>(&bad, bits, MESSAGE),
            "byte {at}"
        );
    }
}
