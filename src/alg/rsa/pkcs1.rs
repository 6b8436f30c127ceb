//! EMSA-PKCS1-v1_5 (RFC 8017 §9.2): the encoding is made, never parsed.

use alloc::vec::Vec;

use sha2::{Digest, Sha256, Sha384, Sha512};

/// A hash with its `DigestInfo` up to the digest (RFC 8017 §9.2, note 1): parameters are NULL, and
/// no other way to write the same thing counts.
pub(super) trait Hash: Digest {
    const DIGEST_INFO: [u8; 19];
}

/// The object identifiers differ in the last arc, and the lengths with the digest.
const fn digest_info(arc: u8, length: u8) -> [u8; 19] {
    [
        0x30,
        0x11 + length,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x60,
        0x86,
        0x48,
        0x01,
        0x65,
        0x03,
        0x04,
        0x02,
        arc,
        0x05,
        0x00,
        0x04,
        length,
    ]
}

impl Hash for Sha256 {
    const DIGEST_INFO: [u8; 19] = digest_info(1, 32);
}

impl Hash for Sha384 {
    const DIGEST_INFO: [u8; 19] = digest_info(2, 48);
}

impl Hash for Sha512 {
    const DIGEST_INFO: [u8; 19] = digest_info(3, 64);
}

/// Whether these are all the bytes of the message's encoding: `00 01 FF… 00 DigestInfo`.
pub(super) fn is_encoding<H: Hash>(encoded: &[u8], message: &[u8]) -> bool {
    expected::<H>(encoded.len(), message).is_some_and(|expected| expected == encoded)
}

/// None where eight bytes of padding would not fit, which no key is small enough for.
fn expected<H: Hash>(length: usize, message: &[u8]) -> Option<Vec<u8>> {
    let digest = H::digest(message);
    let info = H::DIGEST_INFO.len().checked_add(digest.len())?;
    let padding = length.checked_sub(info)?.checked_sub(3)?;
    let mut expected = Vec::with_capacity(length);
    expected.extend([0x00, 0x01]);
    expected.resize(padding.checked_add(2)?, 0xff);
    expected.push(0x00);
    expected.extend(H::DIGEST_INFO);
    expected.extend(digest);
    (padding >= 8).then_some(expected)
}
