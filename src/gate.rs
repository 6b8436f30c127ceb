//! The gate's document: whose tokens, which routes, which origin.

mod document;
mod forward;
mod route;

use alloc::string::String;
use alloc::vec::Vec;

use self::route::Route;
use crate::error::{Error, RequestFault};
use crate::oauth::{Demand, challenge_for};
use crate::path::{PathPattern, RequestPath};
use crate::policy::{Policy, ScopeRule};

/// What stands in front of an API: read from a document, asked once per request.
///
/// ```
/// use portcullis::Gate;
///
/// let gate = Gate::from_json(r#"{
///     "issuers": [{ "issuer": "https://issuer.example", "audience": "https://api.example" }],
///     "origin": "https://origin.example",
///     "routes": [
///         { "path": "/health", "public": true },
///         { "path": "/notes/*", "methods": ["GET"], "scopes": { "all": ["notes:read"] } }
///     ]
/// }"#)?;
/// assert_eq!(gate.route("GET", "/notes/7"), Ok(1));
/// assert_eq!(gate.route("POST", "/notes/7").unwrap_err().status(), 405);
/// assert_eq!(gate.route("GET", "/notes/..%2fadmin").unwrap_err().status(), 400);
/// # Ok::<(), portcullis::PolicyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Gate {
    policies: Vec<Policy>,
    /// The entry of `issuers` that each policy comes from.
    entries: Vec<usize>,
    origin: String,
    routes: Vec<Route>,
    forward: Vec<(&'static str, String)>,
    cors_origins: Vec<String>,
    forward_authorization: bool,
    expose_decision: bool,
}

/// What a route without methods is said to take, though it takes others too.
const ORDINARY: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

impl Gate {
    /// The policies, one for each issuer.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// For each policy the index of its entry in `issuers`: a preset can stand for several issuers.
    #[must_use]
    pub fn entries(&self) -> &[usize] {
        &self.entries
    }

    /// The origin that requests go to: scheme and host.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The claims that go to the origin, each with the lower-case name of its header.
    pub fn forward(&self) -> impl Iterator<Item = (&str, &str)> {
        self.forward
            .iter()
            .map(|(claim, header)| (*claim, header.as_str()))
    }

    /// The origins of the pages that may call the API from a browser (RFC 6454 §6.1).
    #[must_use]
    pub fn cors_origins(&self) -> &[String] {
        &self.cors_origins
    }

    /// Whether the `Authorization` header goes on to the origin.
    #[must_use]
    pub fn forwards_authorization(&self) -> bool {
        self.forward_authorization
    }

    /// Whether every answer carries its decision record.
    #[must_use]
    pub fn exposes_decision(&self) -> bool {
        self.expose_decision
    }

    /// The route of a request, as an index into the document's `routes`.
    ///
    /// The most specific path wins, then the method, compared byte by byte; GET implies HEAD, and
    /// OPTIONS is left to CORS. The path is the request's own, undecoded, without the query: what
    /// is matched is what is forwarded. A path that an origin could take for one of another route,
    /// because it overlooks the case of letters, a slash at the end or a parameter (`/admin;x`),
    /// must not get by with the requirements of this one: it is refused as malformed.
    ///
    /// # Errors
    ///
    /// [`RequestFault::PathMalformed`] (400), [`RequestFault::RouteUnknown`] (404) or
    /// [`RequestFault::MethodNotAllowed`] (405).
    pub fn route(&self, method: &str, path: &str) -> Result<usize, Error> {
        self.find(method, path).map_err(Error::Request)
    }

    /// The methods of a path, for the `Allow` header of a 405 (RFC 9110 §10.2.1); none for a path
    /// that is malformed or unknown.
    #[must_use]
    pub fn allow(&self, path: &str) -> Vec<&str> {
        let mut methods: Vec<&str> = Vec::new();
        let Ok(pattern) = self.pattern_of(path) else {
            return methods;
        };
        for (_, route) in self.routes_of(pattern) {
            if route.methods.is_empty() {
                methods.extend(ORDINARY);
            }
            for method in &route.methods {
                methods.push(method);
                if method == "GET" && !route.methods.iter().any(|known| known == "HEAD") {
                    methods.push("HEAD");
                }
            }
        }
        methods
    }

    /// What a route asks of a token's scopes; the empty rule for none, `None` for no such route.
    #[must_use]
    pub fn rule(&self, route: usize) -> Option<&ScopeRule> {
        self.routes.get(route).map(|route| &route.scopes)
    }

    /// Whether a route needs no token.
    #[must_use]
    pub fn is_public(&self, route: usize) -> bool {
        self.routes.get(route).is_some_and(|route| route.public)
    }

    /// The value of `WWW-Authenticate` for a refusal on a route, or before one was found; `None`
    /// where the status asks for none (RFC 6750 §3).
    ///
    /// Beside `insufficient_scope` it names the route's scopes, beside
    /// `insufficient_user_authentication` what the one issuer's policy asks for (RFC 9470 §3).
    #[must_use]
    pub fn challenge(&self, error: Error, route: Option<usize>) -> Option<String> {
        self.challenge_saying(error, error.message(), route)
    }

    /// As [`challenge`](Self::challenge) with a given `error_description`, for bindings that keep the
    /// catalogue's texts themselves; what an attribute may not hold is replaced (RFC 6750 §3).
    #[must_use]
    pub fn challenge_saying(
        &self,
        error: Error,
        description: &str,
        route: Option<usize>,
    ) -> Option<String> {
        let rule = route.and_then(|route| self.rule(route));
        let scope = rule
            .filter(|rule| !rule.is_empty())
            .map(ScopeRule::challenge);
        let mut demand = Demand {
            scope: scope.as_deref(),
            ..Demand::default()
        };
        // Of several issuers' demands, only the token could say which is meant.
        if let [policy] = self.policies.as_slice() {
            demand.acr = &policy.acr;
            demand.max_age = policy.max_auth_age;
        }
        challenge_for(error, description, &demand)
    }

    fn find(&self, method: &str, path: &str) -> Result<usize, RequestFault> {
        let pattern = self.pattern_of(path)?;
        // The document has at most one: routes of one path share no method.
        self.routes_of(pattern)
            .find(|(_, route)| route.takes(method))
            .map(|(index, _)| index)
            .ok_or(RequestFault::MethodNotAllowed)
    }

    fn pattern_of(&self, path: &str) -> Result<&PathPattern, RequestFault> {
        let path = RequestPath::parse(path).ok_or(RequestFault::PathMalformed)?;
        let patterns = || self.routes.iter().map(|route| &route.path);
        let pattern = patterns()
            .filter(|pattern| pattern.matches(&path))
            .max_by(|a, b| a.compare(b))
            .ok_or(RequestFault::RouteUnknown)?;
        let could_be_meant = |other: &PathPattern| {
            other.may_match(&path) && !other.is_same(pattern) && other.compare(pattern).is_ge()
        };
        if patterns().any(could_be_meant) {
            return Err(RequestFault::PathMalformed);
        }
        Ok(pattern)
    }

    fn routes_of<'a>(
        &'a self,
        pattern: &'a PathPattern,
    ) -> impl Iterator<Item = (usize, &'a Route)> {
        self.routes
            .iter()
            .enumerate()
            .filter(|(_, route)| route.path.is_same(pattern))
    }
}

impl PartialEq for Gate {
    /// Gates that do the same are equal, whichever entries their policies were read from.
    fn eq(&self, other: &Self) -> bool {
        self.to_json() == other.to_json()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;

    fn gate(routes: &str) -> Gate {
        let text = alloc::format!(
            r#"{{"issuers":[{{"issuer":"https://i.example","audience":"a"}}],
                "origin":"https://o.example","routes":[{routes}]}}"#
        );
        Gate::from_json(&text).unwrap()
    }

    #[test]
    fn the_most_specific_path_wins_and_then_the_method() {
        let gate = gate(
            r#"{"path":"/*","public":true},
               {"path":"/notes/*","methods":["GET"]},
               {"path":"/notes/*","methods":["POST","DELETE"],"scopes":{"any":["w","admin"]}},
               {"path":"/notes/:id/tags"}"#,
        );
        assert_eq!(gate.route("GET", "/"), Ok(0));
        assert_eq!(gate.route("GET", "/notes"), Ok(1));
        assert_eq!(gate.route("HEAD", "/notes/7"), Ok(1));
        assert_eq!(gate.route("DELETE", "/notes/7"), Ok(2));
        assert_eq!(gate.route("PATCH", "/notes/7/tags"), Ok(3));
        // Never the catch-all's methods: a 405 is no invitation to a weaker route.
        assert_eq!(
            gate.route("PUT", "/notes/7"),
            Err(Error::Request(RequestFault::MethodNotAllowed))
        );
        assert_eq!(gate.allow("/notes/7"), ["GET", "HEAD", "POST", "DELETE"]);
        assert!(gate.is_public(0) && !gate.is_public(1));
    }

    fn fault(gate: &Gate, method: &str, path: &str) -> Option<RequestFault> {
        match gate.route(method, path) {
            Err(Error::Request(fault)) => Some(fault),
            _ => None,
        }
    }

    #[test]
    fn the_order_of_the_document_decides_nothing() {
        let routes = [
            r#"{"path":"/*"}"#,
            r#"{"path":"/:a/b"}"#,
            r#"{"path":"/a/:b"}"#,
            r#"{"path":"/a/b"}"#,
            r#"{"path":"/a/*"}"#,
            r#"{"path":"/a"}"#,
        ];
        let forward = gate(&routes.join(","));
        let backward: Vec<&str> = routes.iter().rev().copied().collect();
        let backward = gate(&backward.join(","));
        for (path, index) in [
            ("/", 0),
            ("/x", 0),
            ("/x/b", 1),
            ("/x/b/c", 0),
            ("/a/x", 2),
            ("/a/b", 3),
            ("/a/b/c", 4),
            ("/a", 5),
        ] {
            assert_eq!(forward.route("GET", path), Ok(index), "{path}");
            assert_eq!(backward.route("GET", path), Ok(5 - index), "{path}");
        }
    }

    #[test]
    fn options_is_left_to_cors_and_methods_are_compared_byte_by_byte() {
        let gate = gate(r#"{"path":"/any"},{"path":"/get","methods":["GET"]}"#);
        let refused = Some(RequestFault::MethodNotAllowed);
        for method in ["OPTIONS", "TRACE", "CONNECT"] {
            assert_eq!(fault(&gate, method, "/any"), refused, "{method}");
        }
        for method in ["get", "Get", "", "POST", "GET ", "OPTIONS"] {
            assert_eq!(fault(&gate, method, "/get"), refused, "{method}");
        }
        assert_eq!(gate.route("PURGE", "/any"), Ok(0));
        assert_eq!(gate.route("HEAD", "/get"), Ok(1));
        assert_eq!(gate.allow("/get"), ["GET", "HEAD"]);
        assert_eq!(gate.allow("/any"), ORDINARY);
        assert!(gate.allow("/none").is_empty() && gate.allow("/get/..").is_empty());
    }

    #[test]
    fn an_encoded_letter_does_not_lead_past_a_route() {
        let gate = gate(r#"{"path":"/*"},{"path":"/admin","scopes":{"all":["admin"]}}"#);
        assert_eq!(gate.route("GET", "/admin"), Ok(1));
        assert_eq!(gate.route("GET", "/%61dm%69n"), Ok(1));
    }

    #[test]
    fn what_an_origin_could_take_for_another_route_is_refused() {
        let malformed = Some(RequestFault::PathMalformed);
        let strict = gate(r#"{"path":"/*"},{"path":"/admin"},{"path":"/users/:id"}"#);
        for path in [
            "/admin/",
            "/Admin",
            "/admin;x",
            "/ADMIN;x=1/",
            "/%41dmin",
            "/USERS/7",
        ] {
            assert_eq!(fault(&strict, "GET", path), malformed, "{path}");
        }
        for path in [
            "/admin/x",
            "/admins",
            "/other/",
            "/Other;x",
            "/users/Seven;x",
        ] {
            assert_eq!(fault(&strict, "GET", path), None, "{path}");
        }
        // Where nothing matches as it stands, there is nothing to get by with.
        let narrow = gate(r#"{"path":"/admin"},{"path":"/notes/*"}"#);
        for path in ["/admin/", "/Admin", "/admin;x"] {
            assert_eq!(
                fault(&narrow, "GET", path),
                Some(RequestFault::RouteUnknown),
                "{path}"
            );
        }
        assert_eq!(narrow.route("GET", "/notes/"), Ok(1));
        let twins = gate(r#"{"path":"/a"},{"path":"/A"}"#);
        assert_eq!(fault(&twins, "GET", "/a"), malformed);
    }

    #[test]
    fn rfc_9470_3_a_challenge_names_scopes_and_sign_in() {
        let text = r#"{"issuers":[{"issuer":"https://i.example","audience":"a","acr":["high"],
            "max_auth_age":300}],"origin":"https://o.example",
            "routes":[{"path":"/a","scopes":{"all":["x","y"]}},{"path":"/b","public":true}]}"#;
        let gate = Gate::from_json(text).unwrap();
        let challenge = |fault, route| gate.challenge(fault, route).unwrap();
        let scope = Error::Denied(crate::DeniedFault::Scope);
        assert!(challenge(scope, Some(0)).ends_with(", scope=\"x y\""));
        assert!(!challenge(scope, Some(1)).contains("scope="));
        assert!(!challenge(scope, None).contains("scope="));
        let age = challenge(Error::Denied(crate::DeniedFault::AuthAge), Some(0));
        assert!(
            age.ends_with(", acr_values=\"high\", max_age=\"300\""),
            "{age}"
        );
        let missing = Error::Request(RequestFault::CredentialsMissing);
        assert_eq!(challenge(missing, Some(0)), "Bearer realm=\"portcullis\"");
        assert_eq!(
            gate.challenge(Error::Request(RequestFault::RouteUnknown), None),
            None
        );
    }

    #[test]
    fn rfc_9110_15_5_5_a_path_of_no_route_is_unknown_and_a_doubtful_one_malformed() {
        let gate = gate(r#"{"path":"/notes/*"}"#);
        assert_eq!(
            gate.route("GET", "/other"),
            Err(Error::Request(RequestFault::RouteUnknown))
        );
        for path in [
            "/notes/%2e%2e/x",
            "/notes//x",
            "//notes",
            "/notes/..;/x",
            "/notes\\x",
        ] {
            let refused = gate.route("GET", path);
            assert_eq!(
                refused,
                Err(Error::Request(RequestFault::PathMalformed)),
                "{path}"
            );
        }
    }
}
