//! Keys on curves that are not sound (RFC 7518 §6.2, RFC 8037 §2, RFC 8725 §3.4).

use serde_json::json;

use super::super::form::spare_bits;
use super::Beside;
use crate::keys::{ed25519, p256, p384};
use crate::suite::Suite;
use crate::token::{access, encode};

pub fn p256_keys(s: &mut Suite) {
    let (good, one) = (p256("es256-2"), p256("es256-1"));
    let twin = "a key that is used: an EC key";
    s.keys("used", [good.jwk(), one.jwk_with(&json!({
        "use": "sig", "key_ops": ["verify"], "alg": "ES256", "x5t": "AAAA", "unknown": { "x": [1] },
    }))]);
    s.accept(twin, "RFC 7517 §4", access(&one).mint());
    let beside = Beside {
        good: &good,
        token: access(&one).mint(),
        twin,
    };
    let coordinate = |name: &str| one.jwk()[name].as_str().unwrap().to_owned();
    let (x, y) = (coordinate("x"), coordinate("y"));
    let zeros = encode(&[0; 32]);
    let field = "_____wAAAAEAAAAAAAAAAAAAAAD_______________8";
    for (name, clause, code, members) in [
        (
            "kty unknown",
            "RFC 7517 §4.1",
            "ERR_JWK_KTY",
            json!({ "kty": "XX" }),
        ),
        (
            "kty in another case",
            "RFC 7517 §4.1",
            "ERR_JWK_KTY",
            json!({ "kty": "ec" }),
        ),
        (
            "kty a number",
            "RFC 7517 §4.1",
            "ERR_JWK_MEMBER",
            json!({ "kty": 1 }),
        ),
        (
            "crv unknown",
            "RFC 7518 §6.2.1.1",
            "ERR_JWK_KTY",
            json!({ "crv": "P-512" }),
        ),
        (
            "crv secp256k1",
            "RFC 8812 §3.1",
            "ERR_JWK_KTY",
            json!({ "crv": "secp256k1" }),
        ),
        (
            "crv of another family",
            "RFC 8037 §2",
            "ERR_JWK_KTY",
            json!({ "crv": "Ed25519" }),
        ),
        (
            "x null",
            "RFC 7518 §6.2.1.2",
            "ERR_JWK_MEMBER",
            json!({ "x": null }),
        ),
        (
            "x one byte short",
            "RFC 7518 §6.2.1.2",
            "ERR_JWK_MEMBER",
            json!({ "x": encode(&[1; 31]) }),
        ),
        (
            "x one byte long",
            "RFC 7518 §6.2.1.2",
            "ERR_JWK_MEMBER",
            json!({ "x": encode(&[&[0][..], &[1; 32]].concat()) }),
        ),
        (
            "x padded",
            "RFC 7515 §2",
            "ERR_JWK_MEMBER",
            json!({ "x": format!("{x}=") }),
        ),
        (
            "x with spare bits",
            "RFC 4648 §3.5",
            "ERR_JWK_MEMBER",
            json!({ "x": spare_bits(&x) }),
        ),
        (
            "x empty",
            "RFC 7518 §6.2.1.2",
            "ERR_JWK_MEMBER",
            json!({ "x": "" }),
        ),
        (
            "y of another point",
            "RFC 8725 §3.4",
            "ERR_JWK_POINT",
            json!({ "y": x }),
        ),
        (
            "the point (0, 0)",
            "RFC 8725 §3.4",
            "ERR_JWK_POINT",
            json!({ "x": zeros, "y": zeros }),
        ),
        (
            "x the field's own modulus",
            "RFC 8725 §3.4",
            "ERR_JWK_POINT",
            json!({ "x": field }),
        ),
        (
            "x and y swapped",
            "RFC 8725 §3.4",
            "ERR_JWK_POINT",
            json!({ "x": y, "y": x }),
        ),
        (
            "a private key",
            "RFC 7517 §9.2",
            "ERR_JWK_PRIVATE",
            json!({ "d": zeros }),
        ),
        (
            "a symmetric member",
            "RFC 7517 §9.2",
            "ERR_JWK_PRIVATE",
            json!({ "k": zeros }),
        ),
        (
            "use enc",
            "RFC 7517 §4.2",
            "ERR_JWK_USE",
            json!({ "use": "enc" }),
        ),
        (
            "use in capitals",
            "RFC 7517 §4.2",
            "ERR_JWK_USE",
            json!({ "use": "SIG" }),
        ),
        (
            "use a list",
            "RFC 7517 §4.2",
            "ERR_JWK_MEMBER",
            json!({ "use": ["sig"] }),
        ),
        (
            "key_ops without verify",
            "RFC 7517 §4.3",
            "ERR_JWK_USE",
            json!({ "key_ops": ["sign"] }),
        ),
        (
            "key_ops empty",
            "RFC 7517 §4.3",
            "ERR_JWK_USE",
            json!({ "key_ops": [] }),
        ),
        (
            "key_ops with a double",
            "RFC 7517 §4.3",
            "ERR_JWK_USE",
            json!({ "key_ops": ["verify", "verify"] }),
        ),
        (
            "key_ops for encryption too",
            "RFC 7517 §4.3",
            "ERR_JWK_USE",
            json!({ "key_ops": ["verify", "encrypt"] }),
        ),
        (
            "key_ops a string",
            "RFC 7517 §4.3",
            "ERR_JWK_MEMBER",
            json!({ "key_ops": "verify" }),
        ),
        (
            "key_ops with a number",
            "RFC 7517 §4.3",
            "ERR_JWK_MEMBER",
            json!({ "key_ops": ["verify", 1] }),
        ),
        (
            "use enc beside key_ops verify",
            "RFC 7517 §4.3",
            "ERR_JWK_USE",
            json!({ "use": "enc", "key_ops": ["verify"] }),
        ),
        (
            "alg of another curve",
            "RFC 7518 §3.4",
            "ERR_JWK_ALG",
            json!({ "alg": "ES384" }),
        ),
        (
            "alg of a shared secret",
            "RFC 8725 §2.1",
            "ERR_JWK_ALG",
            json!({ "alg": "HS256" }),
        ),
        (
            "alg none",
            "RFC 8725 §3.2",
            "ERR_JWK_ALG",
            json!({ "alg": "none" }),
        ),
        (
            "alg for encryption",
            "RFC 7518 §4.1",
            "ERR_JWK_ALG",
            json!({ "alg": "ECDH-ES" }),
        ),
        (
            "alg a number",
            "RFC 7517 §4.4",
            "ERR_JWK_MEMBER",
            json!({ "alg": 256 }),
        ),
        (
            "kid a number",
            "RFC 7517 §4.5",
            "ERR_JWK_MEMBER",
            json!({ "kid": 1 }),
        ),
    ] {
        let bad = one.jwk_with(&members);
        beside.left_out(s, name, clause, code, &bad);
    }
    for name in ["x", "y"] {
        beside.left_out(
            s,
            &format!("{name} missing"),
            "RFC 7518 §6.2.1",
            "ERR_JWK_MEMBER",
            &one.jwk_without(name),
        );
    }
    beside.left_out(
        s,
        "kty missing",
        "RFC 7517 §4.1",
        "ERR_JWK_MEMBER",
        &one.jwk_without("kty"),
    );
    beside.left_out(
        s,
        "crv missing",
        "RFC 7518 §6.2.1.1",
        "ERR_JWK_KTY",
        &one.jwk_without("crv"),
    );
    beside.left_out(s, "no object", "RFC 7517 §5", "ERR_JWK_JSON", &json!("key"));
    beside.left_out(
        s,
        "a shared secret",
        "RFC 8725 §2.1",
        "ERR_JWK_PRIVATE",
        &json!({ "kty": "oct", "kid": "es256-1", "k": zeros }),
    );
}

pub fn p384_keys(s: &mut Suite) {
    let (good, big) = (p256("es256-2"), p384("es384-1"));
    let narrow = p256("es256-1").jwk();
    let twin = "a key that is used: a P-384 key";
    s.keys("used, P-384", [good.jwk(), big.jwk()]);
    s.accept(twin, "RFC 7517 §4", access(&big).mint());
    let beside = Beside {
        good: &good,
        token: access(&big).mint(),
        twin,
    };
    beside.left_out(
        s,
        "P-384 with coordinates of P-256",
        "RFC 7518 §6.2.1.2",
        "ERR_JWK_MEMBER",
        &big.jwk_with(&json!({ "x": narrow["x"], "y": narrow["y"] })),
    );
    beside.left_out(
        s,
        "P-384 not on the curve",
        "RFC 8725 §3.4",
        "ERR_JWK_POINT",
        &big.jwk_with(&json!({ "y": encode(&[1; 48]) })),
    );
}

pub fn ed25519_keys(s: &mut Suite) {
    let (good, ed) = (p256("es256-2"), ed25519("ed25519-1"));
    let twin = "a key that is used: an Ed25519 key";
    s.keys(
        "used, Ed25519",
        [
            good.jwk(),
            ed.jwk_with(&json!({ "alg": "EdDSA", "use": "sig" })),
        ],
    );
    s.accept(twin, "RFC 8037 §2", access(&ed).mint());
    let beside = Beside {
        good: &good,
        token: access(&ed).mint(),
        twin,
    };
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut beyond = [0xFF; 32];
    (beyond[0], beyond[31]) = (0xEE, 0x7F);
    let mut no_point = [0; 32];
    no_point[0] = 2;
    for (name, clause, code, members) in [
        (
            "the identity",
            "RFC 8032 §5.1.7",
            "ERR_JWK_POINT",
            json!({ "x": encode(&identity) }),
        ),
        (
            "a point of order four",
            "RFC 8032 §5.1.7",
            "ERR_JWK_POINT",
            json!({ "x": encode(&[0; 32]) }),
        ),
        (
            "a second encoding of a point",
            "RFC 8032 §5.1.3",
            "ERR_JWK_POINT",
            json!({ "x": encode(&beyond) }),
        ),
        (
            "no point at all",
            "RFC 8032 §5.1.3",
            "ERR_JWK_POINT",
            json!({ "x": encode(&no_point) }),
        ),
        (
            "Ed25519, 31 bytes",
            "RFC 8037 §2",
            "ERR_JWK_MEMBER",
            json!({ "x": encode(&[3; 31]) }),
        ),
        (
            "X25519",
            "RFC 8037 §2",
            "ERR_JWK_KTY",
            json!({ "crv": "X25519" }),
        ),
        (
            "Ed448",
            "RFC 8037 §2",
            "ERR_JWK_KTY",
            json!({ "crv": "Ed448" }),
        ),
        (
            "Ed25519 with alg ES256",
            "RFC 8037 §3.1",
            "ERR_JWK_ALG",
            json!({ "alg": "ES256" }),
        ),
        (
            "Ed25519 with d",
            "RFC 8037 §2",
            "ERR_JWK_PRIVATE",
            json!({ "d": encode(&[1; 32]) }),
        ),
    ] {
        beside.left_out(s, name, clause, code, &ed.jwk_with(&members));
    }
}
