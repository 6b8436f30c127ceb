//! exp, nbf, iat and their edges (RFC 7519 §4.1.4–§4.1.6); leeway 30 s unless the policy says otherwise.

use serde_json::json;

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::{NOW, access};

const EXPIRED: &str = "claims ERR_TOKEN_EXPIRED exp";
const EARLY: &str = "claims ERR_TOKEN_NOT_YET_VALID nbf";
const FUTURE: &str = "claims ERR_TOKEN_ISSUED_IN_FUTURE iat";
const OLD: &str = "claims ERR_TOKEN_TOO_OLD iat";

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
const T: f64 = NOW as f64;

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("time", "Dates and their edges.");
    s.keys("issuer", [key.jwk()]);
    s.policy("default", policy("access", &json!({})));
    expiry(&mut s, &key);
    not_before(&mut s, &key);
    s.choice();
    issued_at(&mut s, &key);
    age(&mut s, &key);
    s.must();
    other_leeway(&mut s, &key);
    numbers(&mut s, &key);
    clock(&mut s, &key);
    s
}

fn expiry(s: &mut Suite, key: &Key) {
    let clause = "RFC 7519 §4.1.4";
    let exp = |exp: f64| access(key).claim("exp", exp).mint();
    let twin = "exp 29.75 s ago, inside the leeway";
    s.accept(twin, clause, exp(T - 29.75));
    s.accept("exp in a second", clause, exp(T + 1.0));
    s.accept("exp now", clause, exp(T));
    s.refuse(
        "exp 30 s ago, at the leeway's end",
        clause,
        exp(T - 30.0),
        EXPIRED,
        twin,
    )
    // To what instant a leeway reaches, no clause says (RFC 7519 §4.1.4: "some small leeway").
    .choice();
    s.refuse("exp 30.25 s ago", clause, exp(T - 30.25), EXPIRED, twin)
        .choice();
    s.refuse("exp an hour ago", clause, exp(T - 3600.0), EXPIRED, twin);
    s.refuse("exp 0", clause, exp(0.0), EXPIRED, twin);
}

fn not_before(s: &mut Suite, key: &Key) {
    let clause = "RFC 7519 §4.1.5";
    let nbf = |nbf: f64| access(key).claim("nbf", nbf).mint();
    let twin = "nbf in 30 s, inside the leeway";
    s.accept(twin, clause, nbf(T + 30.0));
    s.accept("nbf now", clause, nbf(T));
    s.accept("nbf 0", clause, nbf(0.0));
    s.refuse("nbf in 30.25 s", clause, nbf(T + 30.25), EARLY, twin)
        .choice();
    s.refuse("nbf in an hour", clause, nbf(T + 3600.0), EARLY, twin);
}

/// RFC 7519 §4.1.6 asks nothing of who verifies.
fn issued_at(s: &mut Suite, key: &Key) {
    let clause = "RFC 7519 §4.1.6";
    let iat = |iat: f64| access(key).claim("iat", iat).mint();
    let twin = "iat in 30 s, inside the leeway";
    s.accept(twin, clause, iat(T + 30.0));
    s.accept("iat in 10 s", "FAPI 2.0 SP §5.3.2.1", iat(T + 10.0));
    s.accept("iat years ago", clause, iat(T - 1e8)).must();
    s.refuse("iat in 30.25 s", clause, iat(T + 30.25), FUTURE, twin);
    s.refuse(
        "iat in 60 s",
        "FAPI 2.0 SP §5.3.2.1",
        iat(T + 60.0),
        FUTURE,
        twin,
    );
    s.refuse(
        "iat in milliseconds",
        clause,
        access(key).claim("iat", NOW * 1000).mint(),
        "claims ERR_CLAIM_TYPE iat",
        twin,
    );
}

fn age(s: &mut Suite, key: &Key) {
    let clause = "RFC 7519 §4.1.6";
    s.policy(
        "at most five minutes old",
        policy("access", &json!({ "max_token_age": 300 })),
    );
    let iat = |iat: f64| access(key).claim("iat", iat).mint();
    let twin = "330 s old, inside the leeway";
    s.accept(twin, clause, iat(T - 330.0));
    s.refuse("330.25 s old", clause, iat(T - 330.25), OLD, twin);
    s.refuse(
        "a day old, exp still to come",
        clause,
        iat(T - 86400.0),
        OLD,
        twin,
    );
    s.refuse(
        "no iat to count from",
        clause,
        access(key).no_claim("iat").mint(),
        "claims ERR_CLAIM_MISSING iat",
        twin,
    );
    s.use_policy("default");
}

fn other_leeway(s: &mut Suite, key: &Key) {
    s.policy("no leeway", policy("access", &json!({ "leeway": 0 })));
    let with = |claim: &str, at: f64| access(key).claim(claim, at).mint();
    let twin = "exp in a quarter of a second, no leeway";
    s.accept(twin, "RFC 7519 §4.1.4", with("exp", T + 0.25));
    s.accept(
        "nbf and iat now, no leeway",
        "RFC 7519 §4.1.5",
        access(key).claim("nbf", NOW).claim("iat", NOW).mint(),
    );
    s.refuse(
        "exp now, no leeway",
        "RFC 7519 §4.1.4",
        with("exp", T),
        EXPIRED,
        twin,
    );
    s.refuse(
        "nbf in a quarter of a second, no leeway",
        "RFC 7519 §4.1.5",
        with("nbf", T + 0.25),
        EARLY,
        twin,
    );
    s.refuse(
        "iat in a quarter of a second, no leeway",
        "RFC 7519 §4.1.6",
        with("iat", T + 0.25),
        FUTURE,
        twin,
    )
    .choice();
    s.policy(
        "the longest leeway",
        policy("access", &json!({ "leeway": 300 })),
    );
    let twin = "exp 299 s ago, the longest leeway";
    s.accept(twin, "RFC 7519 §4.1.4", with("exp", T - 299.0));
    s.refuse(
        "exp 300 s ago, the longest leeway",
        "RFC 7519 §4.1.4",
        with("exp", T - 300.0),
        EXPIRED,
        twin,
    )
    .choice();
    s.policy(
        "half a second of leeway",
        policy("access", &json!({ "leeway": 0.5 })),
    );
    let twin = "exp a quarter of a second ago";
    s.accept(twin, "RFC 7519 §4.1.4", with("exp", T - 0.25))
        .choice();
    s.refuse(
        "exp half a second ago",
        "RFC 7519 §4.1.4",
        with("exp", T - 0.5),
        EXPIRED,
        twin,
    )
    .choice();
    s.use_policy("default");
}

/// A `NumericDate` is a finite JSON number, with a fraction or an exponent (RFC 7519 §2).
fn numbers(s: &mut Suite, key: &Key) {
    let twin = "exp at the end of the year 9999";
    let exp = |text: &str| access(key).raw_claim("exp", text).mint();
    s.accept(twin, "RFC 7519 §2", exp("253402300799"));
    s.accept("exp with an exponent", "RFC 7519 §2", exp("1.7600001e9"));
    s.accept(
        "exp with a long fraction",
        "RFC 7519 §2",
        exp("1760000100.123456"),
    );
    s.accept(
        "nbf minus zero",
        "RFC 7519 §2",
        access(key).raw_claim("nbf", "-0").mint(),
    );
    for text in [
        "253402300800",
        "1e12",
        "1e308",
        "18446744073709551616",
        "-1",
        "-1e-9",
        "\"1760000100\"",
        "null",
        "true",
        "[1760000100]",
        "{}",
    ] {
        s.refuse(
            &format!("exp {text}"),
            "RFC 7519 §2",
            exp(text),
            "claims ERR_CLAIM_TYPE exp",
            twin,
        )
        // They have not passed; that they are no dates of people is our reading.
        .choice_if(["253402300800", "1e12", "1e308", "18446744073709551616"].contains(&text));
    }
    s.refuse(
        "exp 1e400",
        "RFC 7519 §2",
        exp("1e400"),
        "malformed ERR_PAYLOAD_NUMBER",
        twin,
    )
    .choice();
}

/// The time is the caller's.
fn clock(s: &mut Suite, key: &Key) {
    let token = access(key).mint();
    let twin = "one token, an instant before its leeway ends";
    s.accept(twin, "RFC 7519 §4.1.4", &token).now(T + 269.75);
    s.refuse(
        "one token, when its leeway ends",
        "RFC 7519 §4.1.4",
        &token,
        EXPIRED,
        twin,
    )
    .choice()
    .now(T + 270.0);
    s.accept(
        "one token, as early as its leeway allows",
        "RFC 7519 §4.1.6",
        &token,
    )
    .choice()
    .now(T - 90.0);
    s.refuse(
        "one token, earlier than that",
        "RFC 7519 §4.1.6",
        &token,
        FUTURE,
        twin,
    )
    .choice()
    .now(T - 90.25);
    s.refuse(
        "one token, in 1970",
        "RFC 7519 §4.1.6",
        &token,
        FUTURE,
        twin,
    )
    .choice()
    .now(0.0);
    s.refuse(
        "one token, in 2100",
        "RFC 7519 §4.1.4",
        &token,
        EXPIRED,
        twin,
    )
    .now(4_102_444_800.0);
}
