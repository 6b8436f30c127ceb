//! `2^x mod n` by doubling, where Montgomery multiplication has nothing to start from yet.

use alloc::vec::Vec;

/// The smallest number of its class, big-endian, as long as the modulus; x at least its bits.
pub(super) fn power_of_two(x: usize, modulus: &[u8]) -> Vec<u8> {
    let n = words(modulus);
    // 2^(bits − 1) is below n, which is odd.
    let unused = modulus.first().map_or(0, |first| first.leading_zeros());
    let mut power = alloc::vec![0; modulus.len()];
    if let Some(byte) = power.first_mut() {
        *byte = 0x80 >> unused;
    }
    let mut power = words(&power);
    let mut bits = 8 * modulus.len();
    bits -= usize::try_from(unused).unwrap_or(0);
    for _ in bits - 1..x {
        let carry = double(&mut power);
        if carry || !power.iter().rev().lt(n.iter().rev()) {
            subtract(&mut power, &n);
        }
    }
    let bytes = power.iter().rev().flat_map(|word| word.to_be_bytes());
    bytes.skip(8 * n.len() - modulus.len()).collect()
}

/// From the lowest word on.
fn words(bytes: &[u8]) -> Vec<u64> {
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |word, &byte| word << 8 | u64::from(byte))
    };
    bytes.rchunks(8).map(word).collect()
}

/// Twice the number, and whether there is a bit more.
fn double(number: &mut [u64]) -> bool {
    let mut carry = 0;
    for word in number {
        (*word, carry) = (*word << 1 | carry, *word >> 63);
    }
    carry == 1
}

fn subtract(number: &mut [u64], n: &[u64]) {
    let mut borrow = false;
    for (word, &n) in number.iter_mut().zip(n) {
        let (difference, first) = word.overflowing_sub(n);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        (*word, borrow) = (difference, first | second);
    }
}
