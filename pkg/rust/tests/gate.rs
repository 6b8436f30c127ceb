use std::string::String;

use wasm_bindgen_test::wasm_bindgen_test;

use super::{JWKS, NOW, POLICY, TOKEN, code, fault};
use crate::{Gate, throw};

fn gate(routes: &str) -> Result<Gate, wasm_bindgen::JsValue> {
    Gate::new(&format!(
        r#"{{"issuers":[{POLICY}],"origin":"https://origin.example","routes":[{routes}]}}"#
    ))
}

fn notes() -> Gate {
    let routes = r#"{"path":"/health","public":true},
        {"path":"/notes/*","methods":["GET"],"scopes":{"all":["notes:read"]}},
        {"path":"/notes/*","methods":["POST"],"scopes":{"any":["notes:write","admin"]}}"#;
    gate(routes).unwrap()
}

#[wasm_bindgen_test]
fn routes_are_indexes_and_refusals_numbers_below_them() {
    let gate = notes();
    assert_eq!(gate.route("GET", "/health"), 0);
    assert_eq!(gate.route("HEAD", "/notes/7"), 1);
    assert_eq!(gate.route("POST", "/notes"), 2);
    let refusal = |method, path| code(u32::try_from(-1 - gate.route(method, path)).unwrap());
    assert_eq!(refusal("GET", "/other"), "ERR_ROUTE_UNKNOWN");
    assert_eq!(refusal("PUT", "/notes/7"), "ERR_METHOD_NOT_ALLOWED");
    assert_eq!(refusal("GET", "/notes/%2e%2e"), "ERR_PATH_MALFORMED");
    assert_eq!(gate.allow("/notes/7"), ["GET", "HEAD", "POST"]);
    assert!(gate.is_public(0) && !gate.is_public(1) && !gate.is_public(9));
}

#[wasm_bindgen_test]
fn its_verifier_asks_for_the_scopes_of_a_route() {
    let mut verifier = notes().verifier();
    assert_eq!(verifier.set_keys(0, JWKS), throw::OK);
    let length = u32::try_from(TOKEN.len()).unwrap();
    let pointer = verifier.buffer(length);
    let offset = u32::try_from(pointer.addr()).unwrap();
    let memory: js_sys::WebAssembly::Memory =
        wasm_bindgen::JsCast::unchecked_into(wasm_bindgen::memory());
    js_sys::Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), offset, length)
        .copy_from(TOKEN.as_bytes());
    for (rule, expected) in [
        (-1, "OK"),
        (0, "OK"),
        (1, "OK"),
        (2, "ERR_SCOPE_INSUFFICIENT"),
    ] {
        let claims = verifier.verify(length, None, NOW, rule).unwrap();
        assert_eq!(claims.is_some(), expected == "OK");
        assert_eq!(code(verifier.last_error()), expected);
    }
}

#[wasm_bindgen_test]
fn a_challenge_goes_with_the_refusals_that_have_one() {
    use portcullis::{DeniedFault, Error, KeysFault, RequestFault};
    let gate = notes();
    let missing = Error::Request(RequestFault::CredentialsMissing).to_wire();
    assert_eq!(
        gate.challenge(missing, "No token.", 1).unwrap(),
        "Bearer realm=\"portcullis\""
    );
    let scope = gate
        .challenge(Error::Denied(DeniedFault::Scope).to_wire(), "A scope.", 1)
        .unwrap();
    assert!(
        scope.contains("error=\"insufficient_scope\"") && scope.ends_with(", scope=\"notes:read\"")
    );
    let signature = gate
        .challenge(Error::BadSignature.to_wire(), "A \"text\".", 1)
        .unwrap();
    assert!(signature.contains("error=\"invalid_token\", error_description=\"A 'text'.\""));
    let keys = Error::Keys(KeysFault::Unreachable).to_wire();
    let unknown = Error::Request(RequestFault::RouteUnknown).to_wire();
    for wire in [keys, unknown, throw::OK] {
        assert_eq!(gate.challenge(wire, "", -1), None);
    }
}

#[wasm_bindgen_test]
fn a_document_is_written_in_one_form_and_refused_with_its_path() {
    let document = notes().document();
    assert_eq!(Gate::new(&document).unwrap().document(), document);
    let refused = gate(r#"{"path":"/a","public":true,"scopes":{"all":["x"]}}"#);
    assert_eq!(
        fault(refused),
        ("ERR_POLICY_CONFLICT".into(), "routes[0].public".into())
    );
    assert_eq!(
        fault(Gate::new("[]")),
        ("ERR_POLICY_MALFORMED".into(), String::new())
    );
}
