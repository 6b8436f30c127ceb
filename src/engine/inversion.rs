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
    reason = "fixed-size limbs, every index is a loop's bound below N, casts split limbs, and names are the paper's"
)]

use super::packing::{pack, unpack};

/// Bits of a limb; the top limb carries the sign.
const BITS: u32 = 30;
const MASK: i32 = (1 << BITS) - 1;

/// An odd modulus below 2^(30·N − 2), in limbs of 30 bits, lowest first.
pub(crate) struct Modulus<const N: usize> {
    limbs: [i32; N],
    /// Its inverse modulo 2^30.
    inverse: u32,
}

/// 2^30 times the matrix of thirty division steps: |u| + |v| ≤ 2^30 and |q| + |r| ≤ 2^30.
struct Transition {
    u: i32,
    v: i32,
    q: i32,
    r: i32,
}

impl<const N: usize> Modulus<N> {
    /// The modulus of limbs of 30 bits; it must be odd.
    pub(crate) const fn new(unpacked: [u64; N]) -> Self {
        let mut limbs = [0; N];
        let mut i = 0;
        while i < N {
            limbs[i] = unpacked[i] as i32;
            i += 1;
        }
        // Newton's iteration doubles the good bits: x·x ≡ 1 mod 8, then 6, 12, 24, 48.
        let low = limbs[0] as u32;
        let mut inverse = low;
        let mut round = 0;
        while round < 4 {
            inverse = inverse.wrapping_mul(2u32.wrapping_sub(low.wrapping_mul(inverse)));
            round += 1;
        }
        Self { limbs, inverse }
    }

    /// The inverse in [0, modulus) of a number in [0, modulus); zero when there is none.
    pub(crate) fn invert<const W: usize>(&self, words: &[u64; W]) -> [u64; W] {
        let limbs = unpack::<BITS, N, W>(words).map(|limb| limb as i32);
        pack::<BITS, N, W>(&self.invert_limbs(limbs).map(|limb| limb as u64))
    }

    #[inline(never)]
    fn invert_limbs(&self, mut g: [i32; N]) -> [i32; N] {
        // Throughout d·x ≡ f and e·x ≡ g, up to the powers of two that every round takes out.
        let mut d = [0; N];
        let mut e = [0; N];
        e[0] = 1;
        let mut f = self.limbs;
        let mut eta = -1;
        let mut length = N;
        while g[..length].iter().any(|&limb| limb != 0) {
            let (next, t) = divide(eta, f[0] as u32, g[0] as u32);
            eta = next;
            self.follow(&mut d, &mut e, &t);
            apply(&mut f[..length], &mut g[..length], &t);
            length = shorten(&mut f, &mut g, length);
        }
        // g = 0, so f = ± gcd, which is ± 1 when there is an inverse; for 0 it is the modulus.
        self.normalize(d, f[length - 1] < 0)
    }

    /// (d, e) := matrix · (d, e) / 2^30 modulo the modulus; both stay in (−2·modulus, modulus).
    fn follow(&self, d: &mut [i32; N], e: &mut [i32; N], t: &Transition) {
        let (u, v, q, r) = (t.u, t.v, t.q, t.r);
        let (below_d, below_e) = (d[N - 1] >> 31, e[N - 1] >> 31);
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
        for i in 1..N {
            cd = (cd >> BITS) + product(u, d[i]) + product(v, e[i]) + product(self.limbs[i], md);
            ce = (ce >> BITS) + product(q, d[i]) + product(r, e[i]) + product(self.limbs[i], me);
            d[i - 1] = cd as i32 & MASK;
            e[i - 1] = ce as i32 & MASK;
        }
        d[N - 1] = (cd >> BITS) as i32;
        e[N - 1] = (ce >> BITS) as i32;
    }

    /// From (−2·modulus, modulus), negated on demand, to [0, modulus).
    fn normalize(&self, mut d: [i32; N], negate: bool) -> [i32; N] {
        if d[N - 1] < 0 {
            self.add_to(&mut d);
        }
        if negate {
            let mut carry = 0;
            for limb in &mut d {
                *limb = carry - *limb;
                carry = *limb >> BITS;
                *limb &= MASK;
            }
            d[N - 1] |= carry << BITS;
        }
        if d[N - 1] < 0 {
            self.add_to(&mut d);
        }
        d
    }

    /// Adds the modulus; the top limb keeps the sign.
    fn add_to(&self, d: &mut [i32; N]) {
        let mut carry = 0;
        for (limb, modulus) in d.iter_mut().zip(&self.limbs) {
            *limb += modulus + carry;
            carry = *limb >> BITS;
            *limb &= MASK;
        }
        d[N - 1] |= carry << BITS;
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
fn shorten<const N: usize>(f: &mut [i32; N], g: &mut [i32; N], length: usize) -> usize {
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
