//! The decision record as a JavaScript object: a closed struct, so that nothing of a token can
//! choose a member's name.

use portcullis::Decision;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
struct Record<'a> {
    verdict: &'static str,
    code: &'static str,
    stage: &'static str,
    step: &'static str,
    claim: Option<&'a str>,
    clause: Option<&'static str>,
    status: u16,
    kid: Option<&'a str>,
    alg: Option<&'static str>,
    fingerprint: Option<&'a str>,
    policy: &'a str,
    at: f64,
}

/// The record with the member names of its JSON form.
pub(crate) fn to_object(decision: &Decision) -> Result<JsValue, JsValue> {
    let record = Record {
        verdict: if decision.accepted {
            "accept"
        } else {
            "refuse"
        },
        code: decision.code,
        stage: decision.stage,
        step: decision.step,
        claim: decision.claim.as_deref(),
        clause: decision.clause,
        status: decision.status,
        kid: decision.kid.as_deref(),
        alg: decision.alg,
        fingerprint: decision.fingerprint.as_deref(),
        policy: &decision.policy,
        at: decision.at,
    };
    let serializer = Serializer::new().serialize_missing_as_null(true);
    Ok(record.serialize(&serializer)?)
}
