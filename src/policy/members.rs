//! Reads the members of a policy document into a builder: once for a document, and for one with a
//! preset also for what the provider's own documents say, which comes first and is only narrowed.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::builder::PolicyBuilder;
use super::fields::Fields;
#[cfg(feature = "providers")]
use super::preset::check_audience;
use super::scopes::ScopeRule;
use super::{Kind, Policy};
use crate::alg::{AlgSet, Algorithm};
use crate::encoding::json::Object;
use crate::error::{PolicyError, PolicyFault};
use crate::key::KeyDocument;
use crate::limits::Limits;

impl PolicyBuilder {
    /// Reads what a preset says, and then what its user says.
    pub(super) fn read_all(
        &mut self,
        templates: &[&Object],
        fields: &mut Fields<'_>,
    ) -> Result<(), PolicyError> {
        for template in templates {
            self.read(&mut Fields::new(template, "preset"))?;
            #[cfg(feature = "providers")]
            check_audience(template, fields)?;
        }
        self.narrows = !templates.is_empty();
        self.read(fields)
    }

    /// Reads every member but `kind`. What is read after a preset may narrow it and never widen it.
    fn read(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        self.read_waivers(fields)?;
        self.read_texts(fields)?;
        self.read_lists(fields)?;
        self.read_numbers(fields)?;
        if let Some(names) = fields.strings("algorithms")? {
            let allowed = self.narrows.then_some(self.policy.algorithms);
            self.policy.algorithms = algorithms(&names, allowed, fields)?;
        }
        if let Some(rule) = fields.value("scopes") {
            self.policy.scopes = ScopeRule::from_value(rule, &fields.path_of("scopes"))?;
        }
        if let Some(limits) = fields.object("limits")? {
            self.policy.limits = read_limits(limits, &fields.path_of("limits"))?;
        }
        #[cfg(feature = "providers")]
        self.dialect.read(fields)?;
        Ok(())
    }

    fn read_waivers(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        for (name, waiver) in [
            ("any_issuer", &mut self.any_issuer),
            ("any_audience", &mut self.any_audience),
            ("any_lifetime", &mut self.policy.any_lifetime),
        ] {
            let said = fields.flag(name)?;
            if said && self.narrows {
                return Err(fields.fault(PolicyFault::Conflict, name));
            }
            *waiver |= said;
        }
        Ok(())
    }

    fn read_texts(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        let policy = &mut self.policy;
        for (name, member) in [
            ("issuer", &mut policy.issuer),
            ("jwks_uri", &mut policy.jwks_uri),
            ("typ", &mut policy.typ),
        ] {
            let Some(text) = fields.opt_str(name)? else {
                continue;
            };
            if self.narrows && name == "issuer" {
                return Err(fields.fault(PolicyFault::Conflict, name));
            }
            *member = Some(text.to_owned());
        }
        if let Some(name) = fields.opt_str("key_document")? {
            policy.key_document = KeyDocument::from_name(name)
                .ok_or_else(|| fields.fault(PolicyFault::Value, "key_document"))?;
        }
        policy.development |= fields.flag("development")?;
        Ok(())
    }

    fn read_lists(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        let policy = &mut self.policy;
        for (name, member) in [
            ("audience", &mut policy.audience),
            ("required_claims", &mut policy.required_claims),
            ("acr", &mut policy.acr),
            ("amr", &mut policy.amr),
            #[cfg(feature = "providers")]
            ("access_signs", &mut self.dialect.access_signs),
            #[cfg(feature = "providers")]
            ("roles_claim", &mut self.dialect.roles_claim),
        ] {
            let list = match name {
                "audience" | "roles_claim" => fields.str_or_strings(name)?,
                _ => fields.strings(name)?,
            };
            let Some(mut list) = list else { continue };
            match name {
                // Another one is another door, and another sign takes other tokens.
                "audience" | "access_signs" if self.narrows && !member.is_empty() => {
                    return Err(fields.fault(PolicyFault::Conflict, name));
                }
                "required_claims" => {
                    list.retain(|item| !member.contains(item));
                    member.append(&mut list);
                }
                _ => *member = list,
            }
        }
        self.any_audience &= !self.narrows || policy.audience.is_empty();
        Ok(())
    }

    fn read_numbers(&mut self, fields: &mut Fields<'_>) -> Result<(), PolicyError> {
        let policy = &mut self.policy;
        let mut leeway = Some(policy.leeway);
        for (name, member, low, high) in [
            ("leeway", &mut leeway, 0.0, Policy::LONGEST_LEEWAY),
            ("max_token_age", &mut policy.max_token_age, 1.0, f64::MAX),
            ("max_auth_age", &mut policy.max_auth_age, 0.0, f64::MAX),
        ] {
            let high = if self.narrows {
                member.unwrap_or(high)
            } else {
                high
            };
            if let Some(number) = fields.number(name, low, high)? {
                *member = Some(number);
            }
        }
        policy.leeway = leeway.unwrap_or_default();
        Ok(())
    }
}

/// The kind that a document names.
pub(super) fn read_kind(fields: &mut Fields<'_>) -> Result<Option<Kind>, PolicyError> {
    let Some(name) = fields.opt_str("kind")? else {
        return Ok(None);
    };
    let kind = Kind::from_name(name);
    kind.map(Some)
        .ok_or_else(|| fields.fault(PolicyFault::Value, "kind"))
}

fn algorithms(
    names: &[String],
    allowed: Option<AlgSet>,
    fields: &Fields<'_>,
) -> Result<AlgSet, PolicyError> {
    let is_allowed =
        |algorithm: &Algorithm| allowed.is_none_or(|allowed| allowed.contains(*algorithm));
    let mut set = AlgSet::EMPTY;
    for (index, name) in names.iter().enumerate() {
        let Some(algorithm) = Algorithm::from_name(name).filter(is_allowed) else {
            let path = fields.path_of_item("algorithms", index);
            return Err(PolicyError::new(PolicyFault::Value, path));
        };
        set = set.with(algorithm);
    }
    Ok(set)
}

/// Limits within what a 32-bit machine can hold and a reader can bear.
fn read_limits(object: &Object, path: &str) -> Result<Limits, PolicyError> {
    let mut fields = Fields::new(object, path);
    let mut limits = Limits::default();
    for (name, limit, highest) in [
        ("token", &mut limits.token, 1_048_576),
        ("header", &mut limits.header, 65_536),
        ("depth", &mut limits.depth, 128),
        ("members", &mut limits.members, 4_096),
        ("keys", &mut limits.keys, 1_024),
        ("jwks", &mut limits.jwks, 4_194_304),
    ] {
        let Some(number) = fields.number(name, 1.0, f64::from(highest))? else {
            continue;
        };
        *limit = whole(number, highest).ok_or_else(|| fields.fault(PolicyFault::Value, name))?;
    }
    fields.finish()?;
    Ok(limits)
}

/// The whole number that `number` is, from 0 to `highest`. Bisection stands in for a cast, which
/// the core does not make on what came from outside.
fn whole(number: f64, highest: u32) -> Option<usize> {
    let (mut low, mut high) = (0, highest);
    while low < high {
        let middle = low + (high - low) / 2;
        if f64::from(middle) < number {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if f64::from(low).to_bits() != number.to_bits() {
        return None;
    }
    usize::try_from(low).ok()
}
