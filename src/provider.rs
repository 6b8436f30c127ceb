//! Presets: what is known of a provider, as data, in place of members that everybody would write alike.
//!
//! A preset's file names its `options` with the form of each, members of a policy that hold for all
//! its `kinds`, and those of each kind, the first of which is the default. `{option}` stands for what
//! was given. With `each` there is one policy for every item of that list, and `{each}` is the item.
//! `foreign` begins audiences whose tokens are not for everybody to verify.

mod form;
mod narrowing;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding::json::{self, Object, Value};
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;
use crate::policy::fields::{Fields, member_path};

/// The member of a document that names a provider and its options.
pub(crate) const PRESET: &str = "preset";

/// Every preset with its data.
const PRESETS: &[(&str, &str)] = &[
    ("auth0", include_str!("provider/auth0.json")),
    ("okta", include_str!("provider/okta.json")),
    ("firebase", include_str!("provider/firebase.json")),
    ("google", include_str!("provider/google.json")),
    ("entra", include_str!("provider/entra.json")),
    ("entra_v1", include_str!("provider/entra_v1.json")),
    ("cognito", include_str!("provider/cognito.json")),
    ("keycloak", include_str!("provider/keycloak.json")),
    ("supabase", include_str!("provider/supabase.json")),
    ("clerk", include_str!("provider/clerk.json")),
    (
        "github_actions",
        include_str!("provider/github_actions.json"),
    ),
    (
        "github_actions_enterprise",
        include_str!("provider/github_actions_enterprise.json"),
    ),
    (
        "cloudflare_access",
        include_str!("provider/cloudflare_access.json"),
    ),
];

/// Members of a preset that are no policy's.
const OWN: &[&str] = &["options", "each", "foreign", "kinds"];

/// What was given for the options.
type Given<'a> = Vec<(&'a str, Value)>;

/// The documents that one with a preset stands for, one for each issuer.
pub(crate) fn expand(document: &Object, path: &str) -> Result<Vec<Object>, PolicyError> {
    let mut fields = Fields::new(document, path);
    let preset = fields.path_of(PRESET);
    let chosen = fields.object(PRESET)?.map(Object::iter);
    let mut chosen = chosen.into_iter().flatten();
    let (Some((name, options)), None) = (chosen.next(), chosen.next()) else {
        return Err(PolicyError::new(PolicyFault::Value, preset));
    };
    let path = member_path(&preset, name);
    let known = PRESETS.iter().find(|row| row.0 == name);
    let Some((_, text)) = known else {
        return Err(PolicyError::new(PolicyFault::UnknownMember, path));
    };
    let data = json::read(text.as_bytes(), text.len(), &Limits::default())
        .map_err(|_| PolicyError::new(PolicyFault::Malformed, &*path))?;
    let options = options
        .as_object()
        .ok_or_else(|| PolicyError::new(PolicyFault::Type, &*path))?;
    let mut given = form::read_options(&data, options, &path)?;
    let kinds = member(&data, "kinds");
    let (kind, of_kind) = match fields.opt_str("kind")? {
        None => kinds.and_then(|kinds| kinds.iter().next()),
        Some(kind) => kinds.and_then(|kinds| kinds.iter().find(|(name, _)| *name == kind)),
    }
    .ok_or_else(|| fields.fault(PolicyFault::Value, "kind"))?;
    narrowing::check_waivers(document, &fields)?;
    narrowing::check_audience(document, data.get("foreign"), &fields)?;
    let of_all = data.iter().filter(|(name, _)| !OWN.contains(name));
    let of_kind = of_kind.as_object().into_iter().flat_map(Object::iter);
    let template: Vec<(&str, &Value)> = of_all.chain(of_kind).collect();
    let each = match data.get("each").map(|each| fill(each, &given)) {
        Some(Value::Array(items)) => items,
        _ => [Value::Null].into(),
    };
    let mut documents = Vec::with_capacity(each.len());
    for item in each {
        given.retain(|(name, _)| *name != "each");
        given.push(("each", item));
        let mut members = narrowing::merge(document, &template, &given, &fields)?;
        members.push(("kind".to_owned(), Value::String(kind.to_owned())));
        documents.push(Object::from_members(members));
    }
    Ok(documents)
}

fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Object> {
    object.get(name)?.as_object()
}

/// A template's value with what was given in its places.
fn fill(template: &Value, given: &Given<'_>) -> Value {
    match template {
        Value::String(text) => fill_text(text, given),
        Value::Array(items) => Value::Array(items.iter().map(|item| fill(item, given)).collect()),
        Value::Object(object) => {
            let filled = object
                .iter()
                .map(|(name, value)| (name.to_owned(), fill(value, given)));
            Value::Object(Object::from_members(filled.collect()))
        }
        other => other.clone(),
    }
}

/// A text that is nothing but a place takes a list too.
fn fill_text(text: &str, given: &Given<'_>) -> Value {
    let value_of = |name: &str| given.iter().find(|row| row.0 == name).map(|row| &row.1);
    let mut parts = text.split('{');
    let mut filled = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        match value_of(name) {
            Some(Value::String(value)) => filled.push_str(value),
            Some(list) => return list.clone(),
            None => {}
        }
        filled.push_str(rest);
    }
    Value::String(filled)
}
