//! Which key of a set, and what a key must be (RFC 7517, RFC 7518 §6, RFC 8725 §3.4).

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, ed25519, p256, p384, rsa, rsa_e3};
use crate::suite::Suite;
use crate::token::{ISSUER, access, encode};

const UNKNOWN: &str = "key ERR_KEY_UNKNOWN";

pub fn suite() -> Suite {
    let mut s = Suite::new("keys", "Exactly one sound key, of this issuer, for this algorithm.");
    s.policy("access", policy("access", &json!({})));
    selection(&mut s);
    ambiguity(&mut s);
    unsound(&mut s);
    unsound_rsa(&mut s);
    documents(&mut s);
    s
}

fn selection(s: &mut Suite) {
    let (one, two) = (p256("es256-1"), p256("es256-2"));
    s.keys("two", [one.jwk(), two.jwk()]);
    let twin = "the first of two";
    s.accept(twin, "RFC 7515 §4.1.4", access(&one).mint());
    s.accept("the second of two", "RFC 7515 §4.1.4", access(&two).mint());
    s.refuse("a kid that nobody has", "RFC 7515 §4.1.4", access(&one).header("kid", "es256-3").mint(), UNKNOWN, twin);
    s.refuse("a kid in another case", "RFC 7517 §4.5", access(&one).header("kid", "ES256-1").mint(), UNKNOWN, twin);
    s.refuse("the empty kid", "RFC 7517 §4.5", access(&one).header("kid", "").mint(), UNKNOWN, twin);
    s.refuse("a kid with a space after it", "RFC 7517 §4.5", access(&one).header("kid", "es256-1 ").mint(), UNKNOWN, twin);
    s.refuse("a kid in another normal form", "RFC 7517 §4.5", access(&one).header("kid", "es256\u{2011}1").mint(), UNKNOWN, twin);
    for kid in ["../../etc/passwd", "' OR 1=1 --", "https://attacker.example/", "__proto__", "toString"] {
        s.refuse(&format!("the kid {kid:?} is data"), "RFC 8725 §3.10",
            access(&one).header("kid", kid).mint(), UNKNOWN, twin);
    }
    s.refuse("the kid of the other key", "RFC 7515 §5.2", access(&one).header("kid", "es256-2").mint(),
        "signature ERR_SIGNATURE", twin);

    s.keys("one", [one.jwk()]);
    s.accept("no kid, one key", "RFC 7517 §4.5", access(&one).no_header("kid").mint());
    s.refuse("a kid that does not match the only key", "RFC 7515 §4.1.4",
        access(&one).header("kid", "other").mint(), UNKNOWN, "no kid, one key");
    s.refuse("no kid, no key of this algorithm", "RFC 7517 §4.5",
        access(&ed25519("ed25519-1")).no_header("kid").mint(), UNKNOWN, "no kid, one key");
    s.keys("without kid", [one.jwk_without("kid")]);
    s.accept("no kid, one key without kid", "RFC 7517 §4.5", access(&one).no_header("kid").mint());
    s.refuse("a kid, one key without kid", "RFC 7517 §4.5", access(&one).mint(), UNKNOWN,
        "no kid, one key without kid");
    s.keys("odd kids", [one.jwk_with(&json!({ "kid": "schlüssel/1?x=😀" }))]);
    s.accept("a kid of any characters", "RFC 7515 §4.1.4", access(&one).header("kid", "schlüssel/1?x=😀").mint());
}

fn ambiguity(s: &mut Suite) {
    let (one, two, ed) = (p256("es256-1"), p256("es256-2"), ed25519("ed25519-1"));
    let ambiguous = "key ERR_KEY_AMBIGUOUS";
    s.keys("three", [one.jwk(), two.jwk(), ed.jwk()]);
    s.accept("no kid, one key of the family", "RFC 7517 §4.5", access(&ed).no_header("kid").mint());
    s.refuse("no kid, two keys that fit", "RFC 7517 §4.5", access(&one).no_header("kid").mint(),
        ambiguous, "no kid, one key of the family");
    s.keys("same kid", [one.jwk_with(&json!({ "kid": "k" })), two.jwk_with(&json!({ "kid": "k" })),
        ed.jwk_with(&json!({ "kid": "k" }))]);
    s.accept("one kid, one key of the family", "RFC 7517 §4.5", access(&ed).header("kid", "k").mint());
    s.refuse("one kid, two keys that fit", "RFC 7517 §4.5", access(&one).header("kid", "k").mint(),
        ambiguous, "one kid, one key of the family");
    s.refuse("one kid, none of its keys fits", "RFC 8725 §3.1",
        access(&rsa()).header("kid", "k").mint(), "key ERR_KEY_ALG_MISMATCH", "one kid, one key of the family");
    s.keys("one key twice", [one.jwk(), one.jwk()]);
    s.accept("the same key twice is one key", "RFC 7517 §4.5", access(&one).mint());
    s.accept("the same key twice is one key, without kid", "RFC 7517 §4.5", access(&one).no_header("kid").mint());
    s.refuse("the same key twice, a kid of neither", "RFC 7517 §4.5", access(&one).header("kid", "x").mint(),
        UNKNOWN, "the same key twice is one key");
}

/// A key that cannot be used is left out, with its reason; the rest of the set serves on.
fn left_out(s: &mut Suite, name: &str, clause: &str, code: &str, good: &Key, bad: &Value, token: String, twin: &str) {
    let label = format!("beside {name}");
    s.key_source(&label, json!({
        "issuer": ISSUER, "jwks": { "keys": [good.jwk(), bad] }, "ignored": [code],
    }));
    s.refuse(&format!("a key left out: {name}"), clause, token, UNKNOWN, twin);
}

fn unsound(s: &mut Suite) {
    let (good, one, big, ed) = (p256("es256-2"), p256("es256-1"), p384("es384-1"), ed25519("ed25519-1"));
    let twin = "a key that is used: an EC key";
    s.keys("used", [good.jwk(), one.jwk_with(&json!({
        "use": "sig", "key_ops": ["verify"], "alg": "ES256", "x5t": "AAAA", "unknown": { "x": [1] },
    }))]);
    s.accept(twin, "RFC 7517 §4", access(&one).mint());
    let coordinate = |name: &str| one.jwk()[name].as_str().unwrap().to_owned();
    let (x, y) = (coordinate("x"), coordinate("y"));
    let zeros = encode(&[0; 32]);
    let field = "_____wAAAAEAAAAAAAAAAAAAAAD_______________8";
    for (name, clause, code, members) in [
        ("kty unknown", "RFC 7517 §4.1", "ERR_JWK_KTY", json!({ "kty": "XX" })),
        ("kty in another case", "RFC 7517 §4.1", "ERR_JWK_KTY", json!({ "kty": "ec" })),
        ("kty a number", "RFC 7517 §4.1", "ERR_JWK_MEMBER", json!({ "kty": 1 })),
        ("crv unknown", "RFC 7518 §6.2.1.1", "ERR_JWK_KTY", json!({ "crv": "P-512" })),
        ("crv secp256k1", "RFC 8812 §3.1", "ERR_JWK_KTY", json!({ "crv": "secp256k1" })),
        ("crv of another family", "RFC 8037 §2", "ERR_JWK_KTY", json!({ "crv": "Ed25519" })),
        ("x null", "RFC 7518 §6.2.1.2", "ERR_JWK_MEMBER", json!({ "x": null })),
        ("x one byte short", "RFC 7518 §6.2.1.2", "ERR_JWK_MEMBER", json!({ "x": encode(&[1; 31]) })),
        ("x one byte long", "RFC 7518 §6.2.1.2", "ERR_JWK_MEMBER", json!({ "x": encode(&[&[0][..], &[1; 32]].concat()) })),
        ("x padded", "RFC 7515 §2", "ERR_JWK_MEMBER", json!({ "x": format!("{x}=") })),
        ("x with spare bits", "RFC 4648 §3.5", "ERR_JWK_MEMBER", json!({ "x": super::form::spare_bits(&x) })),
        ("x empty", "RFC 7518 §6.2.1.2", "ERR_JWK_MEMBER", json!({ "x": "" })),
        ("y of another point", "RFC 8725 §3.4", "ERR_JWK_POINT", json!({ "y": x })),
        ("the point (0, 0)", "RFC 8725 §3.4", "ERR_JWK_POINT", json!({ "x": zeros, "y": zeros })),
        ("x the field's own modulus", "RFC 8725 §3.4", "ERR_JWK_POINT", json!({ "x": field })),
        ("x and y swapped", "RFC 8725 §3.4", "ERR_JWK_POINT", json!({ "x": y, "y": x })),
        ("a private key", "RFC 7517 §9.2", "ERR_JWK_PRIVATE", json!({ "d": zeros })),
        ("a symmetric member", "RFC 7517 §9.2", "ERR_JWK_PRIVATE", json!({ "k": zeros })),
        ("use enc", "RFC 7517 §4.2", "ERR_JWK_USE", json!({ "use": "enc" })),
        ("use in capitals", "RFC 7517 §4.2", "ERR_JWK_USE", json!({ "use": "SIG" })),
        ("use a list", "RFC 7517 §4.2", "ERR_JWK_MEMBER", json!({ "use": ["sig"] })),
        ("key_ops without verify", "RFC 7517 §4.3", "ERR_JWK_USE", json!({ "key_ops": ["sign"] })),
        ("key_ops empty", "RFC 7517 §4.3", "ERR_JWK_USE", json!({ "key_ops": [] })),
        ("key_ops with a double", "RFC 7517 §4.3", "ERR_JWK_USE", json!({ "key_ops": ["verify", "verify"] })),
        ("key_ops for encryption too", "RFC 7517 §4.3", "ERR_JWK_USE", json!({ "key_ops": ["verify", "encrypt"] })),
        ("key_ops a string", "RFC 7517 §4.3", "ERR_JWK_MEMBER", json!({ "key_ops": "verify" })),
        ("key_ops with a number", "RFC 7517 §4.3", "ERR_JWK_MEMBER", json!({ "key_ops": ["verify", 1] })),
        ("use enc beside key_ops verify", "RFC 7517 §4.3", "ERR_JWK_USE", json!({ "use": "enc", "key_ops": ["verify"] })),
        ("alg of another curve", "RFC 7518 §3.4", "ERR_JWK_ALG", json!({ "alg": "ES384" })),
        ("alg of a shared secret", "RFC 8725 §2.1", "ERR_JWK_ALG", json!({ "alg": "HS256" })),
        ("alg none", "RFC 8725 §3.2", "ERR_JWK_ALG", json!({ "alg": "none" })),
        ("alg for encryption", "RFC 7518 §4.1", "ERR_JWK_ALG", json!({ "alg": "ECDH-ES" })),
        ("alg a number", "RFC 7517 §4.4", "ERR_JWK_MEMBER", json!({ "alg": 256 })),
        ("kid a number", "RFC 7517 §4.5", "ERR_JWK_MEMBER", json!({ "kid": 1 })),
    ] {
        let bad = one.jwk_with(&members);
        left_out(s, name, clause, code, &good, &bad, access(&one).mint(), twin);
    }
    for name in ["x", "y"] {
        left_out(s, &format!("{name} missing"), "RFC 7518 §6.2.1", "ERR_JWK_MEMBER",
            &good, &one.jwk_without(name), access(&one).mint(), twin);
    }
    left_out(s, "kty missing", "RFC 7517 §4.1", "ERR_JWK_MEMBER", &good, &one.jwk_without("kty"), access(&one).mint(), twin);
    left_out(s, "crv missing", "RFC 7518 §6.2.1.1", "ERR_JWK_KTY", &good, &one.jwk_without("crv"), access(&one).mint(), twin);
    left_out(s, "no object", "RFC 7517 §5", "ERR_JWK_JSON", &good, &json!("key"), access(&one).mint(), twin);
    left_out(s, "a shared secret", "RFC 8725 §2.1", "ERR_JWK_PRIVATE", &good,
        &json!({ "kty": "oct", "kid": "es256-1", "k": zeros }), access(&one).mint(), twin);

    let twin = "a key that is used: a P-384 key";
    s.keys("used, P-384", [good.jwk(), big.jwk()]);
    s.accept(twin, "RFC 7517 §4", access(&big).mint());
    left_out(s, "P-384 with coordinates of P-256", "RFC 7518 §6.2.1.2", "ERR_JWK_MEMBER", &good,
        &big.jwk_with(&json!({ "x": x, "y": y })), access(&big).mint(), twin);
    left_out(s, "P-384 not on the curve", "RFC 8725 §3.4", "ERR_JWK_POINT", &good,
        &big.jwk_with(&json!({ "y": encode(&[1; 48]) })), access(&big).mint(), twin);

    let twin = "a key that is used: an Ed25519 key";
    s.keys("used, Ed25519", [good.jwk(), ed.jwk_with(&json!({ "alg": "EdDSA", "use": "sig" }))]);
    s.accept(twin, "RFC 8037 §2", access(&ed).mint());
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut beyond = [0xFF; 32];
    (beyond[0], beyond[31]) = (0xEE, 0x7F);
    let mut no_point = [0; 32];
    no_point[0] = 2;
    for (name, clause, code, members) in [
        ("the identity", "RFC 8032 §5.1.7", "ERR_JWK_POINT", json!({ "x": encode(&identity) })),
        ("a point of order four", "RFC 8032 §5.1.7", "ERR_JWK_POINT", json!({ "x": encode(&[0; 32]) })),
        ("a second encoding of a point", "RFC 8032 §5.1.3", "ERR_JWK_POINT", json!({ "x": encode(&beyond) })),
        ("no point at all", "RFC 8032 §5.1.3", "ERR_JWK_POINT", json!({ "x": encode(&no_point) })),
        ("Ed25519, 31 bytes", "RFC 8037 §2", "ERR_JWK_MEMBER", json!({ "x": encode(&[3; 31]) })),
        ("X25519", "RFC 8037 §2", "ERR_JWK_KTY", json!({ "crv": "X25519" })),
        ("Ed448", "RFC 8037 §2", "ERR_JWK_KTY", json!({ "crv": "Ed448" })),
        ("Ed25519 with alg ES256", "RFC 8037 §3.1", "ERR_JWK_ALG", json!({ "alg": "ES256" })),
        ("Ed25519 with d", "RFC 8037 §2", "ERR_JWK_PRIVATE", json!({ "d": encode(&[1; 32]) })),
    ] {
        left_out(s, name, clause, code, &good, &ed.jwk_with(&members), access(&ed).mint(), twin);
    }
}

/// Published moduli of 1024 and 2040 bits.
const SHORT: [(&str, &str); 2] = [
    ("1024 bits", "qrKZwCSrXmVuQVshYBonozXAl9jq6E2oIPYOO0YdbvGALGODmXUHVSagYgYJ1lQdElKV0jgPJ6I6tu2U_vo1MAU1f7P1LV88r_6AM3t3LVOBAylIDXzuws-ZiXRVsEb2LfxdrED4_lGuB5TTpF4b8vITj9rnJCXL73BjcLUL4kc"),
    ("2040 bits", "xTn5eQ3yTKckEXX_t10vhfOcnFZmQlzpICJMCNw9TmVM9bFxxzRBRExYfRyuXItFzgKlwDBohf-bq9YGi2xNNDSgc2OUA1Ts-qcgNKgRosGpXZqwqIZpvuqiOKD9rNRxfxZYUE7szwnxQFDuc7NfhLNAhdRRqoCGVPHMBv7ZFWfbDCAud-n1kCQpAxLE1n3X0YOq92NSFSSPNQlisQBcomOtSvWwM5nMtsC4V_Ln2OC9TZ09qjWvuHyqHL3H0XXhHb-4Un9Jr9vwEyWOn0lLyRC7GLbewJPozFEPLnK-eYUco6tmnB_6ZZJ3b6xHEyTBgWhT3hQuupMhugtfDfgP"),
];

fn unsound_rsa(s: &mut Suite) {
    let (good, key) = (rsa_e3(), rsa());
    let twin = "a key that is used: an RSA key";
    s.keys("used, RSA", [good.jwk(), key.jwk_with(&json!({ "alg": "RS256", "use": "sig" }))]);
    s.accept(twin, "RFC 7518 §3.3", access(&key).mint());
    let n = key.rsa().n.to_bytes_be();
    let mut even = n.clone();
    even[255] ^= 1;
    let huge: Vec<u8> = [&[0x80][..], &[1; 1024]].concat();
    let e = |bytes: &[u8]| json!({ "e": encode(bytes) });
    for (name, code, members) in [
        (SHORT[0].0, "ERR_JWK_RSA", json!({ "n": SHORT[0].1 })),
        (SHORT[1].0, "ERR_JWK_RSA", json!({ "n": SHORT[1].1 })),
        ("8200 bits", "ERR_JWK_RSA", json!({ "n": encode(&huge) })),
        ("an even modulus", "ERR_JWK_RSA", json!({ "n": encode(&even) })),
        ("a modulus with a zero before it", "ERR_JWK_RSA", json!({ "n": encode(&[&[0][..], &n].concat()) })),
        ("an empty modulus", "ERR_JWK_RSA", json!({ "n": "" })),
        ("the modulus 0", "ERR_JWK_RSA", json!({ "n": "AA" })),
        ("e = 0", "ERR_JWK_RSA", e(&[0])),
        ("e = 1", "ERR_JWK_RSA", e(&[1])),
        ("e = 2", "ERR_JWK_RSA", e(&[2])),
        ("e = 65536", "ERR_JWK_RSA", e(&[1, 0, 0])),
        ("e empty", "ERR_JWK_RSA", e(&[])),
        ("e with a zero before it", "ERR_JWK_RSA", e(&[0, 1, 0, 1])),
        ("e = 2^33 + 1", "ERR_JWK_RSA", e(&[2, 0, 0, 0, 1])),
        ("e of six bytes", "ERR_JWK_RSA", e(&[1, 0, 0, 0, 0, 1])),
        ("n padded", "ERR_JWK_MEMBER", json!({ "n": format!("{}==", encode(&n)) })),
        ("n a number", "ERR_JWK_MEMBER", json!({ "n": 3 })),
        ("RSA with p", "ERR_JWK_PRIVATE", json!({ "p": "AQAB" })),
        ("RSA with oth", "ERR_JWK_PRIVATE", json!({ "oth": [] })),
        ("RSA with alg ES256", "ERR_JWK_ALG", json!({ "alg": "ES256" })),
        ("RSA for encryption", "ERR_JWK_ALG", json!({ "alg": "RSA-OAEP" })),
        ("RSA with alg RSA1_5", "ERR_JWK_ALG", json!({ "alg": "RSA1_5" })),
    ] {
        left_out(s, name, "RFC 7518 §6.3.1", code, &good, &key.jwk_with(&members), access(&key).mint(), twin);
    }
    for name in ["n", "e"] {
        left_out(s, &format!("{name} missing"), "RFC 7518 §6.3.1", "ERR_JWK_MEMBER", &good,
            &key.jwk_without(name), access(&key).mint(), twin);
    }
}

/// Documents that are no key set: the verifier's trouble, never the token's.
fn documents(s: &mut Suite) {
    let key = p256("es256-1");
    let jwk = key.jwk();
    let token = access(&key).mint();
    let twin = "a document of one key";
    s.key_source("one key as text", json!({ "issuer": ISSUER, "text": format!(" {{\"x\":1,\"keys\":[{jwk}]}}\n") }));
    s.accept(twin, "RFC 7517 §5", &token);
    let source = |s: &mut Suite, name: &str, clause: &str, text: String, reason: &str| {
        s.key_source(name, json!({ "issuer": ISSUER, "text": text }));
        s.refuse(&format!("a document: {name}"), clause, token.clone(), reason, twin);
    };
    let malformed = "keys ERR_JWKS_MALFORMED";
    for (name, text) in [
        ("empty", String::new()),
        ("HTML", "<!doctype html><title>Not found</title>".into()),
        ("null", "null".into()),
        ("an array", format!("[{jwk}]")),
        ("one bare key", jwk.to_string()),
        ("keys missing", "{}".into()),
        ("keys an object", format!("{{\"keys\":{jwk}}}")),
        ("keys null", "{\"keys\":null}".into()),
        ("keys twice", format!("{{\"keys\":[],\"keys\":[{jwk}]}}")),
        ("a member of a key twice", format!("{{\"keys\":[{}]}}", jwk.to_string().replacen('{', "{\"kty\":\"EC\",", 1))),
        ("a comma too many", format!("{{\"keys\":[{jwk},]}}")),
        ("text after it", format!("{{\"keys\":[{jwk}]}}x")),
        ("a byte order mark", format!("\u{FEFF}{{\"keys\":[{jwk}]}}")),
        ("__proto__", format!("{{\"__proto__\":{{}},\"keys\":[{jwk}]}}")),
        ("nested too deeply", format!("{{\"x\":{}{},\"keys\":[{jwk}]}}", "[".repeat(40), "]".repeat(40))),
        ("a number beyond a double", format!("{{\"x\":1e400,\"keys\":[{jwk}]}}")),
    ] {
        source(s, name, "RFC 7517 §5", text, malformed);
    }
    source(s, "no key", "RFC 7517 §5", "{\"keys\":[]}".into(), "keys ERR_JWKS_NO_USABLE_KEY");
    source(s, "private keys only", "RFC 7517 §9.2",
        json!({ "keys": [key.jwk_with(&json!({ "d": encode(&[1; 32]) }))] }).to_string(), "keys ERR_JWKS_NO_USABLE_KEY");
    source(s, "shared secrets only", "RFC 8725 §2.1",
        json!({ "keys": [{ "kty": "oct", "k": encode(&[1; 32]), "kid": "es256-1" }] }).to_string(),
        "keys ERR_JWKS_NO_USABLE_KEY");
    let many = |count: usize| {
        let mut keys = vec![json!({ "kty": "XX" }); count - 1];
        keys.push(jwk.clone());
        json!({ "keys": keys }).to_string()
    };
    s.key_source("64 keys", json!({ "issuer": ISSUER, "text": many(64) }));
    s.accept("a document of 64 keys", "Limits: keys", &token);
    source(s, "65 keys", "Limits: keys", many(65), "keys ERR_JWKS_TOO_MANY_KEYS");
    s.policy("small documents", policy("access", &json!({ "limits": { "jwks": 400 } })));
    s.use_keys("one key as text");
    s.accept("a document within the policy's limit", "Limits: jwks", &token);
    s.key_source("401 bytes", json!({ "issuer": ISSUER, "text": format!("{:401}", json!({ "keys": [jwk] }).to_string()) }));
    s.refuse("a document beyond the policy's limit", "Limits: jwks", token.clone(), "keys ERR_KEYS_TOO_LARGE",
        "a document within the policy's limit");
}
