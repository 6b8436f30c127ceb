//! What a decision record has of the token and the policy, as a JavaScript object: a closed struct,
//! so that nothing of a token can choose a member's name.
//!
//! What the catalogue of refusals says stays behind: JavaScript has it by the verdict's number.

use alloc::string::String;

use portcullis::{Decision, Error, dangerous};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::verifier::{Issuer, Verifier, read_time};

/// The members that the catalogue does not have, named as in the record's JSON form.
#[derive(Serialize)]
struct Evidence<'a> {
    claim: Option<&'a str>,
    kid: Option<&'a str>,
    alg: Option<&'static str>,
    fingerprint: Option<&'a str>,
    policy: &'a str,
    at: f64,
}

#[wasm_bindgen]
impl Verifier {
    /// What the decision record of a verdict on a token, given as its number, has beyond the
    /// catalogue's row.
    ///
    /// # Errors
    ///
    /// Throws `CODE path` for a clock that makes no sense.
    pub fn evidence(&self, jwt: &str, wire: u32, now: f64) -> Result<JsValue, JsValue> {
        let now = read_time(now)?;
        let verdict = Error::from_wire(wire).map_or(Ok(()), Err);
        let issuer = self
            .index_of(jwt)
            .ok()
            .and_then(|index| self.issuers.get(index));
        // A token of no issuer of ours was judged by no policy in particular.
        let Some(Issuer { policy, keys, .. }) = issuer.or(self.issuers.first()) else {
            return Ok(JsValue::NULL);
        };
        to_object(&Decision::of(jwt, keys.as_ref(), policy, verdict, now))
    }

    /// Who a token that was admitted stands for: JSON `{ "subject", "client", "scopes", "roles",
    /// "methods" }`; nothing for one of no issuer of ours.
    #[must_use]
    pub fn identity(&self, jwt: &str) -> Option<String> {
        let issuer = self.issuers.get(self.index_of(jwt).ok()?)?;
        let identity = dangerous::identity(jwt, &issuer.policy).ok()?;
        // It was verified before: only of such a token does JavaScript ask.
        Some(identity.dangerously_trust())
    }
}

fn to_object(decision: &Decision) -> Result<JsValue, JsValue> {
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
