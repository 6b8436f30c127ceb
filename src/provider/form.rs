//! What the options of a preset may look like: nothing that makes another address of its URLs, and
//! nothing that JSON would have to escape.

use alloc::vec::Vec;

use super::filling::Given;
use crate::encoding::json::Object;
use crate::error::{PolicyError, PolicyFault};
use crate::oauth::is_origin;
use crate::policy::fields::Fields;

/// The options that a preset asks for, every one of them, and no others. A form with a star takes a
/// list.
pub(super) fn read_options<'a>(
    forms: &'a Object,
    options: &'a Object,
    path: &str,
) -> Result<Vec<Given<'a>>, PolicyError> {
    let mut fields = Fields::new(options, path);
    let mut given = Vec::new();
    for (name, form) in forms.iter() {
        let form = form.as_str().unwrap_or_default();
        let (form, most) = match form.strip_suffix('*') {
            Some(form) => (form, usize::MAX),
            None => (form, 1),
        };
        let texts = fields
            .str_or_strings(name)?
            .ok_or_else(|| fields.fault(PolicyFault::Missing, name))?;
        if texts.len() > most || !texts.iter().all(|text| fits(text, form)) {
            return Err(fields.fault(PolicyFault::Value, name));
        }
        given.push((name, texts.join(r#"",""#)));
    }
    fields.finish()?;
    Ok(given)
}

fn fits(text: &str, form: &str) -> bool {
    let is_of = |fits: fn(u8) -> bool| text.bytes().all(fits);
    match form {
        // One segment of a path, or one label of a host: no dots lead out of it.
        "name" => is_of(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')),
        // As Entra writes it, in lower case: 8-4-4-4-12.
        "guid" => {
            let is_digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
            let groups = text.split('-').map(str::len);
            groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || is_digit(b))
        }
        // In lower case and without a port.
        "host" => !text.contains(':') && is_origin(&["https://", text].concat()),
        "origin" => is_origin(text),
        // Scheme, host and port, and a path of plain segments.
        _ => {
            let path = text
                .match_indices('/')
                .nth(2)
                .map_or(text.len(), |(at, _)| at);
            let (origin, path) = text.split_at_checked(path).unwrap_or_default();
            let mut segments = path.split('/').skip(1);
            is_origin(origin) && segments.all(|name| !name.is_empty() && fits(name, "name"))
        }
    }
}
