//! The gate's document: whose tokens, which routes, which origin.

mod document;

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, RequestFault};
use crate::path::{self, PathPattern};
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
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    policies: Vec<Policy>,
    origin: String,
    routes: Vec<Route>,
    forward: Vec<(&'static str, String)>,
    cors_origins: Vec<String>,
    forward_authorization: bool,
    expose_decision: bool,
}

/// One route: where it is and what it asks for.
#[derive(Clone, Debug, PartialEq)]
struct Route {
    path: PathPattern,
    /// Empty for every method.
    methods: Vec<String>,
    public: bool,
    scopes: ScopeRule,
}

impl Gate {
    /// The policies, one for each issuer.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The origin that requests go to: scheme and host.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The route of a request, as an index into the document's `routes`.
    ///
    /// The most specific path wins, then the method; GET implies HEAD. The path is the request's
    /// own, undecoded, without the query: what is matched is what is forwarded.
    ///
    /// # Errors
    ///
    /// [`RequestFault::PathMalformed`] (400), [`RequestFault::RouteUnknown`] (404) or
    /// [`RequestFault::MethodNotAllowed`] (405).
    pub fn route(&self, method: &str, path: &str) -> Result<usize, Error> {
        self.find(method, path).map_err(Error::Request)
    }

    /// The methods of a path, for the `Allow` header of a 405 (RFC 9110 §10.2.1).
    #[must_use]
    pub fn allow(&self, path: &str) -> Vec<&str> {
        let Some(pattern) = self.most_specific(path) else {
            return Vec::new();
        };
        let mut methods: Vec<&str> = Vec::new();
        for (_, route) in self.routes_of(pattern) {
            for method in route.methods.iter().map(String::as_str) {
                let implied = (method == "GET").then_some("HEAD");
                for method in [Some(method), implied].into_iter().flatten() {
                    if !methods.contains(&method) {
                        methods.push(method);
                    }
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

    fn find(&self, method: &str, path: &str) -> Result<usize, RequestFault> {
        if !path::is_plain(path) {
            return Err(RequestFault::PathMalformed);
        }
        let pattern = self.most_specific(path).ok_or(RequestFault::RouteUnknown)?;
        let mut fitting = self
            .routes_of(pattern)
            .filter(|(_, route)| route.takes(method));
        // A route that names the method says more than one for every method.
        let first = fitting.next().ok_or(RequestFault::MethodNotAllowed)?;
        Ok(fitting
            .find(|(_, route)| !route.methods.is_empty())
            .unwrap_or(first)
            .0)
    }

    fn most_specific(&self, path: &str) -> Option<&PathPattern> {
        self.routes
            .iter()
            .map(|route| &route.path)
            .filter(|pattern| pattern.matches(path))
            .max_by(|a, b| a.compare(b))
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

impl Route {
    fn takes(&self, method: &str) -> bool {
        let named = |name: &str| self.methods.iter().any(|known| known == name);
        self.methods.is_empty() || named(method) || (method == "HEAD" && named("GET"))
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
