//! What a decision record has of the token and the policy, as a JavaScript object: a closed struct,
//! so that nothing of a token can choose a member's name.
//!
//! What the catalogue of refusals says stays behind: JavaScript has it by the verdict's number.

use portcullis::Decision;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
struct Evidence<'a> {
    claim: Option<&'a str>,
    kid: Option<&'a str>,
    alg: Option<&'static str>,
    fingerprint: Option<&'a str>,
    policy: &'a str,
    at: f64,
}

/// The members that the catalogue does not have, named as in the record's JSON form.
pub(crate) fn to_object(decision: &Decision) -> Result<JsValue, JsValue> {
    let evidence = Evidence {
        claim: decision.claim.as_deref(),
        kid: decision.kid.as_deref(),
        alg: decision.alg,
        fingerprint: decision.fingerprint.as_deref(),
        policy: &decision.policy,
        at: decision.at,
    };
    let serializer = Serializer::new().serialize_missing_as_null(true);
    Ok(evidence.serialize(&serializer)?)
}
