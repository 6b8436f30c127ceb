//! A key ring in a native program: what a host sees of it, with an issuer that answers as it is told.

#![cfg(all(feature = "es256", feature = "eddsa"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod host;
#[path = "../signer/mod.rs"]
mod signer;
mod waiting;

use host::{Keys, document, failed, keys, token, token_with};
use portcullis::ring::{Event, Fetch, Host, Received, ReceivedHeaders};

#[test]
fn keys_are_fetched_once_for_many_tokens_and_never_for_what_is_no_token() {
    let (host, [key, _]) = (Keys::new(), keys());
    assert_eq!(host.code("a.b"), "ERR_TOKEN_SEGMENTS");
    assert_eq!(host.asked(), 0);
    host.answers([document(key.jwks())]);
    for _ in 0..3 {
        assert_eq!(host.after(100.0).code(&token(&key)), "OK");
    }
    assert_eq!(host.asked(), 1);
}

#[test]
fn a_token_waits_for_the_refresh_of_stale_keys_that_has_no_background() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks()), document(next.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(host.after(599.0).code(&token(&key)), "OK");
    assert_eq!(host.asked(), 1);
    assert_eq!(host.after(1.0).code(&token(&next)), "OK");
    assert_eq!(host.asked(), 2);
}

#[test]
fn stale_keys_decide_while_newer_ones_are_fetched_in_the_background() {
    let (mut host, [key, next]) = (Keys::new(), keys());
    host.has_background = true;
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    for _ in 0..3 {
        assert_eq!(host.after(600.0).code(&token(&key)), "OK");
        // What was left for later and never came counts as lost; who comes meanwhile begins none.
        assert_eq!(host.code(&token(&key)), "OK");
    }
    let later: Vec<Fetch> = host.issuer.lock().unwrap().later.drain(..).collect();
    assert_eq!((later.len(), host.asked()), (3, 1));
    host.settle(&later[2], &document(next.jwks()));
    assert_eq!(host.code(&token(&next)), "OK");
}

#[test]
fn an_unknown_kid_has_the_keys_fetched_again_with_their_tag_and_then_names_the_new_ones() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks()), document(next.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(host.code(&token(&next)), "OK");
    let issuer = host.issuer.lock().unwrap();
    assert_eq!(issuer.asked, [None, Some("\"one\"".to_owned())]);
    let rotation = Event::Replaced {
        added: vec!["EdDSA".to_owned()],
        removed: vec!["ES256".to_owned()],
        ignored: 0,
    };
    assert_eq!(issuer.events[1], rotation);
}

#[test]
fn made_up_kids_are_looked_for_as_often_as_the_ring_allows() {
    let (host, [key, next]) = (Keys::new(), keys());
    let confirmed = || Received::NotModified {
        headers: ReceivedHeaders::default(),
    };
    host.answers([document(key.jwks()), confirmed(), confirmed()]);
    assert_eq!(host.code(&token(&key)), "OK");
    for _ in 0..5 {
        assert_eq!(host.code(&token(&next)), "ERR_KEY_UNKNOWN");
    }
    assert_eq!(host.asked(), 3);
}

#[test]
fn a_bad_signature_has_keys_fetched_when_no_key_is_named() {
    let (host, [key, _]) = (Keys::new(), keys());
    // RFC 7517 A.1.
    let other = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"ES256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#;
    host.answers([document(other.to_owned()), document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "ERR_SIGNATURE");
    assert_eq!(host.asked(), 1);
    let nameless = token_with(&key, r#"{"alg":"ES256","typ":"at+jwt"}"#);
    assert_eq!(host.code(&nameless), "OK");
    assert_eq!(host.asked(), 2);
}

#[test]
fn keys_out_of_reach_are_never_the_tokens_fault_and_say_when_to_come_again() {
    let (host, [key, next]) = (Keys::new(), keys());
    let retry_after = || host.with_ring(|ring| ring.retry_after(host.now()));
    assert_eq!(retry_after(), None);
    host.answers([failed(Some(20.0))]);
    assert_eq!(host.code(&token(&key)), "ERR_KEYS_STATUS");
    assert_eq!(retry_after(), Some(20.0));
    // Nobody is asked until then.
    assert_eq!(host.after(19.0).code(&token(&key)), "ERR_KEYS_STATUS");
    assert_eq!((host.asked(), retry_after()), (1, Some(1.0)));
    host.after(1.0).answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    assert_eq!(retry_after(), None);
    // With keys at hand an outage changes no verdict, until they are too old.
    host.answers([failed(None)]);
    assert_eq!(host.code(&token(&next)), "ERR_KEY_UNKNOWN");
    assert_eq!(host.code(&token(&key)), "OK");
    host.answers([failed(None)]);
    assert_eq!(host.after(14_400.0).code(&token(&key)), "ERR_KEYS_STATUS");
}
