//! A policy that begins with what is known of a provider.

use super::Kind;
use super::fields::Fields;
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};

/// The members of the kind that the document names, or else of the preset's first.
pub(super) fn kind_of(template: &Object, asked: Option<Kind>) -> Option<(Kind, &Object)> {
    let mut kinds = template.get("kinds")?.as_object()?.iter();
    let (name, members) = match asked {
        None => kinds.next(),
        Some(kind) => kinds.find(|(name, _)| *name == kind.name()),
    }?;
    Some((Kind::from_name(name)?, members.as_object()?))
}

/// Refuses audiences whose tokens are for the provider's own API, or are given out to everybody.
pub(super) fn check_audience(
    template: &Object,
    fields: &mut Fields<'_>,
) -> Result<(), PolicyError> {
    let foreign = template.get("foreign").and_then(Value::as_array);
    let mut foreign = foreign.into_iter().flatten().filter_map(Value::as_str);
    let audience = fields.str_or_strings("audience")?.unwrap_or_default();
    if foreign.any(|start| audience.iter().any(|ours| ours.starts_with(start))) {
        return Err(fields.fault(PolicyFault::Audience, "audience"));
    }
    Ok(())
}
