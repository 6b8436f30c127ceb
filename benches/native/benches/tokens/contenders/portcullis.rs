//! This crate.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::{KeySet, Limits, Policy, Presentation, UnixTime};
use serde_json::json;

use super::Verify;
use crate::case::Case;

pub(super) fn prepare(case: &Case) -> Result<Verify, Box<dyn Error>> {
    let jwks = json!({ "keys": case.keys }).to_string();
    let keys = KeySet::from_json(&case.issuer, &jwks, &Limits::default())?;
    let policy = Policy::access_token()
        .issuer(&case.issuer)
        .audience(&case.audience)
        .build()?;
    let presentation = Presentation::bearer();
    Ok(Box::new(move |token| {
        portcullis::verify(token, &keys, &policy, &presentation, now()).is_ok()
    }))
}

/// The clock is asked for each token, as the peers ask it.
fn now() -> UnixTime {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    UnixTime::from_secs(elapsed.map_or(0, |elapsed| elapsed.as_secs()))
}
