//! A gate: its document, its routes and the challenge of a refusal.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis::{Error, ScopeRule};
use wasm_bindgen::prelude::*;

use crate::throw;
use crate::verifier::Verifier;

/// A gate in front of an API, as its document describes it.
#[wasm_bindgen]
pub struct Gate {
    gate: portcullis::Gate,
}

#[wasm_bindgen]
impl Gate {
    /// Reads a gate's document, JSON.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for the first fault.
    #[wasm_bindgen(constructor)]
    pub fn new(document: &str) -> Result<Gate, JsValue> {
        portcullis::Gate::from_json(document)
            .map(|gate| Self { gate })
            .map_err(|error| throw::policy(&error))
    }

    /// The document with every default written out.
    #[must_use]
    pub fn document(&self) -> String {
        self.gate.to_json()
    }

    /// The index of the route for a request, or, for a refusal, -1 minus its number.
    #[must_use]
    pub fn route(&self, method: &str, path: &str) -> i32 {
        match self.gate.route(method, path) {
            Ok(index) => i32::try_from(index).unwrap_or(i32::MAX),
            // A refusal of a request points at no claim: its number is small.
            Err(error) => i32::try_from(error.to_wire()).map_or(i32::MIN, |wire| -1 - wire),
        }
    }

    /// Whether a route needs no token.
    #[wasm_bindgen(js_name = isPublic)]
    #[must_use]
    pub fn is_public(&self, route: u32) -> bool {
        usize::try_from(route).is_ok_and(|route| self.gate.is_public(route))
    }

    /// The methods of a path, for `Allow`; empty where the path is malformed or unknown.
    #[must_use]
    pub fn allow(&self, path: &str) -> Vec<String> {
        self.gate
            .allow(path)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// A verifier for the issuers of the document, which knows the scopes of the routes.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        let mut rules: Vec<ScopeRule> = Vec::new();
        while let Some(rule) = self.gate.rule(rules.len()) {
            rules.push(rule.clone());
        }
        let entries = self.gate.entries().iter().copied();
        let policies = entries.zip(self.gate.policies().iter().cloned());
        Verifier::of(policies, rules)
    }

    /// The value of `WWW-Authenticate` for a refusal, given as its number, on a route or on none
    /// (-1); nothing where the status asks for none (RFC 6750 §3, RFC 9470 §3). `description` is
    /// the catalogue's text for it, which JavaScript keeps.
    #[must_use]
    pub fn challenge(&self, wire: u32, description: &str, route: i32) -> Option<String> {
        let error = Error::from_wire(wire)?;
        self.gate
            .challenge_saying(error, description, usize::try_from(route).ok())
    }
}
