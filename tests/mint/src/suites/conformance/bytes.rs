//! Keys and signatures that are one bit or byte beside what is taken.

use serde_json::{Value, json};

use super::super::policy;
use crate::keys::{Key, p256, p384, rsa, rsa_e3, rsa_lengths};
use crate::rsa::Hash;
use crate::suite::{Suite, Vector};
use crate::token::{ISSUER, access, decode, encode, proof};

const UNKNOWN: &str = "key ERR_KEY_UNKNOWN";
const BAD: &str = "signature ERR_SIGNATURE";

pub fn suite(s: &mut Suite) {
    s.policy("access", policy("access", &json!({})));
    sets(s);
    purposes(s);
    coordinates(s);
    moduli(s);
    salts(s);
    proofs(s);
}

/// Another key with its own reason to be left out never takes the good one along (RFC 7517 §5).
fn sets(s: &mut Suite) {
    let key = p256("es256-1");
    let twin = "a set with a key of an unknown kty";
    let akp = json!({ "kty": "AKP", "kid": "other", "pub": encode(&[1; 1312]) });
    let mut named = akp.clone();
    named["alg"] = "ML-DSA-44".into();
    let foreign = json!({ "kty": "XX", "kid": "other" });
    for (name, clause, other, code) in [
        (twin, "RFC 7517 §5", foreign.clone(), "ERR_JWK_KTY"),
        (
            "a set with an AKP key",
            "RFC 9964 §3",
            named.clone(),
            "ERR_JWK_KTY",
        ),
        (
            "a set with an AKP key without alg",
            "RFC 9964 §3",
            akp,
            "ERR_JWK_KTY",
        ),
        (
            "a set with a key that misses a value",
            "RFC 7517 §5",
            p384("other").jwk_without("y"),
            "ERR_JWK_MEMBER",
        ),
        (
            "a set with a value that is none",
            "RFC 7517 §5",
            p384("other").jwk_with(&json!({ "x": null })),
            "ERR_JWK_MEMBER",
        ),
        (
            "a set with a private key",
            "RFC 7517 §9.1",
            p384("other").jwk_with(&json!({ "d": encode(&[1; 48]) })),
            "ERR_JWK_PRIVATE",
        ),
    ] {
        let keys = json!({ "keys": [other, key.jwk()] });
        let source = json!({ "issuer": ISSUER, "jwks": keys, "ignored": [code] });
        s.key_source(name, source);
        // Implementations SHOULD ignore it.
        s.accept(name, clause, access(&key).mint()).choice();
    }
    s.use_keys("a set with an AKP key");
    s.refuse(
        "a token that names an AKP key",
        "RFC 9964 §3",
        access(&key).header("kid", "other").mint(),
        UNKNOWN,
        twin,
    );
}

/// What a key says that it is for (RFC 7517 §4.2, §4.3): each member alone, and both.
fn purposes(s: &mut Suite) {
    let key = p256("es256-1");
    let twin = "no use and no key_ops";
    s.keys(twin, [key.jwk()]);
    s.accept(twin, "RFC 7517 §4.2", access(&key).mint());
    for (name, members) in [
        ("use sig", json!({ "use": "sig" })),
        ("key_ops verify", json!({ "key_ops": ["verify"] })),
        (
            "key_ops sign and verify",
            json!({ "key_ops": ["sign", "verify"] }),
        ),
        (
            "use sig and key_ops verify",
            json!({ "use": "sig", "key_ops": ["verify"] }),
        ),
    ] {
        s.keys(name, [key.jwk_with(&members)]);
        s.accept(name, "RFC 7517 §4.3", access(&key).mint());
    }
    let other = p256("es256-2");
    for (name, members) in [
        (
            "use sig beside key_ops encrypt",
            json!({ "use": "sig", "key_ops": ["encrypt"] }),
        ),
        (
            "use enc beside key_ops verify",
            json!({ "use": "enc", "key_ops": ["verify"] }),
        ),
        ("key_ops sign alone", json!({ "key_ops": ["sign"] })),
        ("use empty", json!({ "use": "" })),
    ] {
        left_out(
            s,
            name,
            &other,
            &key,
            &key.jwk_with(&members),
            "ERR_JWK_USE",
            twin,
        )
        .choice();
    }
}

/// A coordinate is as long as the field, zeros in front and all (RFC 7518 §6.2.1.2).
fn coordinates(s: &mut Suite) {
    // The first kid of its kind whose key has an x that begins with a zero.
    let key = p256("zero-17");
    let x = decode(key.jwk()["x"].as_str().expect("x"));
    assert_eq!(x[0], 0, "x begins with a zero");
    let twin = "an x that begins with a zero";
    s.keys(twin, [key.jwk()]);
    s.accept(twin, "RFC 7518 §6.2.1.2", access(&key).mint());
    let short = key.jwk_with(&json!({ "x": encode(&x[1..]) }));
    let long = key.jwk_with(&json!({ "x": encode(&[&[0], &x[..]].concat()) }));
    let other = p256("es256-2");
    for (name, bad) in [
        ("an x without its zero", short),
        ("an x with another zero", long),
    ] {
        left_out(s, name, &other, &key, &bad, "ERR_JWK_MEMBER", twin);
    }
}

/// 2048 bits at least (RFC 7518 §3.3), and 8192 at most, to the bit.
fn moduli(s: &mut Suite) {
    let (key, other) = (rsa(), rsa_e3());
    let twin = "a modulus of 2048 bits";
    s.keys(twin, [key.jwk()]);
    s.accept(twin, "RFC 7518 §3.3", access(&key).mint());
    for bits in [2047, 8193] {
        let bad = key.jwk_with(&json!({ "n": odd_number(bits) }));
        let name = format!("a modulus of {bits} bits");
        left_out(s, &name, &other, &key, &bad, "ERR_JWK_RSA", twin).choice_if(bits > 8192);
    }
}

/// The salt has the hash's length, and MGF1 the same hash (RFC 7518 §3.5).
fn salts(s: &mut Suite) {
    let key = rsa();
    let algorithms = json!({ "algorithms": ["PS256", "PS384", "PS512"] });
    s.policy("PSS", policy("access", &algorithms));
    for (alg, hash, salt, others) in [
        ("PS256", Hash::Sha256, 32, [Hash::Sha384, Hash::Sha512]),
        ("PS384", Hash::Sha384, 48, [Hash::Sha256, Hash::Sha512]),
        ("PS512", Hash::Sha512, 64, [Hash::Sha256, Hash::Sha384]),
    ] {
        s.keys(alg, [key.jwk_with(&json!({ "alg": alg }))]);
        let draft = access(&key).alg(alg);
        let twin = format!("{alg}, salt and masks as they should be");
        let input = draft.signing_input();
        let signed = |mask: Hash, length: usize| {
            let salt = vec![0xA5; length];
            draft.mint_with(&key.rsa().pss_masked(hash, mask, input.as_bytes(), &salt))
        };
        s.accept(&twin, "RFC 7518 §3.5", signed(hash, salt));
        for (name, token) in [
            ("a salt one byte long", signed(hash, salt + 1)),
            ("a salt one byte short", signed(hash, salt - 1)),
            ("masks of another hash", signed(others[0], salt)),
            ("masks of a third hash", signed(others[1], salt)),
        ] {
            let name = format!("{alg}, {name}");
            s.refuse(&name, "RFC 7518 §3.5", token, BAD, &twin);
        }
    }
    s.use_policy("access");
}

/// Whoever sends a proof chooses its key: RSA of 4096 bits, and not one more.
fn proofs(s: &mut Suite) {
    let lengths = rsa_lengths(65_537);
    let is_longest = |(bits, form, _): &&(u64, String, Key)| *bits == 4096 && form == "random";
    let (_, _, key) = lengths.iter().find(is_longest).expect("4096 bits");
    s.key_source("embedded", json!({ "issuer": ISSUER, "embedded": true }));
    s.policy("proof", json!({ "kind": "dpop" }));
    let request = json!({ "request": { "method": "POST", "url": "https://api.example/notes" } });
    let twin = "a proof with an RSA key of 4096 bits";
    s.accept(twin, "RFC 9449 §11.5", proof(key).mint())
        .presented(request.clone())
        .choice();
    let long = json!({ "kty": "RSA", "n": odd_number(4097), "e": "AQAB" });
    s.refuse(
        "a proof with an RSA key of 4097 bits",
        "RFC 9449 §11.5",
        proof(key).header("jwk", long).mint(),
        "key ERR_JWK_RSA",
        twin,
    )
    .presented(request)
    .choice();
    s.use_policy("access");
}

/// In base64url, the highest bit and the lowest set.
fn odd_number(bits: usize) -> String {
    let mut bytes = vec![0x55; bits.div_ceil(8)];
    let top = (bits - 1) % 8;
    bytes[0] = 1 << top;
    let last = bytes.len() - 1;
    bytes[last] |= 1;
    encode(&bytes)
}

/// A key that is left out of its set, and a token that needs it.
fn left_out<'s>(
    s: &'s mut Suite,
    name: &str,
    beside: &Key,
    signer: &Key,
    bad: &Value,
    code: &str,
    twin: &str,
) -> &'s mut Vector {
    let keys = json!({ "keys": [beside.jwk(), bad] });
    s.key_source(
        name,
        json!({ "issuer": ISSUER, "jwks": keys, "ignored": [code] }),
    );
    s.refuse(name, "RFC 7517 §5", access(signer).mint(), UNKNOWN, twin)
}
