//! What the bindings throw: a number for a refusal, a text for a faulty policy.
//!
//! Everything else that leaves a call is a trap, and the loader builds the instance anew.

use portcullis::{Error, PolicyError, PolicyFault};
use wasm_bindgen::JsValue;

/// Success, where an error's number would stand.
pub(crate) const OK: u32 = u32::MAX;

/// A refusal as its number.
#[must_use]
pub(crate) fn refusal(error: Error) -> JsValue {
    JsValue::from(error.to_wire())
}

/// A refused policy, document or presentation.
#[must_use]
pub(crate) fn policy(error: &PolicyError) -> JsValue {
    fault(error.fault(), error.path())
}

/// A fault that only the bindings can see: its code, a space, and the path, which may be empty.
#[must_use]
pub(crate) fn fault(fault: PolicyFault, path: &str) -> JsValue {
    JsValue::from([fault.code(), " ", path].concat())
}
