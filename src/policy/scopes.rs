//! Which scopes a request needs (RFC 6749 §3.3, RFC 6750 §3.1).

use alloc::string::String;
use alloc::vec::Vec;

use super::fields::Fields;
use crate::encoding::json::{ObjectWriter, Value, write_strings};
use crate::error::{PolicyError, PolicyFault};

/// Scopes that a token needs: every one of `all`, and at least one of `any` if `any` is given.
///
/// The empty rule is met by every token. Scope tokens are compared byte by byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeRule {
    all: Vec<String>,
    any: Vec<String>,
}

impl ScopeRule {
    /// A rule that needs every one of these scopes.
    #[must_use]
    pub fn all<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Self {
        Self {
            all: scopes.into_iter().map(Into::into).collect(),
            any: Vec::new(),
        }
    }

    /// A rule that needs at least one of these scopes.
    #[must_use]
    pub fn any<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Self {
        Self {
            all: Vec::new(),
            any: scopes.into_iter().map(Into::into).collect(),
        }
    }

    /// Reads `{ "all": […], "any": […] }`: at least one of the two, neither empty.
    pub(crate) fn from_value(value: &Value, path: &str) -> Result<Self, PolicyError> {
        let object = value
            .as_object()
            .ok_or_else(|| PolicyError::new(PolicyFault::Type, path))?;
        let mut fields = Fields::new(object, path);
        let all = fields.strings("all")?;
        let any = fields.strings("any")?;
        for (name, list) in [("all", &all), ("any", &any)] {
            if list.iter().flatten().any(|scope| !is_scope_token(scope)) {
                return Err(fields.fault(PolicyFault::Value, name));
            }
        }
        fields.finish()?;
        if all.is_none() && any.is_none() {
            return Err(PolicyError::new(PolicyFault::Value, path));
        }
        Ok(Self {
            all: all.unwrap_or_default(),
            any: any.unwrap_or_default(),
        })
    }

    /// Whether a token with these scopes meets the rule.
    #[must_use]
    pub fn is_met_by(&self, scopes: &[&str]) -> bool {
        let holds = |scope: &String| scopes.contains(&scope.as_str());
        self.all.iter().all(holds) && (self.any.is_empty() || self.any.iter().any(holds))
    }

    /// Whether the rule asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty()
    }

    /// The scopes to name in a challenge, separated by spaces (RFC 6750 §3).
    #[must_use]
    pub fn challenge(&self) -> String {
        let first_of_any = self.any.iter().take(usize::from(self.all.is_empty()));
        self.all
            .iter()
            .chain(first_of_any)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The rule as the document it was read from.
    pub(crate) fn to_json(&self) -> String {
        let mut out = ObjectWriter::new();
        for (name, list) in [("all", &self.all), ("any", &self.any)] {
            if !list.is_empty() {
                write_strings(out.member(name), list);
            }
        }
        out.finish()
    }
}

/// `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )` (RFC 6749 §3.3), which also fits a challenge.
fn is_scope_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_needs_every_scope_and_any_needs_one() {
        assert!(ScopeRule::all(["a", "b"]).is_met_by(&["b", "a", "c"]));
        assert!(!ScopeRule::all(["a", "b"]).is_met_by(&["a"]));
        assert!(ScopeRule::any(["a", "b"]).is_met_by(&["b"]));
        assert!(!ScopeRule::any(["a", "b"]).is_met_by(&["ab"]));
        assert!(ScopeRule::default().is_met_by(&[]));
    }

    #[test]
    fn a_challenge_names_what_is_needed() {
        assert_eq!(ScopeRule::all(["a", "b"]).challenge(), "a b");
        assert_eq!(ScopeRule::any(["a", "b"]).challenge(), "a");
    }
}
