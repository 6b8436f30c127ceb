//! The little that is written as JSON: records and normalised documents.

use alloc::string::String;
use core::fmt::Write;

/// Writes a JSON string, quotes included (RFC 8259 §7).
///
/// Everything outside printable ASCII is escaped, so that a record can travel in an HTTP header
/// (RFC 9110 §5.5) and in a page without a second encoding.
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => write_escape(out, character),
        }
    }
    out.push('"');
}

fn write_escape(out: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::super::read;
    use super::*;
    use crate::limits::Limits;
    use alloc::format;

    #[test]
    fn quotes_controls_and_everything_beyond_ascii_are_escaped() {
        let mut out = String::new();
        write_string(&mut out, "a\"b\\c\n\u{7f}é\u{2028}😀");
        assert_eq!(out, r#""a\"b\\c\u000a\u007f\u00e9\u2028\ud83d\ude00""#);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "\u{0}\u{1f} \"\\/~\u{80}\u{ffff}\u{10000}\u{10ffff}";
        let mut out = String::new();
        write_string(&mut out, text);
        let document = format!("{{\"a\":{out}}}");
        let object = read(document.as_bytes(), 1000, &Limits::default()).unwrap();
        assert_eq!(object.get("a").unwrap().as_str(), Some(text));
    }
}
