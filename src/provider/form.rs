//! What the options of a preset may look like: nothing that could make another address of its URLs.

use alloc::format;
use alloc::vec::Vec;

use super::{Given, member};
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};
use crate::oauth::{is_endpoint, is_origin};
use crate::policy::fields::Fields;

/// The options that a preset asks for, every one of them, and no others.
pub(super) fn read_options<'a>(
    data: &'a Object,
    options: &'a Object,
    path: &str,
) -> Result<Given<'a>, PolicyError> {
    let mut fields = Fields::new(options, path);
    let mut given = Vec::new();
    for (name, form) in member(data, "options").into_iter().flat_map(Object::iter) {
        let value = fields
            .value(name)
            .ok_or_else(|| fields.fault(PolicyFault::Missing, name))?;
        let path = fields.path_of(name);
        match form.as_array() {
            None => {
                let text = fields.str(name)?;
                check(text, form, &path)?;
            }
            Some(form) => {
                for (index, text) in fields.strings(name)?.iter().flatten().enumerate() {
                    let form = form.first().unwrap_or(&Value::Null);
                    check(text, form, &format!("{path}[{index}]"))?;
                }
            }
        }
        given.push((name, value.clone()));
    }
    fields.finish()?;
    Ok(given)
}

fn check(text: &str, form: &Value, path: &str) -> Result<(), PolicyError> {
    let fits = match form.as_str() {
        Some("host") => is_host(text),
        Some("name") => is_name(text),
        Some("guid") => is_guid(text),
        Some("origin") => is_origin(text),
        Some("url") => is_base_url(text),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(PolicyError::new(PolicyFault::Value, path))
}

/// A host name of two labels or more in lower case, without a port (RFC 1123 §2.1).
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// One segment of a path, or one label of a host, that no encoding changes and no dots lead out of.
fn is_name(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// A GUID as Entra writes it: in lower case.
fn is_guid(text: &str) -> bool {
    let mut groups = [8, 4, 4, 4, 12].into_iter();
    let is_group = |group: &str| {
        groups.next() == Some(group.len())
            && group
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    text.len() == 36 && text.split('-').all(is_group)
}

/// An endpoint that more can be added to: no query, no slash at the end, nothing that stands for
/// something else.
fn is_base_url(text: &str) -> bool {
    is_endpoint(text) && !text.ends_with('/') && !text.contains(['?', '{', '}', '%', '\\'])
}
