//! 512 bits modulo L.

#![allow(
    clippy::indexing_slicing,
    reason = "fixed-size limbs; every index is a constant or a loop's bound"
)]

use super::Scalar;
use crate::packing::{pack, unpack};

/// Bits of a limb: twelve make 252, where L's second half begins.
const BITS: u32 = 21;
const MASK: i64 = (1 << BITS) - 1;

/// 2^252 ≡ −27742317777372353535851937790883648493 (mod L), in limbs below 2^20 in size.
const FOLD: [i64; 6] = [666_643, 470_296, 654_183, -997_805, 136_657, -683_901];

/// Σ `limb_i` · 2^(21·i), 525 bits.
struct Limbs([i64; 25]);

/// The integer of 512 bits modulo L.
#[inline(never)]
pub(super) fn reduce(words: &[u64; 8]) -> Scalar {
    let mut limbs = Limbs(unpack::<BITS, 25, 8>(words).map(u64::cast_signed));
    // A limb takes a carry from below once it is no longer carried itself, at most half of what was
    // folded six limbs further up, so each is below 2^21 + 2^22/2 + 2 when its turn comes; its
    // products stay below 2^43.
    for top in (12..25).rev() {
        limbs.fold(top);
    }
    // Now |x| < 2^254, so limb 12 is within ±4, and one more fold leaves (−2^128, 2^252 + 2^128).
    limbs.carry();
    limbs.fold(12);
    limbs.carry();
    if limbs.0[12] < 0 {
        // Folding −1 adds L.
        limbs.fold(12);
        limbs.carry();
    }
    Scalar::from_words(limbs.to_words()).unwrap_or_else(|| {
        // L ≤ x < 2·L, so limb 12 is 1 and folding it takes off L.
        limbs.fold(12);
        limbs.carry();
        Scalar(limbs.to_words())
    })
}

impl Limbs {
    /// Replaces limb `top` by as much twelve limbs below, and carries the six limbs that changed.
    #[inline(never)]
    fn fold(&mut self, top: usize) {
        let limbs = &mut self.0;
        let count = core::mem::take(&mut limbs[top]);
        for (i, factor) in (top - 12..).zip(FOLD) {
            limbs[i] += count * factor;
            limbs[i + 1] += limbs[i] >> BITS;
            limbs[i] &= MASK;
        }
    }

    /// Carries everything into limb 12.
    #[inline(never)]
    fn carry(&mut self) {
        for i in 0..12 {
            self.0[i + 1] += self.0[i] >> BITS;
            self.0[i] &= MASK;
        }
    }

    /// The number in [0, 2^256), whose limbs up to 12 are carried and whose others are zero.
    #[inline(never)]
    fn to_words(&self) -> [u64; 4] {
        pack::<BITS, 25, 4>(&self.0.map(i64::cast_unsigned))
    }
}
