//! Scalars below L, the order of the base point, and the digits they are worked through by.

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

    /// Digits in (−2^(w−1), 2^(w−1)] for each w bits, lowest first; w is at most 8.
    ///
    /// Without end, zeros above the scalar. Of the `BITS / w + 1` windows that count the top one
    /// has fewer than w bits of the scalar, so a carry into it makes 2^(w−1) at most and none comes
    /// out.
    pub(crate) fn signed_windows(&self, width: usize) -> impl Iterator<Item = i32> {
        let mut carry = 0;
        (0..)
            .step_by(width)
            .map(move |bit| signed(self.window(bit, width), width, &mut carry))
    }

    /// Odd digits in (−2^(w−1), 2^(w−1)) or zeros, by bit: of w digits in a row one at most is not
    /// zero (width-w non-adjacent form); w is at most 8.
    pub(crate) fn non_adjacent_form(&self, width: usize) -> [i32; BITS + 1] {
        let mut carry = 0;
        let mut skip = 0;
        core::array::from_fn(|bit| {
            let value = self.window(bit, width);
            if skip > 0 {
                skip -= 1;
                return 0;
            }
            // An even sum leaves the carry where it is: a bit of 1 and a carry are a carry.
            if (value + carry) & 1 == 0 {
                return 0;
            }
            skip = width - 1;
            signed(value, width, &mut carry)
        })
    }

    /// That many bits from that bit upwards.
    fn window(&self, bit: usize, width: usize) -> i32 {
        let word = |index| self.0.get(index).copied().map_or(0, u128::from);
        let pair = word(bit / 64) | word(bit / 64 + 1) << 64;
        let [low, ..] = (pair >> (bit % 64)).to_le_bytes();
        i32::from(low) & ((1 << width) - 1)
    }
}

/// A window and the carry from below as a digit in (−2^(w−1), 2^(w−1)] and a carry to above.
fn signed(window: i32, width: usize, carry: &mut i32) -> i32 {
    let value = window + *carry;
    *carry = i32::from(value > 1 << (width - 1));
    value - (*carry << width)
}

#[cfg(test)]
mod tests;
