//! A preset with what its user wrote beside it: a document may narrow what the preset says, and never
//! widen it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Given, PRESET, fill};
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};
use crate::policy::fields::{Fields, member_path};

/// Of a preset's users nobody waives what it checks, or says what an access token is.
const NEVER: &[&str] = &["any_issuer", "any_audience", "any_lifetime", "access_signs"];

/// Members that its user may replace: where something is, which decides nothing.
const FREE: &[&str] = &["jwks_uri", "roles_claim"];

pub(super) fn check_waivers(document: &Object, fields: &Fields<'_>) -> Result<(), PolicyError> {
    match NEVER.iter().find(|name| document.get(name).is_some()) {
        None => Ok(()),
        Some(name) => Err(fields.fault(PolicyFault::Conflict, name)),
    }
}

/// Refuses audiences whose tokens are for the provider's own API, or are given out to everybody.
pub(super) fn check_audience(
    document: &Object,
    foreign: Option<&Value>,
    fields: &Fields<'_>,
) -> Result<(), PolicyError> {
    let starts = texts(foreign);
    let is_foreign = |ours: &&str| starts.iter().any(|start| ours.starts_with(start));
    if texts(document.get("audience")).iter().any(is_foreign) {
        return Err(fields.fault(PolicyFault::Audience, "audience"));
    }
    Ok(())
}

/// The members of both. What has a wrong type is left for the reader of policies to refuse.
pub(super) fn merge(
    document: &Object,
    template: &[(&str, &Value)],
    given: &Given<'_>,
    fields: &Fields<'_>,
) -> Result<Vec<(String, Value)>, PolicyError> {
    let mut members: Vec<(String, Value)> = document
        .iter()
        .filter(|(name, _)| *name != PRESET && *name != "kind")
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    for (name, value) in template {
        let waived = *name == "any_audience" && document.get("audience").is_some();
        if waived {
            continue;
        }
        let value = fill(value, given);
        let Some((_, own)) = members.iter_mut().find(|(known, _)| known == name) else {
            members.push(((*name).to_owned(), value));
            continue;
        };
        let path = fields.path_of(name);
        match *name {
            "algorithms" => check_subset(own, &value, &path)?,
            "required_claims" => unite(own, &value),
            "claims" => merge_claims(own, &value, false, &path)?,
            "refused_claims" => merge_claims(own, &value, true, &path)?,
            "leeway" | "max_auth_age" => check_at_most(own, &value, &path)?,
            name if FREE.contains(&name) => {}
            _ => return Err(PolicyError::new(PolicyFault::Conflict, path)),
        }
    }
    Ok(members)
}

/// A claim of the preset's may be asked for more narrowly; what it refuses stays refused.
fn merge_claims(
    own: &mut Value,
    preset: &Value,
    is_refused: bool,
    path: &str,
) -> Result<(), PolicyError> {
    let (Some(ours), Some(preset)) = (own.as_object(), preset.as_object()) else {
        return Ok(());
    };
    let mut rows: Vec<(String, Value)> = ours
        .iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    for (name, value) in preset.iter() {
        match rows.iter_mut().find(|(known, _)| known == name) {
            None => rows.push((name.to_owned(), value.clone())),
            Some((_, ours)) if is_refused => unite(ours, value),
            Some((_, ours)) => check_subset(ours, value, &member_path(path, name))?,
        }
    }
    *own = Value::Object(Object::from_members(rows));
    Ok(())
}

/// Adds what the preset asks for; the user's own come first, and so keep their indexes.
fn unite(own: &mut Value, preset: &Value) {
    let mut items = match own {
        Value::String(_) => [own.clone()].into(),
        Value::Array(items) => core::mem::take(items),
        _ => return,
    };
    for text in texts(Some(preset)) {
        if !items.iter().any(|item| item.as_str() == Some(text)) {
            items.push(Value::String(text.to_owned()));
        }
    }
    *own = Value::Array(items);
}

fn check_subset(own: &Value, preset: &Value, path: &str) -> Result<(), PolicyError> {
    let allowed = texts(Some(preset));
    match texts(Some(own))
        .iter()
        .position(|text| !allowed.contains(text))
    {
        None => Ok(()),
        Some(_) if own.as_str().is_some() => Err(PolicyError::new(PolicyFault::Value, path)),
        Some(index) => Err(PolicyError::new(
            PolicyFault::Value,
            format!("{path}[{index}]"),
        )),
    }
}

fn check_at_most(own: &Value, preset: &Value, path: &str) -> Result<(), PolicyError> {
    match (own.as_f64(), preset.as_f64()) {
        (Some(ours), Some(most)) if ours > most => Err(PolicyError::new(PolicyFault::Value, path)),
        _ => Ok(()),
    }
}

/// A string, or the strings of a list.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => [text.as_str()].into(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
