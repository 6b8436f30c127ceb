//! Presets: what is known of a provider, as data, in place of members that everybody would write alike.
//!
//! A preset's file names its `options` with the form of each, members of a policy that hold for all
//! its `kinds`, and those of each kind, the first of which is the default. `$option` stands for what
//! was given. With `each` there is one policy for every item of that list, and `$each` is the item.
//! `foreign` begins audiences whose tokens are not for everybody to verify.

mod filling;
mod form;

use alloc::vec::Vec;

use self::filling::{fill, read};
use crate::encoding::json::{Object, Value};
use crate::error::{PolicyError, PolicyFault};
use crate::policy::fields::{Fields, member_path};

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

fn object_at<'a>(data: &'a Object, name: &str) -> Option<&'a Object> {
    data.get(name)?.as_object()
}

/// What the preset of a document says, once for each of its issuers; nothing without a preset.
pub(crate) fn templates(fields: &mut Fields<'_>) -> Result<Vec<Object>, PolicyError> {
    let Some(preset) = fields.object("preset")? else {
        return Ok(Vec::new());
    };
    let path = fields.path_of("preset");
    let mut own = Fields::new(preset, &path);
    let chosen = PRESETS.iter().find(|row| preset.get(row.0).is_some());
    let Some((name, text)) = chosen.copied() else {
        own.finish()?;
        return Err(PolicyError::new(PolicyFault::Value, path));
    };
    let options = own.object(name)?;
    own.finish()?;
    let data = read(text)?;
    let given = match (object_at(&data, "options"), options) {
        (Some(forms), Some(options)) => {
            form::read_options(forms, options, &member_path(&path, name))?
        }
        _ => Vec::new(),
    };
    let text = fill(text, &given);
    let data = read(&text)?;
    let Some(items) = data.get("each").and_then(Value::as_array) else {
        return Ok([data].into());
    };
    let mut all = Vec::with_capacity(items.len());
    for item in items.iter().filter_map(Value::as_str) {
        all.push(read(&fill(&text, &[("each", item.into())]))?);
    }
    Ok(all)
}
