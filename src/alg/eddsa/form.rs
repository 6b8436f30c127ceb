//! What the bytes of an Ed25519 signature alone show.

/// Whether a signature R‖S of exactly 64 bytes has S < L and an R that is canonical and not of
/// small order; for an engine that may not look itself.
///
/// That R is a point at all needs no look: the engine compares it with one, or decodes it.
pub(crate) fn is_well_formed(signature: &[u8]) -> bool {
    let Some((r, s)) = signature.split_first_chunk::<32>() else {
        return false;
    };
    s.len() == 32 && less(s, &ORDER) && is_canonical_of_large_order(r)
}

/// L = 2^252 + 27742317777372353535851937790883648493, the order of the base point, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// p = 2^255 − 19, little-endian.
const PRIME: [u8; 32] = {
    let mut p = [0xff; 32];
    p[0] = 0xed;
    p[31] = 0x7f;
    p
};

/// The y of the eight points whose order divides the cofactor: 1, −1 (order 2), 0 (order 4) and the
/// two of order 8, each little-endian. Their x is 0 or one of ±x, so either sign bit names such a
/// point, or names x = −0, which is no encoding at all (RFC 8032 §5.1.3).
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    {
        let mut minus_one = PRIME;
        minus_one[0] = 0xec;
        minus_one
    },
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// Whether 32 bytes are a y < p, with a sign bit, of no point of small order.
fn is_canonical_of_large_order(point: &[u8; 32]) -> bool {
    let mut y = *point;
    if let Some(last) = y.last_mut() {
        *last &= 0x7f;
    }
    less(&y, &PRIME) && !SMALL_ORDER.contains(&y)
}

/// Whether one little-endian number of 32 bytes is less than another.
fn less(one: &[u8], other: &[u8; 32]) -> bool {
    one.iter().rev().lt(other.iter().rev())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::VerifyingKey;

    use super::*;

    /// A signature with this R and S = 0.
    fn signature(r: &[u8; 32]) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(r);
        bytes
    }

    /// What `verify_strict` asks of an R that is a point.
    fn is_strict(r: &VerifyingKey, bytes: &[u8; 32]) -> bool {
        r.to_edwards().compress().to_bytes() == *bytes && !r.is_weak()
    }

    #[test]
    fn rfc_8032_5_1_3_every_small_order_is_refused_under_either_sign() {
        let mut points = 0;
        for y in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut r = y;
                r[31] |= sign;
                assert!(!is_well_formed(&signature(&r)));
                let point = VerifyingKey::from_bytes(&r).ok();
                points += usize::from(point.is_some_and(|point| point.is_weak()));
            }
        }
        // Eight points; those with x = 0 have a second encoding, which the library takes.
        assert_eq!(points, 10);
    }

    #[test]
    fn rfc_8032_5_1_3_a_y_of_p_or_more_is_refused() {
        for low in 0xec..=0xff {
            for sign in [0x7f, 0xff] {
                let mut r = PRIME;
                (r[0], r[31]) = (low, sign);
                assert!(!is_well_formed(&signature(&r)), "{low:x} {sign:x}");
            }
        }
        let mut below = PRIME;
        below[0] = 0xeb;
        assert!(is_well_formed(&signature(&below)));
    }

    #[test]
    fn rfc_8032_5_1_7_s_is_below_the_order() {
        let mut r = [0; 32];
        r[0] = 3;
        let mut bytes = signature(&r);
        for (low, high, good) in [
            (0xec, 0x10, true),
            (0xed, 0x10, false),
            (0xee, 0x10, false),
            (0xec, 0x11, false),
            (0xed, 0x0f, true),
            (0xff, 0xff, false),
        ] {
            bytes[32..].copy_from_slice(&ORDER);
            (bytes[32], bytes[63]) = (low, high);
            assert_eq!(is_well_formed(&bytes), good, "{low:x} {high:x}");
        }
        for length in [0, 31, 32, 63] {
            assert!(!is_well_formed(&bytes[..length]));
        }
        assert!(!is_well_formed(&[bytes.as_slice(), &[0]].concat()));
    }

    #[test]
    fn of_points_it_refuses_what_the_strict_library_refuses() {
        let mut state = 1_u64;
        let mut points = 0;
        for _ in 0..4_000 {
            let mut r = [0; 32];
            for byte in &mut r {
                // Knuth's MMIX generator; its high bits are the good ones.
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *byte = state.to_le_bytes()[7];
            }
            if let Ok(point) = VerifyingKey::from_bytes(&r) {
                points += 1;
                assert_eq!(is_well_formed(&signature(&r)), is_strict(&point, &r));
            }
        }
        assert!(points > 1_000);
    }
}
