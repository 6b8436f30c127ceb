//! Multiplication without tables, and without exceptions: what a key gets before it is prepared,
//! and what decides wherever the combs' additions do not hold.
//!
//! `u1·G + u2·Q` in one run of doublings (Shamir's trick), scalars in width-5 non-adjacent form
//! (Hankerson, Menezes, Vanstone: Guide to Elliptic Curve Cryptography, algorithms 3.35 and 3.51).

use super::field::Field;
use super::point::{Affine, Jacobian};
use super::scalar::Scalar;

const WIDTH: u32 = 5;
/// P, 3P, … 15P.
const ODD: usize = 1 << (WIDTH - 2);
/// Digits of a scalar of up to 384 bits.
const DIGITS: usize = 385;

/// `u1·g + u2·q`.
#[cold]
#[inline(never)]
pub(crate) fn double_multiple<F: Field>(
    u1: &Scalar,
    g: &Affine<F>,
    u2: &Scalar,
    q: &Affine<F>,
) -> Jacobian<F> {
    // Each in a place of its own: to move one is to copy it.
    let (u1, u2) = (&digits(u1), &digits(u2));
    let (g, q) = (&odd_multiples(g), &odd_multiples(q));
    let terms = [(u1, g), (u2, q)];
    (0..DIGITS).rev().fold(Jacobian::INFINITY, |sum, place| {
        // Doubling infinity is right, but not for free.
        let doubled = if sum.is_infinity() { sum } else { sum.double() };
        terms.iter().fold(doubled, |sum, (digits, multiples)| {
            let digit = digits.get(place).copied().unwrap_or_default();
            match multiples.get(usize::from(digit.unsigned_abs() / 2)) {
                Some(multiple) if digit > 0 => sum.add(multiple),
                Some(multiple) if digit < 0 => sum.add(&multiple.neg()),
                _ => sum,
            }
        })
    })
}

fn odd_multiples<F: Field>(point: &Affine<F>) -> [Jacobian<F>; ODD] {
    let first = Jacobian::from(*point);
    let twice = first.double();
    let mut multiples = [first; ODD];
    let mut last = first;
    for multiple in multiples.iter_mut().skip(1) {
        last = last.add(&twice);
        *multiple = last;
    }
    multiples
}

/// The non-adjacent form: every digit is zero or odd, between −15 and 15, with at least four zeros
/// after one that is not.
#[inline(never)]
fn digits(k: &Scalar) -> [i8; DIGITS] {
    let mut digits = [0; DIGITS];
    let mut carry = 0;
    let mut skip = 0;
    for (place, digit) in digits.iter_mut().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let [window, ..] = k.bits(place, 5).to_le_bytes();
        let window = window.cast_signed();
        if window & 1 != carry {
            // With the carry; what is above 16 is taken from the next window.
            let negative = window >= 16;
            *digit = if negative {
                (window | 1) - 32
            } else {
                window | 1
            };
            carry = i8::from(negative);
            skip = WIDTH - 1;
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_sparse_and_make_up_the_scalar() {
        for k in [
            1u128,
            15,
            16,
            17,
            31,
            0xffff_ffff,
            u128::MAX,
            0x1234_5678_9abc_def0,
        ] {
            let digits = digits(&Scalar::from_be_bytes(&k.to_be_bytes()));
            let sum = digits.iter().take(128).rev().fold(0u128, |sum, &digit| {
                sum.wrapping_mul(2).wrapping_add_signed(digit.into())
            });
            assert_eq!(sum, k);
            assert!(digits.iter().all(|&digit| digit == 0 || digit % 2 != 0));
        }
    }
}
