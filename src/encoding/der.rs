//! The little of DER (X.690 §10) that leads to the key in a certificate.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const SEQUENCE: u8 = 0x30;
/// From here on tags are the context's own; their elements may be absent.
const OPTIONAL: u8 = 0x80;

/// The tags of the elements of a constructed value, in order, and the place of the wanted one.
pub(crate) type Step = (&'static [u8], usize);

/// The content of the element that a path leads to. Each value on the way consists of one element
/// of each tag and nothing else.
pub(crate) fn follow<'d>(mut content: &'d [u8], path: &[Step]) -> Option<&'d [u8]> {
    for (tags, wanted) in path {
        content = element(content, tags, *wanted)?;
    }
    Some(content)
}

/// The content of one element, which is empty where it is absent.
fn element<'d>(mut content: &'d [u8], tags: &[u8], wanted: usize) -> Option<&'d [u8]> {
    let mut found: &[u8] = &[];
    for (place, tag) in tags.iter().enumerate() {
        if content.first() == Some(tag) {
            let (inner, rest) = take(content)?;
            content = rest;
            if place == wanted {
                found = inner;
            }
        } else if *tag < OPTIONAL {
            return None;
        }
    }
    content.is_empty().then_some(found)
}

/// The content of the first element and what follows it. Its length is definite, in the shortest
/// form (X.690 §10.1) and below 64 KiB.
fn take(elements: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match elements {
        [_, length @ ..=0x7F, rest @ ..] | [_, 0x81, length @ 0x80..=0xFF, rest @ ..] => {
            (usize::from(*length), rest)
        }
        [_, 0x82, high @ 1..=0xFF, low, rest @ ..] => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// The bytes of a positive INTEGER, without the zero that keeps it positive (X.690 §8.3.2).
pub(crate) fn positive(integer: &[u8]) -> Option<&[u8]> {
    match integer {
        [0, number @ ..] if matches!(number, [0x80..=0xFF, ..]) => Some(number),
        [1..=0x7F, ..] => Some(integer),
        _ => None,
    }
}

/// The bytes of a BIT STRING of whole bytes (X.690 §8.6.2).
pub(crate) fn bytes(bit_string: &[u8]) -> Option<&[u8]> {
    bit_string.strip_prefix(&[0])
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn x_690_10_1_a_length_has_one_form() {
        let content = |length: &[u8], count: usize| {
            let element = [&[SEQUENCE], length, &vec![7; count]].concat();
            follow(&element, &[(&[SEQUENCE], 0)]).map(<[u8]>::len)
        };
        for (length, count) in [
            (&[0][..], 0),
            (&[0x7F], 127),
            (&[0x81, 0x80], 128),
            (&[0x81, 0xFF], 255),
            (&[0x82, 1, 0], 256),
            (&[0x82, 0xFF, 0xFF], 65_535),
        ] {
            assert_eq!(content(length, count), Some(count));
        }
        for (length, count) in [
            (&[][..], 0),
            (&[0x80], 2),
            (&[0x81], 0),
            (&[0x81, 0x7F], 127),
            (&[0x82, 0, 0x80], 128),
            (&[0x82, 1], 256),
            (&[0x83, 1, 0, 0], 65_536),
            (&[0xFF], 127),
            (&[2], 1),
            (&[2], 3),
        ] {
            assert_eq!(content(length, count), None, "{length:02x?} {count}");
        }
    }

    #[test]
    fn every_element_has_its_place_and_only_the_contexts_own_may_be_absent() {
        const TAGS: &[u8] = &[0xA0, INTEGER, 0xA3];
        let of = |content: &'static [u8]| {
            let found = [0, 1, 2].map(|place| follow(content, &[(TAGS, place)]));
            found.iter().all(Option::is_some).then_some(found)
        };
        let (number, empty) = (Some(&[7][..]), Some(&[][..]));
        for (content, expected) in [
            (&[0xA0, 1, 7, 2, 1, 7, 0xA3, 1, 7][..], [number; 3]),
            (&[2, 1, 7, 0xA3, 1, 7], [empty, number, number]),
            (&[2, 1, 7], [empty, number, empty]),
        ] {
            assert_eq!(of(content), Some(expected));
        }
        for content in [
            &[][..],
            &[0xA0, 1, 7],
            &[3, 1, 7],
            &[2, 1, 7, 2, 1, 7],
            &[0xA3, 1, 7, 2, 1, 7],
            &[2, 1, 7, 0xA3, 1, 7, 0xA3, 1, 7],
            &[2, 1, 7, 0xA3],
        ] {
            assert_eq!(follow(content, &[(TAGS, 1)]), None, "{content:02x?}");
        }
    }

    #[test]
    fn x_690_8_3_2_a_positive_number_has_one_form() {
        assert_eq!(positive(&[1]), Some(&[1][..]));
        assert_eq!(positive(&[0, 0x80]), Some(&[0x80][..]));
        for other in [&[][..], &[0], &[0x80], &[0, 1], &[0, 0], &[0, 0, 0x80]] {
            assert_eq!(positive(other), None, "{other:02x?}");
        }
    }

    #[test]
    fn x_690_8_6_2_only_whole_bytes_are_bytes() {
        assert_eq!(bytes(&[0, 9]), Some(&[9][..]));
        assert_eq!(bytes(&[1, 8]), None);
        assert_eq!(bytes(&[]), None);
    }
}
