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
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;
    use alloc::format;

    const ISSUERS: &str = r#""issuers":[{"issuer":"https://i.example","audience":"a"}]"#;
    const REST: &str = r#""origin":"https://o.example","routes":[{"path":"/a"}]"#;

    fn refused(members: &str) -> (PolicyFault, String) {
        let error = Gate::from_json(&format!("{{{members}}}")).unwrap_err();
        (error.fault(), error.path().to_owned())
    }

    #[test]
    fn a_document_is_read_and_written_in_one_form() {
        let text = format!(
            r#"{{{ISSUERS},"origin":"https://o.example/","routes":[{{"path":"/a","public":true}},
            {{"path":"/b/:id","methods":["GET"],"scopes":{{"any":["x"]}}}}],
            "forward":{{"scope":"x-scope","sub":"x-sub"}},
            "cors":{{"origins":["http://127.0.0.1:8080"]}},"expose_decision":true}}"#
        );
        let gate = Gate::from_json(&text).unwrap();
        assert_eq!(gate.origin(), "https://o.example");
        assert_eq!(Gate::from_json(&gate.to_json()).unwrap(), gate);
    }

    #[cfg(feature = "providers")]
    #[test]
    fn a_preset_of_several_issuers_is_written_as_their_policies() {
        let tenants =
            r#"["aaaabbbb-0000-cccc-1111-dddd2222eeee","bbbbcccc-1111-dddd-2222-eeee3333ffff"]"#;
        let entra = format!(r#"{{"preset":{{"entra":{{"tenants":{tenants}}}}},"audience":"a"}}"#);
        let plain = r#"{"issuer":"https://i.example","audience":"a"}"#;
        let gate = Gate::from_json(&format!(r#"{{"issuers":[{entra},{plain}],{REST}}}"#)).unwrap();
        assert_eq!(gate.policies().len(), 3);
        assert_eq!(gate.entries(), [0, 0, 1]);
        let again = Gate::from_json(&gate.to_json()).unwrap();
        assert_eq!(again.entries(), [0, 1, 2]);
        assert_eq!(again, gate);
        let id = r#"{"preset":{"google":{}},"audience":"a"}"#;
        let members = format!(r#""issuers":[{entra},{id}],{REST}"#);
        assert_eq!(
            refused(&members),
            (PolicyFault::Value, "issuers[1].kind".into())
        );
    }

    #[test]
    fn unknown_members_are_refused_with_their_path() {
        let unknown = |path: &str| (PolicyFault::UnknownMember, path.to_owned());
        assert_eq!(
            refused(&format!(r#"{ISSUERS},{REST},"more":1"#)),
            unknown("more")
        );
        assert_eq!(
            refused(&format!(r#"{ISSUERS},{REST},"forward":{{"email":"x-e"}}"#)),
            unknown("forward.email")
        );
        let route = r#""origin":"https://o.example","routes":[{"path":"/a","scope":"x"}]"#;
        assert_eq!(
            refused(&format!("{ISSUERS},{route}")),
            unknown("routes[0].scope")
        );
    }

    #[test]
    fn public_beside_a_requirement_and_empty_rules_are_refused() {
        let route = |members: &str| {
            refused(&format!(
                r#"{ISSUERS},"origin":"https://o.example","routes":[{{"path":"/a",{members}}}]"#
            ))
        };
        assert_eq!(
            route(r#""public":true,"scopes":{"all":["x"]}"#),
            (PolicyFault::Conflict, "routes[0].public".into())
        );
        for (rule, path) in [
            (r#"{"all":[]}"#, "routes[0].scopes.all"),
            (r#"{"any":[]}"#, "routes[0].scopes.any"),
            ("{}", "routes[0].scopes"),
        ] {
            assert_eq!(
                route(&format!(r#""scopes":{rule}"#)),
                (PolicyFault::Value, path.into())
            );
        }
    }

    #[test]
    fn what_is_left_out_is_written_as_its_default_and_read_back() {
        let gate = Gate::from_json(&format!("{{{ISSUERS},{REST}}}")).unwrap();
        let text = gate.to_json();
        assert!(text.ends_with(
            r#""forward":{},"cors":{"origins":[]},"forward_authorization":false,"expose_decision":false}"#
        ));
        assert_eq!(Gate::from_json(&text).unwrap(), gate);
        assert_eq!(Gate::from_json(&text).unwrap().to_json(), text);
    }

    #[test]
    fn routes_that_overlap_are_refused() {
        let path = (PolicyFault::Conflict, "routes[1].path".to_owned());
        for (one, other) in [
            (
                r#""path":"/:a","methods":["GET"]"#,
                r#""path":"/:b","methods":["POST","GET"]"#,
            ),
            (
                r#""path":"/a","methods":["GET"]"#,
                r#""path":"/a","methods":["HEAD"]"#,
            ),
            (
                r#""path":"/a","methods":["HEAD"]"#,
                r#""path":"/a","methods":["GET"]"#,
            ),
            (r#""path":"/a""#, r#""path":"/%61","methods":["GET"]"#),
            (r#""path":"/a","methods":["GET"]"#, r#""path":"/a""#),
            (r#""path":"/a""#, r#""path":"/a""#),
        ] {
            let routes = format!("[{{{one}}},{{{other}}}]");
            let members = format!(r#"{ISSUERS},"origin":"https://o.example","routes":{routes}"#);
            assert_eq!(refused(&members), path, "{routes}");
        }
        let routes =
            r#"[{"path":"/a","methods":["GET"]},{"path":"/a","methods":["POST"]},{"path":"/A"}]"#;
        let text = format!(r#"{{{ISSUERS},"origin":"https://o.example","routes":{routes}}}"#);
        assert!(Gate::from_json(&text).is_ok());
    }

    #[test]
    fn methods_are_capitals_and_never_those_of_cors_and_proxies() {
        for method in ["get", "OPTIONS", "TRACE", "CONNECT", "G T", "GÉT"] {
            let route = format!(r#"{{"path":"/a","methods":["POST","{method}"]}}"#);
            let members = format!(r#"{ISSUERS},"origin":"https://o.example","routes":[{route}]"#);
            let expected = (PolicyFault::Value, "routes[0].methods[1]".to_owned());
            assert_eq!(refused(&members), expected, "{method}");
        }
    }

    #[test]
    fn issuers_are_named_and_sign_access_tokens() {
        for (issuer, fault, path) in [
            (
                r#"{"issuer":"https://i.example","audience":"a","kind":"id"}"#,
                PolicyFault::Value,
                "issuers[0].kind",
            ),
            (
                r#"{"any_issuer":true,"audience":"a"}"#,
                PolicyFault::Conflict,
                "issuers[0].any_issuer",
            ),
            (
                r#"{"issuer":"https://i.example"}"#,
                PolicyFault::Missing,
                "issuers[0].audience",
            ),
        ] {
            let members = format!(r#""issuers":[{issuer}],{REST}"#);
            assert_eq!(refused(&members), (fault, path.to_owned()));
        }
        assert_eq!(refused(REST), (PolicyFault::Missing, "issuers".to_owned()));
        assert_eq!(
            refused(ISSUERS),
            (PolicyFault::Missing, "origin".to_owned())
        );
    }

    #[test]
    fn origins_and_headers_are_what_they_seem() {
        for origin in [
            "http://o.example",
            "https://o.example/x",
            "https://o.example?x",
            "https://u@o.example",
            "https://O.example",
            "https://o.example:443",
            "https://o.example//",
            "o",
        ] {
            let members = format!(r#"{ISSUERS},"origin":"{origin}","routes":[{{"path":"/a"}}]"#);
            assert_eq!(
                refused(&members),
                (PolicyFault::Value, "origin".into()),
                "{origin}"
            );
        }
        for header in [
            "host",
            "authorization",
            "X-Sub",
            "x_sub",
            "x-sub ",
            "-x",
            "cookie",
        ] {
            let members = format!(r#"{ISSUERS},{REST},"forward":{{"sub":"{header}"}}"#);
            assert_eq!(
                refused(&members),
                (PolicyFault::Value, "forward.sub".into()),
                "{header}"
            );
        }
        for origin in ["*", "null", "https://a.example/", "https://a.example/x"] {
            let members = format!(r#"{ISSUERS},{REST},"cors":{{"origins":["{origin}"]}}"#);
            assert_eq!(
                refused(&members),
                (PolicyFault::Value, "cors.origins[0]".into()),
                "{origin}"
            );
        }
    }
}
