//! One route of a gate, and which methods it takes.

use alloc::string::String;
use alloc::vec::Vec;

use crate::path::PathPattern;
use crate::policy::ScopeRule;

/// OPTIONS is for CORS; the other two are for proxies and debuggers (RFC 9110 §9.3.6 to §9.3.8).
pub(super) const NEVER_FORWARDED: &[&str] = &["OPTIONS", "TRACE", "CONNECT"];
/// One route: where it is and what it asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Route {
    pub(super) path: PathPattern,
    /// Empty for every method.
    pub(super) methods: Vec<String>,
    pub(super) public: bool,
    pub(super) scopes: ScopeRule,
}

impl Route {
    /// Whether requests with this method are the route's; GET implies HEAD (RFC 9110 §9.3.2).
    pub(super) fn takes(&self, method: &str) -> bool {
        if NEVER_FORWARDED.contains(&method) {
            return false;
        }
        self.methods.is_empty() || self.names(method) || (method == "HEAD" && self.names("GET"))
    }

    fn names(&self, method: &str) -> bool {
        self.methods.iter().any(|known| known == method)
    }

    /// Whether a request could be meant for both: the same paths, and a method in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let common = |one: &Self, other: &Self| one.methods.iter().any(|name| other.takes(name));
        let all = |route: &Self| route.methods.is_empty();
        self.path.is_same(&other.path)
            && (all(self) || all(other) || common(self, other) || common(other, self))
    }
}
