//! Hexadecimal digits, without the formatting machinery of `core::fmt`: a module without it is
//! smaller by 3 KB.

use alloc::string::String;

/// Writes two lower-case digits for each byte.
pub(crate) fn write(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.extend(char::from_digit(u32::from(digit), 16));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_two_digits() {
        let mut out = String::new();
        write(&mut out, &[0x00, 0x0f, 0xa0, 0xff]);
        assert_eq!(out, "000fa0ff");
    }
}
