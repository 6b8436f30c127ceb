//! The little that is written as JSON: records and normalised documents.

use alloc::string::String;

use crate::encoding::{decimal, hex};

/// Writes one object, member by member, in the order of the calls.
pub(crate) struct ObjectWriter {
    out: String,
}

impl ObjectWriter {
    pub(crate) fn new() -> Self {
        Self {
            out: String::from("{"),
        }
    }

    pub(crate) fn string(&mut self, name: &str, value: &str) {
        write_string(self.member(name), value);
    }

    /// A member that is there when its value is.
    pub(crate) fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.string(name, value);
        }
    }

    pub(crate) fn number(&mut self, name: &str, value: f64) {
        decimal::write(self.member(name), value);
    }

    pub(crate) fn flag(&mut self, name: &str, value: bool) {
        self.raw(name, if value { "true" } else { "false" });
    }

    /// A value that is JSON text already.
    pub(crate) fn raw(&mut self, name: &str, value: &str) {
        self.member(name).push_str(value);
    }

    /// The text, right after a member's name, for a value that is written by others.
    pub(crate) fn member(&mut self, name: &str) -> &mut String {
        if self.out.len() > 1 {
            self.out.push(',');
        }
        write_string(&mut self.out, name);
        self.out.push(':');
        &mut self.out
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push('}');
        self.out
    }
}

/// Writes a list; `write` writes one item.
pub(crate) fn write_list<T>(out: &mut String, list: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

/// Writes a list of strings.
pub(crate) fn write_strings(out: &mut String, list: &[impl AsRef<str>]) {
    write_list(out, list, |out, item| write_string(out, item.as_ref()));
}

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
        out.push_str("\\u");
        hex::write(out, &unit.to_be_bytes());
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
