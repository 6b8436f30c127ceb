//! One pass over the text: a cursor, and a function for each rule of RFC 8259's grammar.

#![allow(
    clippy::inline_always,
    reason = "a build for size would make calls of what is done for every byte"
)]

use alloc::borrow::ToOwned;
use alloc::collections::BinaryHeap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Number, Object, Value};
use crate::limits::Limits;

/// Why bytes are not one strict JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonFault {
    /// Not UTF-8, or begun by a byte order mark (RFC 8259 §8.1, RFC 8725 §3.7).
    Utf8,
    /// Not the grammar of RFC 8259, not an object, or more than one value; a lone surrogate escape
    /// counts as well.
    Syntax,
    /// A name occurs twice in one object (RFC 7515 §4, RFC 7519 §4).
    Duplicate,
    /// A member is named `__proto__`, which some readers take for a prototype.
    Member,
    /// A number that no double can hold (RFC 8259 §6).
    Number,
    /// Nested more deeply than [`Limits::depth`].
    Depth,
    /// An object with more members than [`Limits::members`].
    Members,
    /// More bytes than the caller allows.
    Size,
}

/// No limit may be raised so far that nesting exhausts the stack.
const DEEPEST: usize = 128;

/// Up to here names are compared pairwise as they come; beyond, they are sorted once.
const FEW: usize = 16;

/// Reads exactly one object of at most `max_len` bytes, with whitespace around it at most.
///
/// The outermost object has depth 1. Items of an array are bounded by the size alone.
pub(crate) fn read(bytes: &[u8], max_len: usize, limits: &Limits) -> Result<Object, JsonFault> {
    if bytes.len() > max_len {
        return Err(JsonFault::Size);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| JsonFault::Utf8)?;
    if text.starts_with('\u{FEFF}') {
        return Err(JsonFault::Utf8);
    }
    let mut reader = Reader {
        text,
        at: 0,
        depth: limits.depth.min(DEEPEST),
        members: limits.members,
    };
    reader.skip_whitespace();
    if reader.next() != Some(b'{') {
        return Err(JsonFault::Syntax);
    }
    let object = reader.object(1)?;
    reader.skip_whitespace();
    if reader.peek().is_some() {
        return Err(JsonFault::Syntax);
    }
    Ok(object)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    members: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self, depth: usize) -> Result<Value, JsonFault> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(Value::String)
            }
            Some(b'{') => {
                self.at += 1;
                self.object(depth + 1).map(Value::Object)
            }
            Some(b'[') => {
                self.at += 1;
                self.array(depth + 1).map(Value::Array)
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(JsonFault::Syntax),
        }
    }

    /// The rest of an object whose brace has been read.
    fn object(&mut self, depth: usize) -> Result<Object, JsonFault> {
        if depth > self.depth {
            return Err(JsonFault::Depth);
        }
        let mut members: Vec<(String, Value)> = Vec::new();
        self.skip_whitespace();
        if self.take(b'}') {
            return Ok(Object::from_members(members));
        }
        loop {
            self.expect(b'"')?;
            let name = self.string()?;
            if name == "__proto__" {
                return Err(JsonFault::Member);
            }
            if members.iter().take(FEW).any(|(known, _)| *known == name) {
                return Err(JsonFault::Duplicate);
            }
            if members.len() == self.members {
                return Err(JsonFault::Members);
            }
            self.skip_whitespace();
            self.expect(b':')?;
            self.skip_whitespace();
            let value = self.value(depth)?;
            members.push((name, value));
            self.skip_whitespace();
            match self.next() {
                Some(b',') => self.skip_whitespace(),
                Some(b'}') => break,
                _ => return Err(JsonFault::Syntax),
            }
        }
        if members.len() > FEW && has_duplicate(&members) {
            return Err(JsonFault::Duplicate);
        }
        Ok(Object::from_members(members))
    }

    /// The rest of an array whose bracket has been read.
    fn array(&mut self, depth: usize) -> Result<Vec<Value>, JsonFault> {
        if depth > self.depth {
            return Err(JsonFault::Depth);
        }
        let mut items = Vec::new();
        self.skip_whitespace();
        if self.take(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_whitespace();
            match self.next() {
                Some(b',') => self.skip_whitespace(),
                Some(b']') => return Ok(items),
                _ => return Err(JsonFault::Syntax),
            }
        }
    }

    /// The rest of a string whose first quote has been read.
    fn string(&mut self) -> Result<String, JsonFault> {
        let plain = self.plain_run();
        match self.next() {
            Some(b'"') => return Ok(plain.to_owned()),
            Some(b'\\') => {}
            _ => return Err(JsonFault::Syntax),
        }
        let mut text = plain.to_owned();
        loop {
            text.push(self.escape()?);
            text.push_str(self.plain_run());
            match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => {}
                _ => return Err(JsonFault::Syntax),
            }
        }
    }

    /// What stands before the next quote, backslash or control character. All three are ASCII, so
    /// the run ends between characters.
    fn plain_run(&mut self) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0x00..=0x1F))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// One escape whose backslash has been read (RFC 8259 §7).
    fn escape(&mut self) -> Result<char, JsonFault> {
        Ok(match self.next() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(JsonFault::Syntax),
        })
    }

    fn code_point(&mut self) -> Result<char, JsonFault> {
        let first = self.code_unit()?;
        let code = match first {
            0xD800..=0xDBFF => {
                self.expect(b'\\')?;
                self.expect(b'u')?;
                let second = self.code_unit()?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    return Err(JsonFault::Syntax);
                }
                0x1_0000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
            }
            other => other,
        };
        char::from_u32(code).ok_or(JsonFault::Syntax)
    }

    fn code_unit(&mut self) -> Result<u32, JsonFault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.next().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or(JsonFault::Syntax)?;
        }
        Ok(unit)
    }

    /// `-? (0 / [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` (RFC 8259 §6).
    fn number(&mut self) -> Result<Number, JsonFault> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Number::read(text).ok_or(JsonFault::Number)
    }

    fn digits(&mut self) -> Result<(), JsonFault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(JsonFault::Syntax)
        } else {
            Ok(())
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonFault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(JsonFault::Syntax);
        }
        self.at += word.len();
        Ok(value)
    }

    #[cfg_attr(feature = "fast", inline(always))]
    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    #[cfg_attr(feature = "fast", inline(always))]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[cfg_attr(feature = "fast", inline(always))]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonFault> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(JsonFault::Syntax)
        }
    }
}

fn has_duplicate(members: &[(String, Value)]) -> bool {
    // A heap sorts in a fraction of the code that a slice's own sort is.
    let names: BinaryHeap<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names
        .into_sorted_vec()
        .windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
}

#[cfg(test)]
mod tests;
