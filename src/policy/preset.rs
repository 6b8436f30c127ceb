//! A policy that begins with what is known of a provider.

use alloc::vec::Vec;

use super::Kind;
use super::builder::PolicyBuilder;
use super::fields::Fields;
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};
use crate::provider::templates;

impl PolicyBuilder {
    /// Builders that have read the preset of a document, one for each issuer that it stands for; none
    /// where the document has no preset.
    pub(super) fn from_preset(
        kind: Option<Kind>,
        fields: &mut Fields<'_>,
    ) -> Result<Vec<Self>, PolicyError> {
        let templates = templates(fields)?;
        let mut builders = Vec::with_capacity(templates.len());
        for template in &templates {
            let (kind, of_kind) =
                kind_of(template, kind).ok_or_else(|| fields.fault(PolicyFault::Value, "kind"))?;
            check_audience(template, fields)?;
            let mut builder = Self::new(kind);
            for members in [template, of_kind] {
                builder.read(&mut Fields::new(members, "preset"))?;
            }
            builder.narrows = true;
            builders.push(builder);
        }
        Ok(builders)
    }
}

/// The members of the kind that the document names, or else of the preset's first.
fn kind_of(template: &Object, asked: Option<Kind>) -> Option<(Kind, &Object)> {
    let mut kinds = template.get("kinds")?.as_object()?.iter();
    let (name, members) = match asked {
        None => kinds.next(),
        Some(kind) => kinds.find(|(name, _)| *name == kind.name()),
    }?;
    Some((Kind::from_name(name)?, members.as_object()?))
}

/// Refuses audiences whose tokens are for the provider's own API, or are given out to everybody.
fn check_audience(template: &Object, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
    let foreign = template.get("foreign").and_then(Value::as_array);
    let mut foreign = foreign.into_iter().flatten().filter_map(Value::as_str);
    let audience = fields.str_or_strings("audience")?.unwrap_or_default();
    if foreign.any(|start| audience.iter().any(|ours| ours.starts_with(start))) {
        return Err(fields.fault(PolicyFault::Audience, "audience"));
    }
    Ok(())
}
