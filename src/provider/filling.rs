//! A preset's text with what was given in its places.

use alloc::string::String;

use crate::encoding::json::{self, Object};
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;

/// The name of an option, and the text for its place: of a list the items with `","` in between.
pub(super) type Given<'a> = (&'a str, String);

/// Puts texts, which need no escape, into their places. A place that has none stays.
pub(super) fn fill(text: &str, given: &[Given<'_>]) -> String {
    let mut parts = text.split('$');
    let mut filled = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let place = given
            .iter()
            .find_map(|(name, value)| Some((value.as_str(), part.strip_prefix(name)?)));
        let (value, rest) = place.unwrap_or(("$", part));
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

pub(super) fn read(text: &str) -> Result<Object, PolicyError> {
    json::read(text.as_bytes(), usize::MAX, &Limits::default())
        .map_err(|_| PolicyError::new(PolicyFault::Malformed, "preset"))
}
