//! Inversion modulo an odd number, in variable time: the values are public.
//!
//! Bernstein and Yang's division steps ("Fast constant-time gcd computation and modular inversion",
//! 2019), in the form that P. Wuille describes for libsecp256k1 (`doc/safegcd_implementation.md`):
//! thirty steps at a time are worked out on the low words alone, and their matrix is applied to the
//! long numbers at once. Some eighteen rounds for 256 bits, where a power takes 254 squarings.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    reason = "fixed-size limbs, every index is below the modulus's length, casts split limbs, and names are the paper's"
)]

use super::packing::{pack, signed, unpack};

/// Bits of a limb; the top limb carries the sign.
pub(crate) const BITS: u32 = 30;
pub(crate) const MASK: i32 = (1 << BITS) - 1;

/// A number in limbs of 30 bits, lowest first: as many as the longest modulus needs.
pub(crate) type Limbs = [i32; 13];

/// An odd modulus below 2^(30·length − 2).
pub(crate) struct Modulus {
    pub(crate) limbs: Limbs,
    /// The limbs that it and the numbers below it take; those above are zero.
    pub(crate) length: usize,
    /// Its inverse modulo 2^30.
    pub(crate) inverse: u32,
}

/// 2^30 times the matrix of thirty division steps: |u| + |v| ≤ 2^30 and |q| + |r| ≤ 2^30.
struct Transition {
    u: i32,
    v: i32,
    q: i32,
    r: i32,
}

/// The limbs of a number in words, lowest first.
pub(crate) const fn limbs<const W: usize>(words: &[u64; W]) -> Limbs {
    signed(&unpack::<BITS, 13, W>(words))
}

/// The words of a number in [0, 2^(64·W)).
pub(crate) const fn words<const W: usize>(limbs: &Limbs) -> [u64; W] {
    let mut unsigned = [0; 13];
    let mut i = 0;
    while i < unsigned.len() {
        unsigned[i] = limbs[i] as u64;
        i += 1;
    }
    pack::<BITS, _, W>(&unsigned)
}

impl Modulus {
    /// The modulus in these words, lowest first; it must be odd.
    pub(crate) const fn new<const W: usize>(words: &[u64; W]) -> Self {
        let limbs = limbs(words);
        let mut top = limbs.len() - 1;
        while limbs[top] == 0 {
            top -= 1;
        }
        // With the two bits to spare for a sign and a sum.
        let length = if limbs[top] >> (BITS - 2) == 0 {
            top + 1
        } else {
            top + 2
        };
        assert!(length <= limbs.len());
        // Newton's iteration doubles the good bits: x·x ≡ 1 mod 8, then 6, 12, 24, 48.
        let low = limbs[0] as u32;
        let mut inverse = low;
        let mut round = 0;
        while round < 4 {
            inverse = inverse.wrapping_mul(2u32.wrapping_sub(low.wrapping_mul(inverse)));
            round += 1;
        }
        Self {
            limbs,
            length,
            inverse,
        }
    }

    /// The inverse in [0, modulus) of a number in [0, modulus); zero when there is none.
    pub(crate) fn invert<const W: usize>(&self, number: &[u64; W]) -> [u64; W] {
        const ONE: Limbs = limbs(&[1]);
        words(&self.quotient(&ONE, &limbs(number)))
    }

    /// The first number through the second, both and the result in [0, modulus); zero when the
    /// second has no inverse.
    #[inline(never)]
    pub(crate) fn quotient(&self, numerator: &Limbs, denominator: &Limbs) -> Limbs {
        // Throughout d·x ≡ f·y and e·x ≡ g·y for y/x, up to the powers of two that every round
        // takes out.
        let mut d = Limbs::default();
        let mut e = *numerator;
        let mut f = self.limbs;
        let mut g = *denominator;
        let mut eta = -1;
        let mut length = self.length;
        while g[..length].iter().any(|&limb| limb != 0) {
            let (next, t) = divide(eta, f[0] as u32, g[0] as u32);
            eta = next;
            self.follow(&mut d, &mut e, &t);
            apply(&mut f[..length], &mut g[..length], &t);
            length = shorten(&mut f, &mut g, length);
        }
        // g = 0, so f = ± gcd, which is ± 1 when there is an inverse; for 0 it is the modulus.
        self.normalize(&mut d, f[length - 1] < 0);
        d
    }

    /// (d, e) := matrix · (d, e) / 2^30 modulo the modulus; both stay in (−2·modulus, modulus).
    fn follow(&self, d: &mut Limbs, e: &mut Limbs, t: &Transition) {
        let (u, v, q, r) = (t.u, t.v, t.q, t.r);
        let top = self.length - 1;
        let (below_d, below_e) = (d[top] >> 31, e[top] >> 31);
        let mut md = (u & below_d) + (v & below_e);
        let mut me = (q & below_d) + (r & below_e);
        let mut cd = product(u, d[0]) + product(v, e[0]);
        let mut ce = product(q, d[0]) + product(r, e[0]);
        // As many times the modulus as makes the low limb vanish.
        let quotient = |c: i64, m: i32| {
            let low = self.inverse.wrapping_mul(c as u32).wrapping_add(m as u32);
            m - (low as i32 & MASK)
        };
        md = quotient(cd, md);
        me = quotient(ce, me);
        cd += product(self.limbs[0], md);
        ce += product(self.limbs[0], me);
        debug_assert!(cd & i64::from(MASK) == 0 && ce & i64::from(MASK) == 0);
        for i in 1..=top {
            cd = (cd >> BITS) + product(u, d[i]) + product(v, e[i]) + product(self.limbs[i], md);
            ce = (ce >> BITS) + product(q, d[i]) + product(r, e[i]) + product(self.limbs[i], me);
            d[i - 1] = cd as i32 & MASK;
            e[i - 1] = ce as i32 & MASK;
        }
        d[top] = (cd >> BITS) as i32;
        e[top] = (ce >> BITS) as i32;
    }

    /// From (−2·modulus, modulus), negated on demand, to [0, modulus).
    fn normalize(&self, d: &mut Limbs, negate: bool) {
        let top = self.length - 1;
        if d[top] < 0 {
            self.add_to(d);
        }
        if negate {
            carry(&mut d[..=top], |_, limb| -limb);
        }
        if d[top] < 0 {
            self.add_to(d);
        }
    }

    /// Adds the modulus; the top limb keeps the sign.
    pub(crate) fn add_to(&self, d: &mut Limbs) {
        carry(&mut d[..self.length], |i, limb| limb + self.limbs[i]);
    }
}

/// Changes limbs and carries between them; the top limb keeps what is above it.
pub(crate) fn carry(limbs: &mut [i32], change: impl Fn(usize, i32) -> i32) {
    let mut carry = 0;
    for (i, limb) in limbs.iter_mut().enumerate() {
        let sum = change(i, *limb) + carry;
        carry = sum >> BITS;
        *limb = sum & MASK;
    }
    if let Some(top) = limbs.last_mut() {
        *top |= carry << BITS;
    }
}

/// Thirty division steps on the low bits of f and g.
fn divide(mut eta: i32, mut f: u32, mut g: u32) -> (i32, Transition) {
    let (mut u, mut v, mut q, mut r) = (1u32, 0u32, 0u32, 1u32);
    let mut left = BITS;
    loop {
        // A guard bit stops the count at the steps that are left.
        let zeros = (g | (u32::MAX << left)).trailing_zeros();
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        eta -= zeros as i32;
        left -= zeros;
        if left == 0 {
            let t = Transition {
                u: u as i32,
                v: v as i32,
                q: q as i32,
                r: r as i32,
            };
            return (eta, t);
        }
        if eta < 0 {
            eta = -eta;
            (f, g) = (g, f.wrapping_neg());
            (u, q) = (q, u.wrapping_neg());
            (v, r) = (r, v.wrapping_neg());
        }
        // No more than eta + 1 steps keep the sign, and f·(f² − 2) is −1/f modulo 64.
        let limit = left.min(eta as u32 + 1);
        let mask = (u32::MAX >> (32 - limit)) & 63;
        let negated_inverse = f.wrapping_mul(f.wrapping_mul(f).wrapping_sub(2));
        let w = g.wrapping_mul(negated_inverse) & mask;
        g = g.wrapping_add(f.wrapping_mul(w));
        q = q.wrapping_add(u.wrapping_mul(w));
        r = r.wrapping_add(v.wrapping_mul(w));
    }
}

/// (f, g) := matrix · (f, g) / 2^30, which is exact.
fn apply(f: &mut [i32], g: &mut [i32], t: &Transition) {
    let (mut cf, mut cg) = (0, 0);
    for i in 0..f.len() {
        cf += product(t.u, f[i]) + product(t.v, g[i]);
        cg += product(t.q, f[i]) + product(t.r, g[i]);
        if i > 0 {
            f[i - 1] = cf as i32 & MASK;
            g[i - 1] = cg as i32 & MASK;
        }
        cf >>= BITS;
        cg >>= BITS;
    }
    f[f.len() - 1] = cf as i32;
    g[g.len() - 1] = cg as i32;
}

/// Drops a top limb that only repeats the sign of the one below it.
fn shorten(f: &mut Limbs, g: &mut Limbs, length: usize) -> usize {
    let (top_f, top_g) = (f[length - 1], g[length - 1]);
    if length < 2 || !matches!((top_f, top_g), (0 | -1, 0 | -1)) {
        return length;
    }
    f[length - 2] |= top_f << BITS;
    g[length - 2] |= top_g << BITS;
    length - 1
}

fn product(a: i32, b: i32) -> i64 {
    i64::from(a) * i64::from(b)
}

#[cfg(test)]
mod tests;
