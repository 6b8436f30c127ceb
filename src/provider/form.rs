//! What the options of a preset may look like: nothing that makes another address of its URLs, and
//! nothing that JSON would have to escape.

use alloc::vec::Vec;

use super::filling::Given;
use crate::encoding::json::Object;
use crate::error::{PolicyError, PolicyFault};
use crate::oauth::is_endpoint;
use crate::policy::fields::Fields;

/// Characters of a GUID (RFC 9562 §4).
const GUID: usize = 36;

/// The options that a preset asks for, every one of them, and no others.
///
/// A form holds the characters that a text may have beside digits and small letters, `A` for capitals,
/// and `G` where it is a GUID. With a colon it is a URL, and with a star at its end it takes a list.
#[inline(never)]
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
        let is_list = form.ends_with('*');
        if (texts.len() > 1 && !is_list) || !texts.iter().all(|text| fits(text, form)) {
            return Err(fields.fault(PolicyFault::Value, name));
        }
        given.push((name, texts.join(r#"",""#)));
    }
    fields.finish()?;
    Ok(given)
}

/// A slash at the end is a mistake that is easily made: no origin has one, and no base of a URL.
fn fits(text: &str, form: &str) -> bool {
    let is_fit = |b: u8| match b {
        b'a'..=b'z' | b'0'..=b'9' => true,
        b'A'..=b'Z' => form.contains('A'),
        _ => form.as_bytes().contains(&b) && b != b'*',
    };
    let has_length = !form.contains('G') || text.len() == GUID;
    let is_url = form.contains(':');
    text.bytes().all(is_fit) && has_length && !text.ends_with('/') && (!is_url || is_endpoint(text))
}
