//! What a compact token is made of (RFC 7515 §3.1, §7.1).

use serde_json::json;

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::access;

const TWIN: &str = "three segments";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "form",
        "Three canonical base64url segments and nothing else.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    let token = access(&key).mint();
    s.accept(TWIN, "RFC 7515 §3.1", &token);
    segments(&mut s, &token);
    characters(&mut s, &token);
    canonical(&mut s, &key);
    s.choice();
    sizes(&mut s, &key);
    s
}

fn segments(s: &mut Suite, token: &str) {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        unreachable!()
    };
    let flattened =
        format!(r#"{{"payload":"{payload}","protected":"{header}","signature":"{signature}"}}"#);
    let general = format!(
        r#"{{"payload":"{payload}","signatures":[{{"protected":"{header}","signature":"{signature}"}}]}}"#
    );
    for (name, clause, text) in [
        ("the empty text", "RFC 7515 §3.1", String::new()),
        ("one segment", "RFC 7515 §3.1", header.to_owned()),
        (
            "two segments",
            "RFC 7515 §3.1",
            format!("{header}.{payload}"),
        ),
        (
            "four segments",
            "RFC 7515 §3.1",
            format!("{token}.{signature}"),
        ),
        ("a dot at the end", "RFC 7515 §3.1", format!("{token}.")),
        ("six segments", "RFC 7515 §3.1", format!("{token}.{token}")),
        (
            "the flattened JSON serialization",
            "RFC 7519 §7.2",
            flattened,
        ),
        ("the general JSON serialization", "RFC 7519 §7.2", general),
    ] {
        s.refuse(name, clause, text, "malformed ERR_TOKEN_SEGMENTS", TWIN);
    }
    let jwe = format!("{header}.{signature}.{signature}.{payload}.{signature}");
    s.refuse(
        "five segments are a JWE",
        "RFC 8725 §3.3",
        jwe,
        "malformed ERR_TOKEN_ENCRYPTED",
        TWIN,
    );
    for (name, text) in [
        ("nothing but dots", "..".to_owned()),
        ("no header", format!(".{payload}.{signature}")),
        (
            "no payload, as in detached content",
            format!("{header}..{signature}"),
        ),
        ("no signature", format!("{header}.{payload}.")),
    ] {
        s.refuse(
            name,
            "RFC 7515 §3.1",
            text,
            "malformed ERR_TOKEN_SEGMENT_EMPTY",
            TWIN,
        );
    }
}

fn characters(s: &mut Suite, token: &str) {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        unreachable!()
    };
    let mut last = signature.to_owned();
    last.pop();
    for (name, text) in [
        ("a scheme before it", format!("Bearer {token}")),
        ("quotes around it", format!("\"{token}\"")),
        ("a space before it", format!(" {token}")),
        ("a space after it", format!("{token} ")),
        ("a line break after it", format!("{token}\n")),
        ("CRLF after it", format!("{token}\r\n")),
        (
            "a tab before the payload",
            format!("{header}.\t{payload}.{signature}"),
        ),
        (
            "a line break inside the payload",
            token.replacen(&payload[..9], &format!("{}\n", &payload[..9]), 1),
        ),
        ("a byte order mark before it", format!("\u{FEFF}{token}")),
        ("NUL after it", format!("{token}\0")),
        (
            "padding after the header",
            format!("{header}=.{payload}.{signature}"),
        ),
        (
            "padding after the payload",
            format!("{header}.{payload}==.{signature}"),
        ),
        ("padding after the signature", format!("{token}==")),
        (
            "a plus sign of the other alphabet",
            format!("{header}.{payload}.{last}+"),
        ),
        (
            "a slash of the other alphabet",
            format!("{header}.{payload}.{last}/"),
        ),
        ("a percent escape", format!("{header}.{payload}.{last}%41")),
        (
            "a letter beyond ASCII",
            format!("{header}.{payload}.{last}é"),
        ),
        (
            "a full-width letter",
            format!("{header}.{payload}.{last}Ａ"),
        ),
        ("a tilde", format!("{header}.{payload}.{last}~")),
        ("a comma and a second token", format!("{token},{signature}")),
    ] {
        s.refuse(
            name,
            "RFC 7515 §2",
            text,
            "malformed ERR_TOKEN_CHARACTER",
            TWIN,
        );
    }
    s.refuse(
        "a dot written as an escape",
        "RFC 7515 §2",
        format!("{header}%2E{payload}.{signature}"),
        "malformed ERR_TOKEN_SEGMENTS",
        TWIN,
    );
}

/// RFC 4648 §3.5: a decoder MAY refuse spare bits that are set.
fn canonical(s: &mut Suite, key: &Key) {
    let token = access(key).mint();
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        unreachable!()
    };
    s.refuse(
        "spare bits set in the signature",
        "RFC 4648 §3.5",
        format!("{header}.{payload}.{}", spare_bits(signature)),
        "malformed ERR_TOKEN_BASE64",
        TWIN,
    )
    .choice();
    for (name, text) in [
        (
            "one character too many in the signature",
            format!("{token}AAA"),
        ),
        (
            "the last character of the signature missing",
            token[..token.len() - 1].to_owned(),
        ),
    ] {
        s.refuse(
            name,
            "RFC 4648 §4",
            text,
            "malformed ERR_TOKEN_BASE64",
            TWIN,
        );
    }
    // A claim more brings the payload, then the header, to a length that leaves spare bits.
    let uneven = (0..3)
        .map(|n| access(key).claim("pad", "x".repeat(n)))
        .find(|draft| {
            draft
                .signing_input()
                .split('.')
                .nth(1)
                .is_some_and(|p| p.len() % 4 == 2)
        })
        .expect("one of three");
    let token = uneven.mint();
    s.accept(
        "a payload with spare bits, all zero",
        "RFC 4648 §3.5",
        &token,
    );
    let parts: Vec<&str> = token.split('.').collect();
    s.refuse(
        "spare bits set in the payload",
        "RFC 4648 §3.5",
        format!("{}.{}.{}", parts[0], spare_bits(parts[1]), parts[2]),
        "malformed ERR_TOKEN_BASE64",
        "a payload with spare bits, all zero",
    )
    .choice();
    let uneven = (0..3)
        .map(|n| access(key).header("pad", "x".repeat(n)))
        .find(|draft| {
            draft
                .signing_input()
                .split('.')
                .next()
                .is_some_and(|h| h.len() % 4 == 2)
        })
        .expect("one of three");
    let token = uneven.mint();
    s.accept(
        "a header with spare bits, all zero",
        "RFC 4648 §3.5",
        &token,
    );
    s.refuse(
        "spare bits set in the header",
        "RFC 4648 §3.5",
        token.replacen(parts_of(&token).0, &spare_bits(parts_of(&token).0), 1),
        "malformed ERR_TOKEN_BASE64",
        "a header with spare bits, all zero",
    )
    .choice();
    s.refuse(
        "a length that no encoder makes",
        "RFC 4648 §4",
        format!(
            "{}.{}A.{}",
            header,
            &payload[..payload.len() - payload.len() % 4],
            signature
        ),
        "malformed ERR_TOKEN_BASE64",
        TWIN,
    );
}

fn parts_of(token: &str) -> (&str, &str) {
    token.split_once('.').expect("a dot")
}

/// The same bytes for a lenient decoder: the last character's lowest bit is set.
pub fn spare_bits(segment: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = segment.split_at(segment.len() - 1);
    let value = ALPHABET.find(last).expect("base64url");
    assert!(value.is_multiple_of(2), "a spare bit");
    format!("{rest}{}", &ALPHABET[value + 1..value + 2])
}

fn sizes(s: &mut Suite, key: &Key) {
    let filled = |length: usize| {
        let bare = access(key).claim("pad", "").mint().len();
        let room = (length - bare) * 3 / 4;
        (room.saturating_sub(8)..room + 8)
            .map(|n| access(key).claim("pad", "x".repeat(n)).mint())
            .find(|token| token.len() == length)
    };
    let largest = filled(16_384)
        .or_else(|| filled(16_383))
        .expect("a length that exists");
    let beyond = filled(16_385)
        .or_else(|| filled(16_386))
        .expect("a length that exists");
    s.accept("as long as the limit", "Limits: token", largest);
    s.refuse(
        "longer than the limit",
        "Limits: token",
        beyond,
        "malformed ERR_TOKEN_TOO_LARGE",
        "as long as the limit",
    );
    s.refuse(
        "longer than the limit, and no token at all",
        "Limits: token",
        "A".repeat(20_000),
        "malformed ERR_TOKEN_TOO_LARGE",
        "as long as the limit",
    );
    let token = access(key).mint();
    let lower = token.len();
    s.policy(
        "small",
        policy("access", &json!({ "limits": { "token": lower } })),
    );
    s.accept("as long as the policy's own limit", "Limits: token", &token);
    s.refuse(
        "longer than the policy's own limit",
        "Limits: token",
        access(key).claim("pad", "xx").mint(),
        "malformed ERR_TOKEN_TOO_LARGE",
        "as long as the policy's own limit",
    );
    s.use_policy("access");
}
