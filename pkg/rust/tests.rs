//! The bindings as JavaScript meets them, in Node and in a browser.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a failed test may panic"
)]

mod functions;
mod gate;
mod host;
mod ring;
mod verifier;

use std::string::String;

use js_sys::Reflect;
use portcullis::Error;
use wasm_bindgen::JsValue;

/// Signed with the key of RFC 8037 A.1; good at [`NOW`].
const TOKEN: &str = concat!(
    "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.",
    "eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjoiaHR0cHM6Ly9hcGkuZXhhbXBsZSIsInN1YiI6ImFkYSIs",
    "ImNsaWVudF9pZCI6ImNsaWVudCIsInNjb3BlIjoibm90ZXM6cmVhZCIsImlhdCI6MTc2MDAwMDAwMCwiZXhwIjoxNzYwMDAw",
    "MzAwLCJqdGkiOiIxIn0.",
    "2vFbw3-JsHbFcch5z-lwVtVyOrXgyJAQ3hpHa17F_NSFB_kBcj_-LZ-xlp3y6CQYGW5DBHruVlgXLO1h6GfzAA",
);

/// The payload of [`TOKEN`], as it was signed.
const CLAIMS: &str = concat!(
    r#"{"iss":"https://issuer.example","aud":"https://api.example","sub":"ada","client_id":"client","#,
    r#""scope":"notes:read","iat":1760000000,"exp":1760000300,"jti":"1"}"#,
);

const JWKS: &str = concat!(
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","#,
    r#""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
);

const POLICY: &str = r#"{"issuer":"https://issuer.example","audience":"https://api.example"}"#;

/// Seconds since 1970.
const NOW: f64 = 1_760_000_100.0;

/// A member of an object.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap()
}

/// The code behind a number.
fn code(wire: u32) -> &'static str {
    Error::from_wire(wire).map_or("OK", Error::code)
}

/// The code behind a number that was thrown.
#[track_caller]
fn thrown<T>(result: Result<T, JsValue>) -> &'static str {
    let Err(thrown) = result else {
        return "nothing was thrown";
    };
    Error::catalogue()
        .find(|entry| thrown.as_f64() == Some(f64::from(entry.error.to_wire())))
        .map_or("no number was thrown", |entry| entry.code)
}

/// Code and path of a policy fault that was thrown.
#[track_caller]
fn fault<T>(result: Result<T, JsValue>) -> (String, String) {
    let Err(thrown) = result else {
        return ("nothing was thrown".into(), String::new());
    };
    let thrown = thrown.as_string().unwrap();
    let (code, path) = thrown.split_once(' ').unwrap();
    (code.into(), path.into())
}
