//! A ring through a few answers. What holds over weeks is in `tests/ring/`.

use super::{Answer, Bounds, Event, Fetch, Headers, KeyRing, Need, Step};
use crate::policy::Policy;
use crate::time::UnixTime;

const ISSUER: &str = "https://issuer.example";
const JWKS_URI: &str = "https://issuer.example/jwks";
/// RFC 7515 A.3.
const DOCUMENT: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

fn ring() -> KeyRing {
    let policy = Policy::access_token().issuer(ISSUER).audience("api");
    let policy = policy.jwks_uri(JWKS_URI).build().unwrap();
    KeyRing::new(&policy, Bounds::default()).unwrap()
}

fn at(seconds: f64) -> UnixTime {
    UnixTime::from_secs_f64(1_760_000_000.0 + seconds).unwrap()
}

fn fetch(ring: &mut KeyRing, need: Need, seconds: f64) -> Fetch {
    match ring.ask(need, at(seconds)) {
        Step::FetchThenRetry(fetch) | Step::UseAndRefresh { fetch, .. } => fetch,
        step => panic!("{step:?} after {seconds} s"),
    }
}

/// Settles a fetch with the document, of an age that a cache gives it.
fn served(ring: &mut KeyRing, fetch: &Fetch, age: &str, seconds: f64) -> Event {
    let answer = Answer::Document {
        text: DOCUMENT,
        jwks_uri: JWKS_URI,
        headers: Headers {
            age: Some(age),
            etag: Some("\"1\""),
            ..Headers::default()
        },
    };
    ring.settle(fetch, &answer, at(seconds), 0.0)
}

#[test]
fn rfc_9111_4_2_a_copy_that_is_soon_too_old_is_stored_and_restored() {
    let mut first = ring();
    let asked = fetch(&mut first, Need::Keys, 0.0);
    // 20 seconds are left to it, and the least soft age is 60.
    served(&mut first, &asked, "14380", 0.1);
    assert_eq!(first.refresh_at(), Some(at(20.0)));
    assert_eq!(first.expires(), Some(at(20.0)));
    let mut second = ring();
    second.restore(&first.snapshot().unwrap(), at(1.0));
    assert!(second.keys(at(19.0)).is_some());
    assert!(second.keys(at(20.0)).is_none());
}

#[test]
fn a_cache_that_serves_what_is_soon_too_old_is_asked_no_more_often_than_one_that_fails() {
    let mut ring = ring();
    let (mut fetches, mut seconds) = (0, 0.0);
    while seconds < 60.0 {
        match ring.ask(Need::Keys, at(seconds)) {
            Step::FetchThenRetry(asked) | Step::UseAndRefresh { fetch: asked, .. } => {
                fetches += 1;
                served(&mut ring, &asked, "14399", seconds);
                assert!(ring.keys(at(seconds)).is_some());
            }
            _ => {}
        }
        seconds += 0.25;
    }
    assert!((3..=10).contains(&fetches), "{fetches}");
}

#[test]
fn rfc_9110_15_4_5_a_304_that_leaves_no_keys_counts_as_a_failure() {
    let mut ring = ring();
    let asked = fetch(&mut ring, Need::Keys, 0.0);
    served(&mut ring, &asked, "0", 0.0);
    let asked = fetch(&mut ring, Need::Keys, 14_399.0);
    let headers = Headers {
        age: Some("14399"),
        ..Headers::default()
    };
    ring.settle(&asked, &Answer::NotModified { headers }, at(14_401.0), 1.0);
    assert_eq!(ring.ask(Need::Keys, at(14_401.0)), Step::Refuse(1.0));
}

#[test]
fn an_old_copy_says_nothing_about_how_long_a_newer_set_may_be_used() {
    let mut ring = ring();
    let asked = fetch(&mut ring, Need::Keys, 0.0);
    served(&mut ring, &asked, "0", 0.0);
    let asked = fetch(&mut ring, Need::Keys, 1000.0);
    let event = served(&mut ring, &asked, "14399", 1000.0);
    assert_eq!(event, Event::Outdated);
    // The least soft age later, and not after the second that is left to the copy.
    assert_eq!(ring.refresh_at(), Some(at(1060.0)));
    assert_eq!(ring.dated(), Some(at(0.0)));
}
