//! Where the sum so far meets what is added to it.

use num_bigint::BigUint;

/// Scalars and a private key for which u1·G + u2·Q has an exceptional addition on its way.
pub struct Meeting {
    pub when: String,
    pub u1: BigUint,
    pub u2: BigUint,
    pub d: BigUint,
}

/// The highest digit of a scalar in windows of 4 to 8 bits, in place: as it stands, and as signed
/// windows round it. The name says which windows.
pub fn highest_digits(scalar: &BigUint, bits: usize) -> Vec<(String, BigUint)> {
    let mut digits: Vec<(String, BigUint)> = Vec::new();
    for width in 4..=8 {
        let at = width * ((bits - 1) / width);
        let plain = scalar >> at << at;
        let signed = (scalar + (BigUint::from(1_u8) << (at - 1))) >> at << at;
        for (kind, digit) in [("", plain), ("signed ", signed)] {
            let held = digits.iter().any(|(_, known)| *known == digit);
            if digit != BigUint::ZERO && !held {
                digits.push((format!("{kind}{width} bits"), digit));
            }
        }
    }
    digits
}
