//! Base64url without padding, in its one canonical form (RFC 4648 §5, RFC 7515 §2).

#![allow(
    clippy::inline_always,
    reason = "a build for size would make calls of what is done for every group"
)]

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Why a text is not canonical base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base64Fault {
    /// A character outside the alphabet; padding, whitespace and line breaks are such characters
    /// (RFC 4648 §3.3, RFC 7515 §2).
    Character,
    /// A length no encoder makes, or trailing bits that are not zero (RFC 4648 §3.5).
    NotCanonical,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What the table holds for a character outside the alphabet: a bit no value has.
const OUTSIDE: u8 = 0x80;

/// The character of the value zero.
const ZERO: u8 = b'A';

static VALUES: [u8; 256] = values();

#[allow(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, where a fault is a build error"
)]
const fn values() -> [u8; 256] {
    let mut table = [OUTSIDE; 256];
    let mut index = 0;
    while index < ALPHABET.len() {
        table[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    table
}

/// The canonical text of some bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    let (groups, rest) = bytes.as_chunks::<3>();
    for &[x, y, z] in groups {
        let word = u32::from_be_bytes([0, x, y, z]);
        push_sextets(&mut text, word, 4);
    }
    match *rest {
        [x] => push_sextets(&mut text, u32::from_be_bytes([0, x, 0, 0]), 2),
        [x, y] => push_sextets(&mut text, u32::from_be_bytes([0, x, y, 0]), 3),
        _ => {}
    }
    text
}

/// The bytes of a canonical text; the empty text is the empty sequence.
///
/// A foreign character is reported before a wrong length: the one says that something else was
/// sent, the other that it was cut or altered.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Base64Fault> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    let spare = match rest.len() {
        2 => 1,
        3 => 2,
        _ => 0,
    };
    let mut bytes = vec![0; groups.len() * 3 + spare];
    let (slots, tail) = bytes.as_chunks_mut::<3>();

    // No branch per character: whatever is outside leaves its mark, looked at once at the end.
    let mut marks = 0;
    for (group, slot) in groups.iter().zip(slots) {
        let mark;
        (*slot, mark) = join(*group);
        marks |= mark;
    }
    let (last, mark) = join(match *rest {
        [one] => [one, ZERO, ZERO, ZERO],
        [one, two] => [one, two, ZERO, ZERO],
        [one, two, three] => [one, two, three, ZERO],
        _ => [ZERO; 4],
    });
    if (marks | mark) & OUTSIDE != 0 {
        return Err(Base64Fault::Character);
    }
    // A single left-over character holds six bits: never a byte.
    let (kept, spilt) = last.split_at_checked(tail.len()).unwrap_or_default();
    if rest.len() == 1 || spilt.iter().any(|&bits| bits != 0) {
        return Err(Base64Fault::NotCanonical);
    }
    for (slot, &byte) in tail.iter_mut().zip(kept) {
        *slot = byte;
    }
    Ok(bytes)
}

/// Three bytes from four characters, and the mark of any that is outside the alphabet.
///
/// Without loops, which a build for size would keep.
#[cfg_attr(feature = "fast", inline(always))]
fn join([one, two, three, four]: [u8; 4]) -> ([u8; 3], u8) {
    let value = |character| {
        VALUES
            .get(usize::from(character))
            .copied()
            .unwrap_or(OUTSIDE)
    };
    let (one, two, three, four) = (value(one), value(two), value(three), value(four));
    let word =
        u32::from(one) << 18 | u32::from(two) << 12 | u32::from(three) << 6 | u32::from(four);
    let [_, bytes @ ..] = word.to_be_bytes();
    (bytes, one | two | three | four)
}

/// Writes the first `count` of the four sextets in the lower 24 bits.
fn push_sextets(text: &mut String, word: u32, count: usize) {
    for shift in [18, 12, 6, 0].into_iter().take(count) {
        let [.., low] = (word >> shift).to_be_bytes();
        if let Some(&character) = ALPHABET.get(usize::from(low & 0x3F)) {
            text.push(char::from(character));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    /// RFC 4648 §10, without the padding.
    const VECTORS: [(&str, &str); 7] = [
        ("", ""),
        ("f", "Zg"),
        ("fo", "Zm8"),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg"),
        ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ];

    #[test]
    fn vectors_of_rfc_4648_section_10_go_both_ways() {
        for (plain, text) in VECTORS {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn the_example_of_rfc_7515_appendix_c_goes_both_ways() {
        let bytes = [3, 236, 255, 224, 193];
        assert_eq!(encode(&bytes), "A-z_4ME");
        assert_eq!(decode("A-z_4ME").unwrap(), bytes);
    }

    #[test]
    fn every_byte_at_every_offset_goes_both_ways() {
        for length in 0..=9 {
            for byte in 0..=255_u8 {
                let bytes: Vec<u8> = (0..length)
                    .map(|i: u8| byte.wrapping_add(i.wrapping_mul(37)))
                    .collect();
                assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn every_character_outside_the_alphabet_is_refused_at_every_place() {
        for byte in 0..=127_u8 {
            let inside = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            for place in 0..8 {
                let mut text = *b"AAAAAAAA";
                if let Some(slot) = text.get_mut(place) {
                    *slot = byte;
                }
                let text = core::str::from_utf8(&text).unwrap();
                assert_eq!(decode(text).is_ok(), inside, "byte {byte} at {place}");
            }
        }
        assert_eq!(decode("AAAAé"), Err(Base64Fault::Character));
    }

    #[test]
    fn padding_whitespace_and_the_other_alphabet_are_refused_rfc_7515_section_2() {
        for text in [
            "Zg==", "Zm8=", "Zm9v ", " Zm9v", "Zm9\nv", "Zm9v\r\n", "A+z/4ME", "=",
        ] {
            assert_eq!(decode(text), Err(Base64Fault::Character), "{text:?}");
        }
    }

    #[test]
    fn a_length_of_one_modulo_four_is_refused() {
        for text in ["A", "Zm9vY", "Zm9vYmFyA"] {
            assert_eq!(decode(text), Err(Base64Fault::NotCanonical), "{text}");
        }
    }

    #[test]
    fn trailing_bits_must_be_zero_rfc_4648_section_3_5() {
        // Of the 64 last characters, exactly 4 (two left) or 16 (three left) end in zero bits.
        let ends = |stem: &str| {
            let all = ALPHABET.iter().map(|&c| {
                let mut text = String::from(stem);
                text.push(char::from(c));
                decode(&text).is_ok()
            });
            all.filter(|&good| good).count()
        };
        assert_eq!(ends("A"), 4);
        assert_eq!(ends("AA"), 16);
        assert_eq!(ends("AAA"), 64);
        assert_eq!(decode("Zh"), Err(Base64Fault::NotCanonical));
        assert_eq!(decode("Zm9"), Err(Base64Fault::NotCanonical));
    }

    #[test]
    fn a_foreign_character_is_named_before_a_wrong_length() {
        assert_eq!(decode("Zm9v="), Err(Base64Fault::Character));
    }
}
