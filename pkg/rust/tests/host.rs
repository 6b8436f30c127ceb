use std::string::String;
use std::vec::Vec;

use wasm_bindgen_test::wasm_bindgen_test;

use super::verifier::{with_keys, write};
use super::{CLAIMS, JWKS, NOW, POLICY, TOKEN, code, fault};
use crate::{Verifier, throw};

/// A verifier that leaves Ed25519 to the host.
fn with_host() -> Verifier {
    let mut verifier = with_keys();
    verifier.leave_to_host("ES256 EdDSA");
    verifier
}

fn verify(verifier: &mut Verifier, token: &str, now: f64) -> Option<String> {
    let length = write(verifier, token);
    verifier.verify_or_detach(length, None, now, -1).unwrap()
}

fn detach(verifier: &mut Verifier, now: f64) -> u32 {
    assert_eq!(verify(verifier, TOKEN, now), None);
    verifier.pending()
}

#[wasm_bindgen_test]
fn a_good_token_waits_for_one_answer() {
    let mut verifier = with_host();
    let ticket = detach(&mut verifier, NOW);
    assert_eq!(ticket, 1);
    let (input, signature) = TOKEN.rsplit_once('.').unwrap();
    assert_eq!(verifier.pending_input(ticket).unwrap(), input.as_bytes());
    assert_eq!(verifier.pending_signature(ticket).unwrap().len(), 64);
    assert_eq!(signature.len(), 86);
    assert_eq!(
        verifier.pending_jwk(ticket).unwrap(),
        r#"{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
    );
    // RFC 8037 A.3, in hexadecimal.
    assert_eq!(
        verifier.pending_key(ticket).unwrap(),
        "EdDSA 90facafea9b1556698540f70c0117a22ea37bd5cf3ed3c47093c1707282b4b89"
    );
    let claims = verifier.dangerously_accept(ticket, true, NOW).unwrap();
    assert_eq!(claims.as_deref(), Some(CLAIMS));
    assert_eq!(verifier.last_error(), throw::OK);
    for good in [true, false] {
        assert_eq!(
            verifier.dangerously_accept(ticket, good, NOW).unwrap(),
            None
        );
        assert_eq!(code(verifier.last_error()), "ERR_ENGINE_FAULT");
    }
    assert_eq!(verifier.pending_input(ticket), None);
    assert_eq!(verifier.pending_key(0), None);
}

#[wasm_bindgen_test]
fn a_no_refuses_and_claims_are_judged_when_the_answer_is_there() {
    let mut verifier = with_host();
    let ticket = detach(&mut verifier, NOW);
    assert_eq!(
        verifier.dangerously_accept(ticket, false, NOW).unwrap(),
        None
    );
    assert_eq!(code(verifier.last_error()), "ERR_SIGNATURE");
    let ticket = detach(&mut verifier, NOW);
    let late = verifier.dangerously_accept(ticket, true, NOW + 1_000.0);
    assert_eq!(late.unwrap(), None);
    assert_eq!(code(verifier.last_error()), "ERR_TOKEN_EXPIRED");
    let ticket = detach(&mut verifier, NOW);
    assert_eq!(
        fault(verifier.dangerously_accept(ticket, true, f64::NAN)),
        ("ERR_POLICY_VALUE".into(), "clock".into())
    );
    verifier.forget_pending(ticket);
    assert_eq!(
        verifier.dangerously_accept(ticket, true, NOW).unwrap(),
        None
    );
    assert_eq!(code(verifier.last_error()), "ERR_ENGINE_FAULT");
}

#[wasm_bindgen_test]
fn what_no_host_could_find_good_does_not_wait() {
    let mut verifier = with_host();
    let (input, _) = TOKEN.rsplit_once('.').unwrap();
    // R = S = 0: R of order 4. Then a signature that is too short.
    for signature in ["A".repeat(86), "A".repeat(84)] {
        let token = format!("{input}.{signature}");
        assert_eq!(verify(&mut verifier, &token, NOW), None);
        assert_eq!(
            (verifier.pending(), code(verifier.last_error())),
            (0, "ERR_SIGNATURE")
        );
    }
    assert_eq!(verify(&mut verifier, "a.b", NOW), None);
    assert_eq!(
        (verifier.pending(), code(verifier.last_error())),
        (0, "ERR_TOKEN_SEGMENTS")
    );
}

#[wasm_bindgen_test]
fn an_algorithm_that_is_not_left_to_the_host_is_verified_at_once() {
    let mut verifier = with_keys();
    for algorithms in ["", "ES256", "eddsa none HS256"] {
        verifier.leave_to_host(algorithms);
        assert_eq!(verify(&mut verifier, TOKEN, NOW).as_deref(), Some(CLAIMS));
        assert_eq!((verifier.pending(), verifier.last_error()), (0, throw::OK));
    }
    verifier.leave_to_host("Ed25519");
    assert_eq!(detach(&mut verifier, NOW), 1);
}

#[wasm_bindgen_test]
fn many_may_wait_and_each_gets_its_own_answer() {
    let mut verifier = with_host();
    let tickets: Vec<u32> = (0..64).map(|_| detach(&mut verifier, NOW)).collect();
    assert_eq!(tickets, (1..=64).collect::<Vec<_>>());
    // No room: verified here and now.
    assert_eq!(
        verify(&mut verifier, TOKEN, NOW + 1.0).as_deref(),
        Some(CLAIMS)
    );
    assert_eq!(verifier.pending(), 0);
    for &ticket in tickets.iter().rev() {
        let good = ticket % 2 == 0;
        let claims = verifier.dangerously_accept(ticket, good, NOW).unwrap();
        assert_eq!(claims.is_some(), good);
    }
    assert_eq!(detach(&mut verifier, NOW), 65);
}

#[wasm_bindgen_test]
fn one_that_has_waited_too_long_makes_room() {
    let mut verifier = with_host();
    assert_eq!(detach(&mut verifier, NOW), 1);
    for ticket in 2..=64 {
        assert_eq!(detach(&mut verifier, NOW + 5.0), ticket);
    }
    assert!(verify(&mut verifier, TOKEN, NOW + 9.0).is_some());
    assert_eq!(detach(&mut verifier, NOW + 10.0), 65);
    assert_eq!(verifier.dangerously_accept(1, true, NOW).unwrap(), None);
    assert_eq!(code(verifier.last_error()), "ERR_ENGINE_FAULT");
    assert!(
        verifier
            .dangerously_accept(65, true, NOW)
            .unwrap()
            .is_some()
    );
}

#[wasm_bindgen_test]
fn a_check_outlives_the_keys_it_was_made_with() {
    let mut verifier = with_host();
    let ticket = detach(&mut verifier, NOW);
    verifier.drop_keys(0);
    assert_eq!(verify(&mut verifier, TOKEN, NOW), None);
    assert_eq!(
        (verifier.pending(), code(verifier.last_error())),
        (0, "ERR_KEYS_NOT_READY")
    );
    assert!(
        verifier
            .dangerously_accept(ticket, true, NOW)
            .unwrap()
            .is_some()
    );
    let mut other = Verifier::new(POLICY).unwrap();
    other.leave_to_host("EdDSA");
    assert_eq!(other.set_keys(0, JWKS), throw::OK);
    // A ticket is of one verifier.
    assert_eq!(other.dangerously_accept(ticket, true, NOW).unwrap(), None);
}
