//! What the bindings throw: a number for a refusal, a record for a faulty policy.
//!
//! Everything else that leaves a call is a trap, and the loader builds the instance anew.

use portcullis::{Error, PolicyError, PolicyFault};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// Success, where an error's number would stand.
pub(crate) const OK: u32 = u32::MAX;

/// A fault of a policy or of what is given along with a token.
#[derive(Serialize)]
struct Fault<'a> {
    code: &'static str,
    path: &'a str,
}

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

/// A fault that only the bindings can see.
#[must_use]
pub(crate) fn fault(fault: PolicyFault, path: &str) -> JsValue {
    let fault = Fault {
        code: fault.code(),
        path,
    };
    serde_wasm_bindgen::to_value(&fault).unwrap_or(JsValue::NULL)
}
