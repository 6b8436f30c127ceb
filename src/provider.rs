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
use crate::encoding::json::Object;
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

/// What the preset of a document says, once for each of its issuers; nothing without a preset.
pub(crate) fn templates(fields: &mut Fields<'_>) -> Result<Vec<Object>, PolicyError> {
    let Some(preset) = fields.object("preset")? else {
        return Ok(Vec::new());
    };
    let path = fields.path_of("preset");
    let mut own = Fields::new(preset, &path);
    let chosen = PRESETS
        .iter()
        .find(|(name, _)| preset.get(name).is_some())
        .copied();
    let (name, text) = chosen.unwrap_or_default();
    let options = own.object(name)?;
    own.finish()?;
    let options = options.ok_or_else(|| PolicyError::new(PolicyFault::Value, &*path))?;
    let data = read(text)?;
    let forms = data.get("options").and_then(|forms| forms.as_object());
    let given = match forms {
        Some(forms) => form::read_options(forms, options, &member_path(&path, name))?,
        None => Vec::new(),
    };
    let text = fill(text, &given);
    let data = read(&text)?;
    let Some(items) = data.get("each").and_then(|each| each.as_array()) else {
        return Ok([data].into());
    };
    items
        .iter()
        .filter_map(|item| item.as_str())
        .map(|item| read(&fill(&text, &[("each", item.into())])))
        .collect()
}
