//! Numbers in words and limbs: those of the standards, worked out at compile time from the digits as
//! they are printed there, and those that come as bytes.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "const functions are evaluated by the compiler, which refuses what is out of bounds"
)]

use crate::inversion::{BITS, Limbs, MASK, Modulus};

/// The bytes of hexadecimal digits; spaces between them are for the reader.
pub(crate) const fn bytes<const LEN: usize>(digits: &str) -> [u8; LEN] {
    let digits = digits.as_bytes();
    let mut bytes = [0; LEN];
    let (mut at, mut count) = (0, 0);
    while at < digits.len() {
        let value = match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            _ => 16,
        };
        if value < 16 {
            bytes[count / 2] = bytes[count / 2] << 4 | value;
            count += 1;
        }
        at += 1;
    }
    assert!(count == 2 * LEN);
    bytes
}

/// `a − b` of big-endian numbers, `a ≥ b`.
pub(crate) const fn minus<const LEN: usize>(a: &[u8; LEN], b: &[u8; LEN]) -> [u8; LEN] {
    let mut difference = [0; LEN];
    let mut borrow = 0;
    let mut i = LEN;
    while i > 0 {
        i -= 1;
        let part = 256 + a[i] as u16 - b[i] as u16 - borrow;
        difference[i] = part as u8;
        borrow = (part < 256) as u16;
    }
    assert!(borrow == 0);
    difference
}

/// A big-endian number in words, lowest first.
pub(crate) const fn words<const LEN: usize, const W: usize>(number: &[u8; LEN]) -> [u64; W] {
    let mut words = [0; W];
    let mut i = 0;
    while i < LEN {
        words[i / 8] |= (number[LEN - 1 - i] as u64) << (8 * (i % 8));
        i += 1;
    }
    words
}

/// The words of big-endian bytes, lowest first; bytes beyond them do not count.
pub(crate) fn words_from_be<const W: usize>(bytes: &[u8]) -> [u64; W] {
    let (_, chunks) = bytes.as_rchunks();
    let mut words = [0; W];
    for (word, chunk) in words.iter_mut().zip(chunks.iter().rev()) {
        *word = u64::from_be_bytes(*chunk);
    }
    words
}

/// 2^exponent modulo a modulus, by doubling.
pub(crate) const fn power_of_two(exponent: usize, modulus: &Modulus) -> Limbs {
    let mut value = [0; _];
    value[0] = 1;
    let mut count = 0;
    while count < exponent {
        let twice = sum(&value, &value, 1);
        let less = sum(&twice, &modulus.limbs, -1);
        value = if less[less.len() - 1] < 0 {
            twice
        } else {
            less
        };
        count += 1;
    }
    value
}

/// `a ± b`, whose top limb has the sign.
const fn sum(a: &Limbs, b: &Limbs, sign: i32) -> Limbs {
    let mut limbs = [0; _];
    let mut carry = 0;
    let mut i = 0;
    while i < a.len() {
        let sum = a[i] + sign * b[i] + carry;
        carry = sum >> BITS;
        limbs[i] = if i + 1 == a.len() { sum } else { sum & MASK };
        i += 1;
    }
    limbs
}

/// −p⁻¹ mod 2^64 of an odd p, by Newton's iteration: each step doubles the bits that are right.
#[cfg(any(test, target_pointer_width = "64"))]
pub(crate) const fn negative_inverse(p: u64) -> u64 {
    let mut inverse = p;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(p.wrapping_mul(inverse)));
        step += 1;
    }
    assert!(p.wrapping_mul(inverse) == 1);
    inverse.wrapping_neg()
}
