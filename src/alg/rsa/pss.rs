//! EMSA-PSS (RFC 8017 §9.1.2) with MGF1 of the same hash and a salt as long as the hash.

use alloc::vec::Vec;

use sha2::Digest;

/// Whether the representative, as long as the modulus, is an encoding of the message.
///
/// The steps are those of §9.1.2; `emBits` is one less than the bits of the modulus (§8.1.2), so
/// that an encoding is a byte shorter than a modulus of a multiple of eight bits and one more.
pub(super) fn is_encoding<H: Digest + Clone>(
    representative: &[u8],
    modulus_bits: usize,
    message: &[u8],
) -> bool {
    encoding(representative, modulus_bits).is_some_and(|(encoded, unused)| {
        opens::<H>(encoded, unused, H::digest(message).as_slice()).is_some()
    })
}

/// The encoding of `emLen` bytes and the number of its leading bits that are unused.
///
/// A byte of the representative in front of it must be zero: I2OSP would fail (§8.1.2, step 2c).
fn encoding(representative: &[u8], modulus_bits: usize) -> Option<(&[u8], usize)> {
    let bits = modulus_bits.checked_sub(1)?;
    let length = bits.div_ceil(8);
    let above = modulus_bits.div_ceil(8).checked_sub(length)?;
    let (above, encoded) = representative.split_at_checked(above)?;
    let unused = length.checked_mul(8)?.checked_sub(bits)?;
    let fits = encoded.len() == length && above.iter().all(|&byte| byte == 0);
    fits.then_some((encoded, unused))
}

fn opens<H: Digest + Clone>(encoded: &[u8], unused: usize, digest: &[u8]) -> Option<()> {
    let hash_length = <H as Digest>::output_size();
    // Steps 4 and 5: maskedDB, H, 0xBC.
    let (&trailer, encoded) = encoded.split_last()?;
    let (masked, hash) = encoded.split_at_checked(encoded.len().checked_sub(hash_length)?)?;
    // Step 6: the bits that `emBits` leaves over.
    let used = u8::MAX.checked_shr(u32::try_from(unused).ok()?)?;
    if trailer != 0xbc || masked.first()? & !used != 0 {
        return None;
    }
    // Steps 7 to 9.
    let mut block = unmasked::<H>(masked, hash);
    *block.first_mut()? &= used;
    // Step 10: nothing but zeros, then 01, then the salt. It also fails where step 3 would.
    let (padding, salt) = block.split_at_checked(block.len().checked_sub(hash_length)?)?;
    let (&one, zeros) = padding.split_last()?;
    if one != 0x01 || zeros.iter().any(|&byte| byte != 0) {
        return None;
    }
    // Steps 12 to 14.
    let expected = H::new()
        .chain_update([0; 8])
        .chain_update(digest)
        .chain_update(salt)
        .finalize();
    (expected.as_slice() == hash).then_some(())
}

/// The bytes without MGF1's mask (§B.2.1): hashes of the seed and a counter of four bytes.
fn unmasked<H: Digest + Clone>(masked: &[u8], seed: &[u8]) -> Vec<u8> {
    let mut block = masked.to_vec();
    let seeded = H::new_with_prefix(seed);
    let length = <H as Digest>::output_size();
    for (counter, part) in (0_u32..).zip(block.chunks_mut(length)) {
        let mask = seeded
            .clone()
            .chain_update(counter.to_be_bytes())
            .finalize();
        for (byte, mask) in part.iter_mut().zip(mask.as_slice()) {
            *byte ^= mask;
        }
    }
    block
}
