//! The policy as a JSON document: reading it strictly, writing it in one form.

use alloc::string::String;
use alloc::vec::Vec;

use super::builder::PolicyBuilder;
use super::fields::{Fields, member_path};
use super::members::read_kind;
#[cfg(feature = "providers")]
use super::preset::kind_of;
use super::{Kind, Policy};
use crate::alg::Algorithm;
use crate::encoding::json::{self, Object, ObjectWriter, write_strings};
use crate::error::{PolicyError, PolicyFault};
use crate::key::KeyDocument;
use crate::limits::Limits;
#[cfg(feature = "providers")]
use crate::provider::templates;

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
            let path = fields.path_of_item("issuers", index);
            let object = entry
                .as_object()
                .ok_or_else(|| PolicyError::new(PolicyFault::Type, path.as_str()))?;
            let conflict =
                |member: &str| PolicyError::new(PolicyFault::Conflict, member_path(&path, member));
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
        let mut fields = Fields::new(object, path);
        let kind = read_kind(&mut fields)?;
        let mut list = Vec::new();
        #[cfg(feature = "providers")]
        for template in &templates(&mut fields)? {
            let (kind, of_kind) =
                kind_of(template, kind).ok_or_else(|| fields.fault(PolicyFault::Value, "kind"))?;
            list.push(Self::read(kind, &[template, of_kind], &mut fields, path)?);
        }
        if list.is_empty() {
            let kind = kind.unwrap_or(Kind::Access);
            list.push(Self::read(kind, &[], &mut fields, path)?);
        }
        fields.finish()?;
        Ok(list)
    }

    /// A policy of the templates and, more narrowly, of the fields.
    fn read(
        kind: Kind,
        templates: &[&Object],
        fields: &mut Fields<'_>,
        path: &str,
    ) -> Result<Self, PolicyError> {
        let mut builder = PolicyBuilder::new(kind);
        builder.path.push_str(path);
        builder.read_all(templates, fields)?;
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
        if self.key_document != KeyDocument::default() {
            out.string("key_document", self.key_document.name());
        }
        if self.development {
            out.flag("development", true);
        }
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
