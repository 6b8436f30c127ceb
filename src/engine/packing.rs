//! Limbs of any width from words of 64 bits, and back.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "fixed-size limbs; every index is a loop's bound, and a width is cast to a count"
)]

/// The limbs of that many bits of the number in these words, lowest first; zero above it.
pub(crate) const fn unpack<const BITS: u32, const N: usize, const W: usize>(
    words: &[u64; W],
) -> [u64; N] {
    let mut limbs = [0; N];
    let mut i = 0;
    while i < N {
        let (word, shift) = (i * BITS as usize / 64, i * BITS as usize % 64);
        let mut limb = if word < W { words[word] >> shift } else { 0 };
        if shift > 0 && word + 1 < W {
            limb |= words[word + 1] << (64 - shift);
        }
        limbs[i] = limb & ((1 << BITS) - 1);
        i += 1;
    }
    limbs
}

/// Limbs of less than 32 bits, to be computed with.
pub(crate) const fn signed<const N: usize>(limbs: &[u64; N]) -> [i32; N] {
    let mut signed = [0; N];
    let mut i = 0;
    while i < N {
        signed[i] = limbs[i] as i32;
        i += 1;
    }
    signed
}

/// The number of limbs that have no more than that many bits; what lies above the words is lost.
pub(crate) const fn pack<const BITS: u32, const N: usize, const W: usize>(
    limbs: &[u64; N],
) -> [u64; W] {
    let mut words = [0; W];
    let mut i = 0;
    while i < N {
        let (word, shift) = (i * BITS as usize / 64, i * BITS as usize % 64);
        if word < W {
            words[word] |= limbs[i] << shift;
        }
        if shift > 0 && word + 1 < W {
            words[word + 1] |= limbs[i] >> (64 - shift);
        }
        i += 1;
    }
    words
}

/// The words of bytes, both little-endian; bytes beyond them do not count.
#[cfg(any(feature = "ed25519", test))]
pub(crate) fn words<const W: usize>(bytes: &[u8]) -> [u64; W] {
    let (chunks, _) = bytes.as_chunks();
    let mut words = [0; W];
    for (word, chunk) in words.iter_mut().zip(chunks) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// The 32 bytes of four words, both little-endian.
#[cfg(any(feature = "ed25519", test))]
pub(crate) fn bytes(words: &[u64; 4]) -> [u8; 32] {
    let mut bytes = [0; 32];
    let (chunks, _) = bytes.as_chunks_mut();
    for (chunk, word) in chunks.iter_mut().zip(words) {
        *chunk = word.to_le_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<const BITS: u32, const N: usize>(words: &[u64; 4]) {
        let limbs = unpack::<BITS, N, 4>(words);
        assert!(limbs.iter().all(|limb| limb >> BITS == 0));
        assert_eq!(pack::<BITS, N, 4>(&limbs), *words);
    }

    #[test]
    fn limbs_hold_the_same_number_as_the_words() {
        for words in [
            [u64::MAX; 4],
            [1, 2, 3, 4],
            [0x0123_4567_89ab_cdef, 1 << 63, 0, 0xfedc_ba98_7654_3210],
        ] {
            round_trip::<21, 13>(&words);
            round_trip::<29, 9>(&words);
            round_trip::<30, 9>(&words);
            round_trip::<51, 6>(&words);
            assert_eq!(super::words(&bytes(&words)), words);
        }
        assert_eq!(unpack::<8, 4, 1>(&[0x0403_0201]), [1, 2, 3, 4]);
    }
}
