//! The policy as a JSON document: reading it strictly, writing it in one form.

use alloc::format;
use alloc::string::String;
#[cfg(feature = "providers")]
use alloc::sync::Arc;
use alloc::vec::Vec;

#[cfg(feature = "providers")]
use super::Dialect;
use super::builder::PolicyBuilder;
use super::fields::Fields;
use super::scopes::ScopeRule;
use super::{Kind, Policy};
use crate::alg::{AlgSet, Algorithm};
use crate::encoding::json::{self, Object, ObjectWriter, write_strings};
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;
#[cfg(feature = "providers")]
use crate::provider::{PRESET, expand};

impl Policy {
    /// Reads a policy document.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the path of the first fault: not strict JSON, an unknown member, a
    /// missing issuer or audience, a wrong type or value, two members that contradict, or a preset
    /// that stands for several issuers.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        let list = Self::from_entry(&read(text)?, "")?;
        <[Self; 1]>::try_from(list)
            .map(|[policy]| policy)
            .map_err(|_| PolicyError::new(PolicyFault::Value, "preset"))
    }

    /// Reads one policy, or several as `{ "issuers": [policy, …] }`, each of another issuer.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json); also no issuer at all, or one that is named twice.
    pub fn list_from_json(text: &str) -> Result<Vec<Self>, PolicyError> {
        let entries = Self::entries_from_json(text)?;
        Ok(entries.into_iter().map(|(_, policy)| policy).collect())
    }

    /// As [`list_from_json`](Self::list_from_json), each with the index of its entry in `issuers`:
    /// one entry with a preset can stand for several issuers.
    ///
    /// # Errors
    ///
    /// As [`list_from_json`](Self::list_from_json).
    pub fn entries_from_json(text: &str) -> Result<Vec<(usize, Self)>, PolicyError> {
        let object = read(text)?;
        if object.get("issuers").is_none() {
            let list = Self::from_entry(&object, "")?;
            return Ok(list.into_iter().map(|policy| (0, policy)).collect());
        }
        let mut fields = Fields::new(&object, "");
        let entries = Self::entries_from_fields(&mut fields)?;
        fields.finish()?;
        Ok(entries)
    }

    /// The member `issuers` of a document: policies that can be told apart by their issuer.
    pub(crate) fn entries_from_fields(
        fields: &mut Fields<'_>,
    ) -> Result<Vec<(usize, Self)>, PolicyError> {
        let entries = fields
            .array("issuers")?
            .ok_or_else(|| fields.fault(PolicyFault::Missing, "issuers"))?;
        if entries.is_empty() {
            return Err(fields.fault(PolicyFault::Value, "issuers"));
        }
        let mut list: Vec<(usize, Self)> = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let path = format!("{}[{index}]", fields.path_of("issuers"));
            let object = entry
                .as_object()
                .ok_or_else(|| PolicyError::new(PolicyFault::Type, path.as_str()))?;
            let conflict =
                |member: &str| PolicyError::new(PolicyFault::Conflict, format!("{path}.{member}"));
            for policy in Self::from_entry(object, &path)? {
                if entries.len() > 1 && policy.issuer.is_none() {
                    let waived = if policy.kind.is_proof() {
                        "kind"
                    } else {
                        "any_issuer"
                    };
                    return Err(conflict(waived));
                }
                if list.iter().any(|(_, other)| other.issuer == policy.issuer) {
                    return Err(conflict("issuer"));
                }
                list.push((index, policy));
            }
        }
        Ok(list)
    }

    /// What one document stands for: a policy, or with a preset one for each of its issuers.
    fn from_entry(object: &Object, path: &str) -> Result<Vec<Self>, PolicyError> {
        #[cfg(feature = "providers")]
        if object.get(PRESET).is_some() {
            let documents = expand(object, path)?;
            return documents
                .iter()
                .map(|document| Self::from_object(document, path))
                .collect();
        }
        Ok([Self::from_object(object, path)?].into())
    }

    fn from_object(object: &Object, path: &str) -> Result<Self, PolicyError> {
        let mut fields = Fields::new(object, path);
        let kind = match fields.opt_str("kind")? {
            None => Kind::Access,
            Some(name) => {
                Kind::from_name(name).ok_or_else(|| fields.fault(PolicyFault::Value, "kind"))?
            }
        };
        let mut builder = PolicyBuilder::new(kind).at(path);
        if let Some(issuer) = fields.opt_str("issuer")? {
            builder = builder.issuer(issuer);
        }
        if fields.flag("any_issuer")? {
            builder = builder.any_issuer();
        }
        for audience in fields.str_or_strings("audience")?.into_iter().flatten() {
            builder = builder.audience(audience);
        }
        if fields.flag("any_audience")? {
            builder = builder.any_audience();
        }
        if fields.flag("any_lifetime")? {
            builder = builder.any_lifetime();
        }
        if let Some(names) = fields.strings("algorithms")? {
            builder = builder.algorithms(algorithms(&names, &fields)?);
        }
        if let Some(uri) = fields.opt_str("jwks_uri")? {
            builder = builder.jwks_uri(uri);
        }
        if let Some(typ) = fields.opt_str("typ")? {
            builder = builder.typ(typ);
        }
        if let Some(seconds) = fields.number("leeway", 0.0, Self::LONGEST_LEEWAY)? {
            builder = builder.leeway(seconds);
        }
        if let Some(seconds) = fields.number("max_token_age", 1.0, f64::MAX)? {
            builder = builder.max_token_age(seconds);
        }
        if let Some(rule) = fields.value("scopes") {
            builder = builder.scopes(ScopeRule::from_value(rule, &fields.path_of("scopes"))?);
        }
        for name in fields.strings("required_claims")?.into_iter().flatten() {
            builder = builder.required_claim(name);
        }
        builder = builder.acr(fields.strings("acr")?.unwrap_or_default());
        builder = builder.amr(fields.strings("amr")?.unwrap_or_default());
        if let Some(seconds) = fields.number("max_auth_age", 0.0, f64::MAX)? {
            builder = builder.max_auth_age(seconds);
        }
        if let Some(limits) = fields.object("limits")? {
            builder = builder.limits(read_limits(limits, &fields.path_of("limits"))?);
        }
        #[cfg(feature = "providers")]
        {
            builder.policy.dialect = Arc::new(Dialect::read(&mut fields)?);
        }
        fields.finish()?;
        builder.build()
    }

    /// The policy as a document with every default written out, always in the same order.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.string("kind", self.kind.name());
        if self.issuer.is_none() && !self.kind.is_proof() {
            out.flag("any_issuer", true);
        }
        if self.audience.is_empty() && !self.kind.is_proof() {
            out.flag("any_audience", true);
        }
        for (name, list) in [
            ("audience", &self.audience),
            ("required_claims", &self.required_claims),
            ("acr", &self.acr),
            ("amr", &self.amr),
        ] {
            if !list.is_empty() {
                write_strings(out.member(name), list);
            }
        }
        if self.any_lifetime {
            out.flag("any_lifetime", true);
        }
        let names: Vec<&str> = self.algorithms.iter().map(Algorithm::name).collect();
        write_strings(out.member("algorithms"), &names);
        out.optional("issuer", self.issuer.as_deref());
        out.optional("jwks_uri", self.jwks_uri.as_deref());
        out.optional("typ", self.typ.as_deref());
        for (name, value) in [
            ("leeway", Some(self.leeway)),
            ("max_token_age", self.max_token_age),
            ("max_auth_age", self.max_auth_age),
        ] {
            if let Some(value) = value {
                out.number(name, value);
            }
        }
        if !self.scopes.is_empty() {
            out.raw("scopes", &self.scopes.to_json());
        }
        #[cfg(feature = "providers")]
        self.dialect.write(&mut out);
        out.raw("limits", &limits_to_json(&self.limits));
        out.finish()
    }
}

fn read(text: &str) -> Result<Object, PolicyError> {
    let limits = Limits::default();
    json::read(text.as_bytes(), limits.policy, &limits)
        .map_err(|_| PolicyError::new(PolicyFault::Malformed, ""))
}

fn limits_to_json(limits: &Limits) -> String {
    let mut out = ObjectWriter::new();
    for (name, limit) in [
        ("token", limits.token),
        ("header", limits.header),
        ("depth", limits.depth),
        ("members", limits.members),
        ("keys", limits.keys),
        ("jwks", limits.jwks),
    ] {
        out.number(name, u32::try_from(limit).map_or(f64::INFINITY, f64::from));
    }
    out.finish()
}

fn algorithms(names: &[String], fields: &Fields<'_>) -> Result<AlgSet, PolicyError> {
    names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            Algorithm::from_name(name).ok_or_else(|| {
                let path = format!("{}[{index}]", fields.path_of("algorithms"));
                PolicyError::new(PolicyFault::Value, path)
            })
        })
        .collect()
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
