use std::borrow::ToOwned;
use std::string::String;
use std::vec::Vec;

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{CLAIMS, JWKS, NOW, POLICY, TOKEN, code, fault, member, text};
use crate::{Verifier, throw};

pub(super) fn with_keys() -> Verifier {
    let mut verifier = Verifier::new(POLICY).unwrap();
    assert_eq!(verifier.set_keys(0, JWKS), throw::OK);
    verifier
}

/// Writes a token into the buffer as JavaScript does: at the pointer, through the memory.
pub(super) fn write(verifier: &mut Verifier, token: &str) -> u32 {
    let length = u32::try_from(token.len()).unwrap();
    let offset = u32::try_from(verifier.buffer(length).addr()).unwrap();
    let memory = wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>();
    let view =
        js_sys::Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), offset, length);
    view.copy_from(token.as_bytes());
    length
}

fn verify(
    verifier: &mut Verifier,
    token: &str,
    presentation: Option<&str>,
    now: f64,
) -> &'static str {
    let length = write(verifier, token);
    let claims = verifier
        .verify(length, presentation.map(str::to_owned), now, -1)
        .unwrap();
    assert_eq!(claims.is_some(), verifier.last_error() == throw::OK);
    code(verifier.last_error())
}

#[wasm_bindgen_test]
fn a_good_token_gives_its_claims_as_they_were_signed() {
    let mut verifier = with_keys();
    let length = write(&mut verifier, TOKEN);
    let claims = verifier.verify(length, None, NOW, -1).unwrap();
    assert_eq!(claims.as_deref(), Some(CLAIMS));
    assert_eq!(verifier.last_error(), throw::OK);
}

#[wasm_bindgen_test]
fn a_refusal_is_a_number() {
    let mut verifier = with_keys();
    let tampered = TOKEN.replace(".2vFb", ".3vFb");
    for (token, now, expected) in [
        (TOKEN, NOW + 1_000.0, "ERR_TOKEN_EXPIRED"),
        (TOKEN, NOW - 1_000.0, "ERR_TOKEN_ISSUED_IN_FUTURE"),
        (tampered.as_str(), NOW, "ERR_SIGNATURE"),
        ("", NOW, "ERR_TOKEN_SEGMENTS"),
        ("a.b.c", NOW, "ERR_TOKEN_BASE64"),
        ("é.é.é", NOW, "ERR_TOKEN_CHARACTER"),
    ] {
        assert_eq!(verify(&mut verifier, token, None, now), expected);
    }
    assert_eq!(verify(&mut verifier, TOKEN, None, NOW), "OK");
}

#[wasm_bindgen_test]
fn bytes_that_are_no_text_and_lengths_beyond_the_buffer_are_no_token() {
    let mut verifier = with_keys();
    let length = write(&mut verifier, TOKEN);
    assert_eq!(verifier.verify(length + 1, None, NOW, -1).unwrap(), None);
    assert_eq!(verifier.verify(u32::MAX, None, NOW, -1).unwrap(), None);
    assert_eq!(code(verifier.last_error()), "ERR_TOKEN_SEGMENTS");
    let half = write(&mut verifier, "é") - 1;
    assert_eq!(verifier.verify(half, None, NOW, -1).unwrap(), None);
    assert_eq!(code(verifier.last_error()), "ERR_TOKEN_CHARACTER");
}

#[wasm_bindgen_test]
fn the_buffer_stays_where_it_is_until_it_must_grow() {
    let mut verifier = with_keys();
    let pointer = verifier.buffer(4_096);
    assert_eq!(verifier.buffer(10), pointer);
    assert_eq!(verifier.buffer(4_096), pointer);
    verifier.buffer(100_000);
    assert_eq!(verify(&mut verifier, TOKEN, None, NOW), "OK");
}

#[wasm_bindgen_test]
fn without_keys_a_token_waits_and_refused_keys_change_nothing() {
    let mut verifier = Verifier::new(POLICY).unwrap();
    assert_eq!(
        verify(&mut verifier, TOKEN, None, NOW),
        "ERR_KEYS_NOT_READY"
    );
    assert_eq!(
        verify(&mut verifier, "a.b", None, NOW),
        "ERR_TOKEN_SEGMENTS"
    );
    assert_eq!(verifier.set_keys(0, JWKS), throw::OK);
    assert_eq!(code(verifier.set_keys(0, "{")), "ERR_JWKS_MALFORMED");
    assert_eq!(
        code(verifier.set_keys(0, r#"{"keys":[]}"#)),
        "ERR_JWKS_NO_USABLE_KEY"
    );
    assert_eq!(code(verifier.set_keys(1, JWKS)), "ERR_JWKS_ISSUER");
    assert_eq!(verify(&mut verifier, TOKEN, None, NOW), "OK");
    verifier.drop_keys(0);
    verifier.drop_keys(9);
    assert_eq!(
        verify(&mut verifier, TOKEN, None, NOW),
        "ERR_KEYS_NOT_READY"
    );
}

#[wasm_bindgen_test]
fn of_several_issuers_the_token_names_one() {
    let two = r#"{"issuer":"https://two.example","audience":"a"}"#;
    let mut verifier = Verifier::new(&format!(r#"{{"issuers":[{two},{POLICY}]}}"#)).unwrap();
    let length = write(&mut verifier, TOKEN);
    assert_eq!(verifier.issuer_of(length), 1);
    let length = write(&mut verifier, "a.b");
    assert_eq!(verifier.issuer_of(length), -2);
    assert_eq!(
        verify(&mut verifier, TOKEN, None, NOW),
        "ERR_KEYS_NOT_READY"
    );
    assert_eq!(verifier.set_keys(1, JWKS), throw::OK);
    assert_eq!(verify(&mut verifier, TOKEN, None, NOW), "OK");
    let others =
        format!(r#"{{"issuers":[{two}, {{"issuer":"https://x.example","audience":"a"}}]}}"#);
    let mut verifier = Verifier::new(&others).unwrap();
    let length = write(&mut verifier, TOKEN);
    assert_eq!(verifier.issuer_of(length), -1);
    assert_eq!(
        verify(&mut verifier, TOKEN, None, NOW),
        "ERR_ISSUER_MISMATCH"
    );
}

#[wasm_bindgen_test]
fn a_policy_that_is_refused_is_thrown_with_its_path() {
    for (policy, code, path) in [
        ("", "ERR_POLICY_MALFORMED", ""),
        ("{}", "ERR_POLICY_MISSING_MEMBER", "issuer"),
        (
            r#"{"issuer":"i","audience":"a","more":1}"#,
            "ERR_POLICY_UNKNOWN_MEMBER",
            "more",
        ),
        (
            r#"{"issuers":[{"issuer":"i"}]}"#,
            "ERR_POLICY_MISSING_MEMBER",
            "issuers[0].audience",
        ),
        (
            r#"{"any_issuer":true,"audience":"a"}"#,
            "ERR_POLICY_VALUE",
            "any_issuer",
        ),
    ] {
        assert_eq!(
            fault(Verifier::new(policy)),
            (code.into(), path.into()),
            "{policy}"
        );
    }
}

#[wasm_bindgen_test]
fn a_senseless_presentation_or_clock_is_thrown_too() {
    let mut verifier = with_keys();
    let length = write(&mut verifier, TOKEN);
    let unknown = verifier.verify(length, Some(r#"{"nonse":"x"}"#.into()), NOW, -1);
    assert_eq!(
        fault(unknown),
        ("ERR_POLICY_UNKNOWN_MEMBER".into(), "nonse".into())
    );
    for now in [f64::NAN, f64::INFINITY] {
        let timeless = verifier.verify(length, None, now, -1);
        assert_eq!(fault(timeless), ("ERR_POLICY_VALUE".into(), "clock".into()));
        assert!(verifier.evidence(TOKEN, throw::OK, now).is_err());
    }
}

#[wasm_bindgen_test]
fn an_identity_is_read_by_the_policy_of_the_tokens_issuer() {
    let shown = with_keys().identity(TOKEN).unwrap();
    assert_eq!(
        shown,
        r#"{"subject":"ada","client":"client","scopes":["notes:read"],"roles":[],"methods":[]}"#
    );
    assert!(with_keys().identity("no token").is_none());
}

#[wasm_bindgen_test]
fn policies_are_shown_with_their_defaults() {
    let shown = js_sys::JSON::parse(&with_keys().policies()).unwrap();
    let first = member(&member(&shown, "0"), "0");
    assert_eq!(text(&first, "id").len(), 16);
    let policy = member(&first, "policy");
    assert_eq!(text(&policy, "issuer"), "https://issuer.example");
    assert_eq!(member(&policy, "leeway"), JsValue::from(30));
    assert_eq!(
        member(&member(&policy, "limits"), "token"),
        JsValue::from(16_384)
    );
}

#[wasm_bindgen_test]
fn evidence_is_a_plain_object_with_the_members_that_the_catalogue_has_not() {
    let verifier = with_keys();
    let wire = portcullis::Error::BadSignature.to_wire();
    for wire in [throw::OK, wire] {
        let evidence = verifier.evidence(TOKEN, wire, NOW).unwrap();
        let prototype = Reflect::get_prototype_of(&evidence).unwrap();
        assert_eq!(prototype, Object::get_prototype_of(&Object::new()));
        let names: Vec<String> = Object::keys(evidence.unchecked_ref::<Object>())
            .iter()
            .map(|name| name.as_string().unwrap())
            .collect();
        assert_eq!(
            names,
            ["claim", "kid", "alg", "fingerprint", "policy", "at"]
        );
        assert_eq!(text(&evidence, "alg"), "EdDSA");
        assert_eq!(text(&evidence, "fingerprint").len(), 16);
        assert!(member(&evidence, "kid").is_null());
        assert_eq!(member(&evidence, "at"), JsValue::from(NOW));
    }
    let evidence = verifier.evidence("no token", wire, NOW).unwrap();
    assert!(member(&evidence, "fingerprint").is_null());
}
