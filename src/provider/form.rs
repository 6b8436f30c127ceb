//! What the options of a preset may look like: nothing that makes another address of its URLs, and
//! nothing that JSON would have to escape.

use alloc::string::String;
use alloc::vec::Vec;

use super::filling::Given;
use crate::encoding::json::Object;
use crate::error::{PolicyError, PolicyFault};
use crate::oauth::is_endpoint;
use crate::policy::fields::Fields;

/// What stands between the items of a list, within its quotes and brackets.
const BETWEEN: &str = r#"",""#;

/// Characters of a GUID (RFC 9562 §4).
const GUID: usize = 36;

/// The options that a preset asks for, every one of them, and no others.
///
/// A form holds the characters that a text may have beside digits and small letters, `A` for capitals,
/// and `G` where it is a GUID. With a colon it is a URL, and with a star at its end it takes a list.
pub(super) fn read_options<'a>(
    forms: &'a Object,
    options: &'a Object,
    path: &str,
) -> Result<Vec<Given<'a>>, PolicyError> {
    let mut fields = Fields::new(options, path);
    let mut given = Vec::new();
    for (name, form) in forms.iter() {
        let form = form.as_str().unwrap_or_default();
        let Some(texts) = fields.str_or_strings(name)? else {
            return Err(fields.fault(PolicyFault::Missing, name));
        };
        let (form, most) = match form.strip_suffix('*') {
            Some(form) => (form, usize::MAX),
            None => (form, 1),
        };
        let mut joined = String::new();
        for (index, text) in texts.iter().enumerate() {
            if index >= most || !fits(text, form) {
                return Err(fields.fault(PolicyFault::Value, name));
            }
            if index > 0 {
                joined.push_str(BETWEEN);
            }
            joined.push_str(text);
        }
        given.push((name, joined));
    }
    fields.finish()?;
    Ok(given)
}

/// A slash at the end is a mistake that is easily made: no origin has one, and no base of a URL.
fn fits(text: &str, form: &str) -> bool {
    let has = |mark: u8| form.bytes().any(|b| b == mark);
    let is_fit = |b: u8| match b {
        b'a'..=b'z' | b'0'..=b'9' => true,
        b'A'..=b'Z' => has(b'A'),
        _ => has(b),
    };
    let is_length = !has(b'G') || text.len() == GUID;
    let is_url = !has(b':') || is_endpoint(text);
    text.bytes().all(is_fit) && !text.ends_with('/') && is_length && is_url
}
