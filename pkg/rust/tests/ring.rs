use wasm_bindgen_test::wasm_bindgen_test;

use super::{JWKS, NOW, POLICY, fault};
use crate::{KeyRing, throw};

const JWKS_URI: &str = "https://issuer.example/jwks";
/// The core's own bounds.
const UNSAID: f64 = f64::NAN;

fn ring() -> KeyRing {
    KeyRing::new(POLICY, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID).unwrap()
}

#[wasm_bindgen_test]
fn a_ring_says_what_to_do_as_json_and_takes_what_came() {
    let mut ring = ring();
    assert_eq!(ring.held(), None);
    let step = ring.ask(false, NOW).unwrap();
    assert_eq!(step, r#"{"step":"fetch-then-retry","fetch":1}"#);
    let headers = "max-age=300\n\n\"one\"";
    let taken = ring.settle(1, throw::OK, JWKS, JWKS_URI, headers, UNSAID, NOW, 0.0);
    let event = r#"{"type":"replaced","added":["1"],"removed":[],"ignored":0}"#;
    assert_eq!(taken.unwrap().unwrap(), event);
    let times = r#""dated":1760000100,"refresh_at":1760000400,"expires":1760014500}"#;
    assert!(ring.held().unwrap().ends_with(times));
    assert_eq!(ring.document().unwrap(), JWKS);
    assert_eq!(ring.ask(false, NOW).unwrap(), r#"{"step":"use"}"#);
    let step = ring.ask(false, NOW + 300.0).unwrap();
    assert_eq!(
        step,
        r#"{"step":"use-and-refresh","fetch":2,"etag":"\"one\""}"#
    );
    let same = ring.settle(2, throw::OK, "", JWKS_URI, "", UNSAID, NOW + 301.0, 0.0);
    assert_eq!(same.unwrap().unwrap(), r#"{"type":"confirmed"}"#);
}

#[wasm_bindgen_test]
fn what_fails_comes_as_its_number_and_a_fetch_that_is_not_known_changes_nothing() {
    let mut ring = ring();
    ring.ask(false, NOW).unwrap();
    let timeout = portcullis::Error::Keys(portcullis::KeysFault::Timeout).to_wire();
    assert_eq!(ring.settle(7, timeout, "", "", "", 9.0, NOW, 1.0), Ok(None));
    let failed = ring.settle(1, timeout, "", "", "", 9.0, NOW, 1.0);
    let event = r#"{"type":"failed","code":"ERR_KEYS_TIMEOUT","retry_after":9}"#;
    assert_eq!(failed.unwrap().unwrap(), event);
    let step = ring.ask(true, NOW + 4.0).unwrap();
    assert_eq!(step, r#"{"step":"refuse","seconds":5}"#);
    ring.ask(false, NOW + 9.0).unwrap();
    ring.give_back(2);
    let step = ring.ask(false, NOW + 9.0).unwrap();
    assert_eq!(step, r#"{"step":"fetch-then-retry","fetch":3}"#);
}

#[wasm_bindgen_test]
fn a_snapshot_is_another_rings_keys() {
    let mut one = ring();
    one.ask(false, NOW).unwrap();
    one.settle(1, throw::OK, JWKS, JWKS_URI, "", UNSAID, NOW, 0.0)
        .unwrap();
    let mut two = ring();
    let taken = two.restore(&one.snapshot().unwrap(), NOW + 1.0);
    assert!(taken.unwrap().unwrap().starts_with(r#"{"type":"replaced""#));
    assert_eq!(two.held(), one.held());
    assert_eq!(two.restore("{}", NOW), Ok(None));
}

#[wasm_bindgen_test]
fn bounds_that_make_no_sense_are_refused_with_their_path() {
    let refused = KeyRing::new(POLICY, 0.5, UNSAID, UNSAID, UNSAID, UNSAID);
    let (code, path) = fault(refused);
    assert_eq!((&*code, &*path), ("ERR_POLICY_VALUE", "key_ring.floor"));
}
