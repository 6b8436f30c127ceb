//! Which key of a set a token may use (RFC 7517 §4.5).

use serde_json::json;

use super::UNKNOWN;
use crate::keys::{ed25519, p256, rsa};
use crate::suite::Suite;
use crate::token::access;

/// A kid is a hint (RFC 7515 §4.1.4): no clause forbids to try another key of the same issuer.
pub fn selection(s: &mut Suite) {
    let (one, two) = (p256("es256-1"), p256("es256-2"));
    s.keys("two", [one.jwk(), two.jwk()]);
    let twin = "the first of two";
    s.accept(twin, "RFC 7515 §4.1.4", access(&one).mint());
    s.accept("the second of two", "RFC 7515 §4.1.4", access(&two).mint());
    s.choice();
    s.refuse(
        "a kid that nobody has",
        "RFC 7515 §4.1.4",
        access(&one).header("kid", "es256-3").mint(),
        UNKNOWN,
        twin,
    );
    s.refuse(
        "a kid in another case",
        "RFC 7517 §4.5",
        access(&one).header("kid", "ES256-1").mint(),
        UNKNOWN,
        twin,
    );
    s.refuse(
        "the empty kid",
        "RFC 7517 §4.5",
        access(&one).header("kid", "").mint(),
        UNKNOWN,
        twin,
    );
    s.refuse(
        "a kid with a space after it",
        "RFC 7517 §4.5",
        access(&one).header("kid", "es256-1 ").mint(),
        UNKNOWN,
        twin,
    );
    s.refuse(
        "a kid in another normal form",
        "RFC 7517 §4.5",
        access(&one).header("kid", "es256\u{2011}1").mint(),
        UNKNOWN,
        twin,
    );
    for kid in [
        "../../etc/passwd",
        "' OR 1=1 --",
        "https://attacker.example/",
        "__proto__",
        "toString",
    ] {
        s.refuse(
            &format!("the kid {kid:?} is data"),
            "RFC 8725 §3.10",
            access(&one).header("kid", kid).mint(),
            UNKNOWN,
            twin,
        );
    }
    s.refuse(
        "the kid of the other key",
        "RFC 7515 §5.2",
        access(&one).header("kid", "es256-2").mint(),
        "signature ERR_SIGNATURE",
        twin,
    );

    s.keys("one", [one.jwk()]);
    s.accept(
        "no kid, one key",
        "RFC 7517 §4.5",
        access(&one).no_header("kid").mint(),
    )
    .must();
    s.refuse(
        "a kid that does not match the only key",
        "RFC 7515 §4.1.4",
        access(&one).header("kid", "other").mint(),
        UNKNOWN,
        "no kid, one key",
    );
    s.refuse(
        "no kid, no key of this algorithm",
        "RFC 7517 §4.5",
        access(&ed25519("ed25519-1")).no_header("kid").mint(),
        UNKNOWN,
        "no kid, one key",
    )
    .must();
    s.keys("without kid", [one.jwk_without("kid")]);
    s.accept(
        "no kid, one key without kid",
        "RFC 7517 §4.5",
        access(&one).no_header("kid").mint(),
    )
    .must();
    s.refuse(
        "a kid, one key without kid",
        "RFC 7517 §4.5",
        access(&one).mint(),
        UNKNOWN,
        "no kid, one key without kid",
    );
    s.keys(
        "odd kids",
        [one.jwk_with(&json!({ "kid": "schlüssel/1?x=😀" }))],
    );
    s.accept(
        "a kid of any characters",
        "RFC 7515 §4.1.4",
        access(&one).header("kid", "schlüssel/1?x=😀").mint(),
    )
    .must();
    s.must();
}

pub fn ambiguity(s: &mut Suite) {
    let (one, two, ed) = (p256("es256-1"), p256("es256-2"), ed25519("ed25519-1"));
    let ambiguous = "key ERR_KEY_AMBIGUOUS";
    s.keys("three", [one.jwk(), two.jwk(), ed.jwk()]);
    s.accept(
        "no kid, one key of the family",
        "RFC 7517 §4.5",
        access(&ed).no_header("kid").mint(),
    );
    s.refuse(
        "no kid, two keys that fit",
        "RFC 7517 §4.5",
        access(&one).no_header("kid").mint(),
        ambiguous,
        "no kid, one key of the family",
    );
    s.keys(
        "same kid",
        [
            one.jwk_with(&json!({ "kid": "k" })),
            two.jwk_with(&json!({ "kid": "k" })),
            ed.jwk_with(&json!({ "kid": "k" })),
        ],
    );
    s.accept(
        "one kid, one key of the family",
        "RFC 7517 §4.5",
        access(&ed).header("kid", "k").mint(),
    );
    s.refuse(
        "one kid, two keys that fit",
        "RFC 7517 §4.5",
        access(&one).header("kid", "k").mint(),
        ambiguous,
        "one kid, one key of the family",
    );
    s.refuse(
        "one kid, none of its keys fits",
        "RFC 8725 §3.1",
        access(&rsa()).header("kid", "k").mint(),
        "key ERR_KEY_ALG_MISMATCH",
        "one kid, one key of the family",
    )
    .must();
    s.keys("one key twice", [one.jwk(), one.jwk()]);
    s.accept(
        "the same key twice is one key",
        "RFC 7517 §4.5",
        access(&one).mint(),
    );
    s.accept(
        "the same key twice is one key, without kid",
        "RFC 7517 §4.5",
        access(&one).no_header("kid").mint(),
    );
    s.refuse(
        "the same key twice, a kid of neither",
        "RFC 7517 §4.5",
        access(&one).header("kid", "x").mint(),
        UNKNOWN,
        "the same key twice is one key",
    );
}
