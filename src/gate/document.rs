//! The gate's document: reading it strictly, writing it in one form.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::Gate;
use super::forward::read_forward;
use super::route::{NEVER_FORWARDED, Route};
use crate::encoding::json::{self, Object, ObjectWriter, Value, write_list, write_strings};
use crate::error::{PolicyError, PolicyFault};
use crate::limits::Limits;
use crate::oauth::is_origin;
use crate::path::PathPattern;
use crate::policy::fields::{Fields, item_path, member_path};
use crate::policy::{Policy, ScopeRule};

impl Gate {
    /// Reads a gate's document; the schema is `docs/gate.schema.json`.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the path of the first fault, such as `routes[1].scopes.any`.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        let limits = Limits::default();
        let object = json::read(text.as_bytes(), limits.policy, &limits)
            .map_err(|_| PolicyError::new(PolicyFault::Malformed, ""))?;
        let mut fields = Fields::new(&object, "");
        let (entries, policies) = Policy::entries_from_fields(&mut fields)?
            .into_iter()
            .unzip();
        let origin = fields.str("origin")?;
        let bare = origin.strip_suffix('/').unwrap_or(origin);
        if !is_origin(bare) {
            return Err(fields.fault(PolicyFault::Value, "origin"));
        }
        let gate = Self {
            policies,
            entries,
            origin: bare.to_owned(),
            routes: read_routes(&mut fields)?,
            forward: read_forward(&mut fields)?,
            cors_origins: read_cors(&mut fields)?,
            forward_authorization: fields.flag("forward_authorization")?,
            expose_decision: fields.flag("expose_decision")?,
        };
        fields.finish()?;
        for (index, policy) in gate.entries.iter().zip(&gate.policies) {
            let fault = |fault, name| {
                Err(PolicyError::new(
                    fault,
                    member_path(&item_path("issuers", *index), name),
                ))
            };
            if !policy.kind().has_scopes() {
                // Access tokens are for an API, and no other kind is (RFC 8725 §3.12).
                return fault(PolicyFault::Value, "kind");
            }
            if policy.issuer().is_none() {
                // Its keys have to be found by the issuer's name.
                return fault(PolicyFault::Conflict, "any_issuer");
            }
        }
        Ok(gate)
    }

    /// The document with every default written out, always in the same order.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        write_list(out.member("issuers"), &self.policies, |out, policy| {
            out.push_str(&policy.to_json());
        });
        out.string("origin", &self.origin);
        write_list(out.member("routes"), &self.routes, |out, route| {
            out.push_str(&route.to_json());
        });
        let mut forward = ObjectWriter::new();
        for (claim, header) in &self.forward {
            forward.string(claim, header);
        }
        out.raw("forward", &forward.finish());
        let mut cors = ObjectWriter::new();
        write_strings(cors.member("origins"), &self.cors_origins);
        out.raw("cors", &cors.finish());
        out.flag("forward_authorization", self.forward_authorization);
        out.flag("expose_decision", self.expose_decision);
        out.finish()
    }
}

impl Route {
    fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        out.string("path", self.path.as_str());
        if !self.methods.is_empty() {
            write_strings(out.member("methods"), &self.methods);
        }
        if self.public {
            out.flag("public", true);
        }
        if !self.scopes.is_empty() {
            out.raw("scopes", &self.scopes.to_json());
        }
        out.finish()
    }
}

fn read_routes(fields: &mut Fields<'_>) -> Result<Vec<Route>, PolicyError> {
    let entries = fields
        .array("routes")?
        .ok_or_else(|| fields.fault(PolicyFault::Missing, "routes"))?;
    if entries.is_empty() {
        return Err(fields.fault(PolicyFault::Value, "routes"));
    }
    let mut routes: Vec<Route> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let path = fields.path_of_item("routes", index);
        let route = read_route(object(entry, &path)?, &path)?;
        // Two routes that could both be meant would make the order of the document decide.
        if routes.iter().any(|other| route.overlaps(other)) {
            return Err(PolicyError::new(
                PolicyFault::Conflict,
                member_path(&path, "path"),
            ));
        }
        routes.push(route);
    }
    Ok(routes)
}

fn read_route(object: &Object, path: &str) -> Result<Route, PolicyError> {
    let mut fields = Fields::new(object, path);
    let pattern = PathPattern::parse(fields.str("path")?)
        .ok_or_else(|| fields.fault(PolicyFault::Value, "path"))?;
    let methods = fields.strings("methods")?.unwrap_or_default();
    if let Some(index) = methods.iter().position(|name| !is_method(name)) {
        let path = fields.path_of_item("methods", index);
        return Err(PolicyError::new(PolicyFault::Value, path));
    }
    let public = fields.flag("public")?;
    let scopes = match fields.value("scopes") {
        None => ScopeRule::default(),
        Some(_) if public => return Err(fields.fault(PolicyFault::Conflict, "public")),
        Some(rule) => ScopeRule::from_value(rule, &fields.path_of("scopes"))?,
    };
    fields.finish()?;
    Ok(Route {
        path: pattern,
        methods,
        public,
        scopes,
    })
}

fn read_cors(fields: &mut Fields<'_>) -> Result<Vec<String>, PolicyError> {
    let Some(entries) = fields.object("cors")? else {
        return Ok(Vec::new());
    };
    let mut own = Fields::new(entries, "cors");
    let origins = match own.array("origins")? {
        None => return Err(own.fault(PolicyFault::Missing, "origins")),
        Some([]) => Vec::new(),
        Some(_) => own.strings("origins")?.unwrap_or_default(),
    };
    own.finish()?;
    match origins.iter().position(|origin| !is_origin(origin)) {
        None => Ok(origins),
        Some(index) => Err(PolicyError::new(
            PolicyFault::Value,
            item_path("cors.origins", index),
        )),
    }
}

/// A method in capitals (RFC 9110 §9.1) that may reach the origin.
fn is_method(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-') && !NEVER_FORWARDED.contains(&name)
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Object, PolicyError> {
    value
        .as_object()
        .ok_or_else(|| PolicyError::new(PolicyFault::Type, path))
}

#[cfg(test)]
mod tests;
