//! A verifier from the options that its caller wrote.

use portcullis::{Policy, PolicyFault};
use wasm_bindgen::prelude::*;

use crate::throw;
use crate::verifier::Verifier;

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
        let policies = Policy::list_from_json(options).map_err(|error| throw::policy(&error))?;
        if policies.iter().any(|policy| policy.issuer().is_none()) {
            return Err(throw::fault(PolicyFault::Value, "any_issuer"));
        }
        Ok(Self::of(policies, alloc::vec::Vec::new()))
    }
}
