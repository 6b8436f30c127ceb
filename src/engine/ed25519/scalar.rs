//! Scalars below L, the order of the base point, and the digits they are worked through by.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a window and a digit of at most 16 bits are cast, and a count of bits"
)]

mod reduction;

use crate::packing::words;

/// Bits of L.
pub(crate) const BITS: usize = 253;

/// L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 §5.1).
const L: [u64; 4] = [
    0x5812_631a_5cf5_d3ed,
    0x14de_f9de_a2f7_9cd6,
    0x0000_0000_0000_0000,
    0x1000_0000_0000_0000,
];

/// An integer in [0, L), lowest word first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scalar([u64; 4]);

impl Scalar {
    #[cfg(test)]
    pub(super) const ORDER: [u64; 4] = L;

    /// The integer of these bytes when it is below L (RFC 8032 §5.1.7 step 1).
    pub(crate) fn from_canonical(bytes: &[u8; 32]) -> Option<Self> {
        Self::from_words(words(bytes))
    }

    fn from_words(words: [u64; 4]) -> Option<Self> {
        let below = words.iter().rev().lt(L.iter().rev());
        below.then_some(Self(words))
    }

    /// The integer of a digest modulo L (RFC 8032 §5.1.7 step 2).
    pub(crate) fn from_digest(digest: &[u8; 64]) -> Self {
        reduction::reduce(&words(digest))
    }

    /// Odd digits in (−2^(w−1), 2^(w−1)) with their bits, lowest first: of w bits in a row one at most
    /// has a digit (width-w non-adjacent form); w is at most 16.
    ///
    /// A window that reaches beyond the scalar is below 2^(w−1), so the highest carry goes to bit
    /// `BITS` at most.
    pub(crate) fn non_adjacent_form(&self, width: usize) -> impl Iterator<Item = (usize, i16)> {
        let mut carry = false;
        let mut bit = 0;
        core::iter::from_fn(move || {
            // Zeros have no digit, and neither have ones that a carry turns into zeros.
            let rest = loop {
                let rest = self.bits_from(bit);
                let zeros = if carry {
                    rest.trailing_ones()
                } else {
                    rest.trailing_zeros()
                };
                if zeros == 0 {
                    break rest;
                }
                bit += zeros as usize;
                if bit > BITS {
                    return None;
                }
            };
            let value = i32::from(rest as u16) & ((1 << width) - 1) | i32::from(carry);
            carry = value >> (width - 1) == 1;
            let digit = (bit, (value - (i32::from(carry) << width)) as i16);
            bit += width;
            Some(digit)
        })
    }

    /// 64 bits from that bit upwards, with zeros above the scalar.
    fn bits_from(&self, bit: usize) -> u64 {
        let word = |index| self.0.get(index).copied().unwrap_or(0);
        let shift = bit % 64;
        // Two shifts, as one by 64 would be none.
        word(bit / 64) >> shift | word(bit / 64 + 1) << 1 << (63 - shift)
    }
}

#[cfg(test)]
mod tests;
