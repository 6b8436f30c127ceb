//! A verifier from the options that its caller wrote, and what it made of them.

use alloc::string::String;
use alloc::vec::Vec;

use portcullis::{Kind, Policy, PolicyFault};
use wasm_bindgen::prelude::*;

use crate::throw;
use crate::verifier::{Issuer, Verifier};

#[wasm_bindgen]
impl Verifier {
    /// A verifier for one policy, or for the policies of `{ "issuers": [ … ] }`, as JSON text.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for the first fault; without an issuer of its own a policy's keys
    /// would be nobody's (RFC 8725 §3.8).
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Verifier, JsValue> {
        let policies = Policy::entries_from_json(options).map_err(|error| throw::policy(&error))?;
        let is_nobodys = |policy: &Policy| policy.issuer().is_none() && policy.kind() != Kind::Dpop;
        if policies.iter().any(|(_, policy)| is_nobodys(policy)) {
            return Err(throw::fault(PolicyFault::Value, "any_issuer"));
        }
        Ok(Self::of(policies, Vec::new()))
    }

    /// Every policy with its defaults written out: JSON `[[{ "id", "policy" }]]`, with a list for each
    /// entry that they were read from.
    #[must_use]
    pub fn policies(&self) -> String {
        let mut out = String::from("[");
        let mut last = None;
        for Issuer { policy, entry, .. } in &self.issuers {
            let between = match last.replace(*entry) {
                None => "[",
                Some(last) if last == *entry => ",",
                Some(_) => "],[",
            };
            // The id is of hexadecimal digits.
            for part in [
                between,
                r#"{"id":""#,
                &policy.id(),
                r#"","policy":"#,
                &policy.to_json(),
                "}",
            ] {
                out.push_str(part);
            }
        }
        out.push_str("]]");
        out
    }
}
