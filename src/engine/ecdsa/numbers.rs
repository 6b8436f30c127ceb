//! Numbers of the standards, worked out at compile time from the digits as they are printed there.

#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses what is out of bounds"
)]

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

/// A small big-endian number.
pub(crate) const fn small<const LEN: usize>(value: u8) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    bytes[LEN - 1] = value;
    bytes
}

/// A big-endian number in little-endian limbs of 29 bits.
#[cfg(any(test, not(target_pointer_width = "64")))]
pub(crate) const fn limbs29<const LEN: usize, const N: usize>(number: &[u8; LEN]) -> [i32; N] {
    let mut limbs = [0; N];
    let mut bit = 0;
    while bit < 8 * LEN {
        let set = number[LEN - 1 - bit / 8] >> (bit % 8) & 1;
        limbs[bit / 29] |= (set as i32) << (bit % 29);
        bit += 1;
    }
    limbs
}

/// A big-endian number in little-endian limbs of 64 bits.
#[cfg(any(test, target_pointer_width = "64"))]
pub(crate) const fn limbs64<const LEN: usize, const N: usize>(number: &[u8; LEN]) -> [u64; N] {
    let mut limbs = [0; N];
    let mut i = 0;
    while i < LEN {
        limbs[i / 8] |= (number[LEN - 1 - i] as u64) << (8 * (i % 8));
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
