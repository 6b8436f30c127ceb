//! Signatures that lenient verifiers take (RFC 7515 §5.2, RFC 8032 §5.1.7, RFC 8017 §8).

use num_bigint::BigUint;
use serde_json::json;

use super::policy;
use crate::keys::{Key, ed25519, p256, p384, rsa, rsa_e3};
use crate::rsa::{Hash, pkcs1_block};
use crate::suite::Suite;
use crate::token::{Draft, access};

const BAD: &str = "signature ERR_SIGNATURE";

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "signatures",
        "Right length, right range, right key, or nothing.",
    );
    s.policy("access", policy("access", &json!({})));
    ecdsa(
        &mut s,
        &p256("es256-1"),
        &p256("es256-2"),
        P256_ORDER,
        "ES256",
    );
    ecdsa(
        &mut s,
        &p384("es384-1"),
        &p384("es384-2"),
        P384_ORDER,
        "ES384",
    );
    eddsa(&mut s);
    pkcs1(&mut s);
    forged_for_e3(&mut s);
    pss(&mut s);
    s
}

const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const P384_ORDER: &str = "ffffffffffffffffffffffffffffffffffffffffffffffff\
                          c7634d81f4372ddf581a0db248b0a77aecec196accc52973";

/// r and s in [1, n − 1], exactly two of them, nothing else (RFC 7518 §3.4).
fn ecdsa(s: &mut Suite, key: &Key, other: &Key, order: &str, alg: &str) {
    s.keys(alg, [key.jwk()]);
    let twin = alg;
    let draft = access(key);
    let signature = draft.signature();
    s.accept(twin, "RFC 7518 §3.4", draft.mint());
    let size = signature.len() / 2;
    let (r, half) = signature.split_at(size);
    let n = BigUint::parse_bytes(order.as_bytes(), 16).unwrap();
    let number = BigUint::from_bytes_be;
    let fixed = |number: BigUint| {
        let bytes = number.to_bytes_be();
        [vec![0; size - bytes.len()], bytes].concat()
    };
    let mirrored = [r, &fixed(&n - number(half))].concat();
    s.accept(
        &format!("{alg} with n − s, which JWS allows"),
        "RFC 7518 §3.4",
        draft.mint_with(&mirrored),
    );
    let zero = vec![0; size];
    let order = fixed(n.clone());
    let top = vec![0xFF; size];
    let mut flipped = signature.clone();
    flipped[0] ^= 0x80;
    for (name, bytes) in [
        ("all zero", [&zero[..], &zero].concat()),
        ("r = 0", [&zero[..], half].concat()),
        ("s = 0", [r, &zero].concat()),
        ("r = n", [&order[..], half].concat()),
        ("s = n", [r, &order].concat()),
        ("r and s = n", [&order[..], &order].concat()),
        ("r beyond n", [&top[..], half].concat()),
        ("s beyond n", [r, &top].concat()),
        ("r and s swapped", [half, r].concat()),
        ("the first bit changed", flipped),
        ("the last byte missing", signature[..2 * size - 1].to_vec()),
        ("one byte more", [&signature[..], &[0]].concat()),
        ("a zero before each half", [&[0], r, &[0], half].concat()),
        ("one half only", r.to_vec()),
        ("one byte", vec![1]),
        ("DER", der(r, half)),
    ] {
        s.refuse(
            &format!("{alg}, {name}"),
            "RFC 7518 §3.4",
            draft.mint_with(&bytes),
            BAD,
            twin,
        );
    }
    s.refuse(
        &format!("{alg} by another key"),
        "RFC 7515 §5.2",
        access(key).signed_by(other).mint(),
        BAD,
        twin,
    );
    altered(s, &draft, alg, twin);
}

fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let bytes = [&vec![0; usize::from(bytes[0] >> 7)][..], bytes].concat();
        [&[2, u8::try_from(bytes.len()).unwrap()], &bytes[..]].concat()
    };
    let body = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()], &body[..]].concat()
}

/// A signature is of these bytes, not of what they mean (RFC 7515 §5.2).
fn altered(s: &mut Suite, draft: &Draft, alg: &str, twin: &str) {
    let signature = draft.signature();
    s.refuse(
        &format!("{alg}, the subject changed"),
        "RFC 7515 §5.2",
        draft.clone().claim("sub", "ben").mint_with(&signature),
        BAD,
        twin,
    );
    s.refuse(
        &format!("{alg}, white space put into the payload"),
        "RFC 7515 §5.2",
        draft
            .clone()
            .payload(format!(" {}", draft.payload_text()))
            .mint_with(&signature),
        BAD,
        twin,
    );
    s.refuse(
        &format!("{alg}, a header member added"),
        "RFC 7515 §5.2",
        draft.clone().header("x", 1).mint_with(&signature),
        BAD,
        twin,
    );
}

/// S < L, no small order, no cofactor, 64 bytes (RFC 8032 §5.1.7).
fn eddsa(s: &mut Suite) {
    const ORDER: &str = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed";
    let key = ed25519("ed25519-1");
    s.keys("EdDSA", [key.jwk()]);
    let draft = access(&key);
    let signature = draft.signature();
    let twin = "EdDSA";
    s.accept(twin, "RFC 8037 §3.1", draft.mint());
    let (point, scalar) = signature.split_at(32);
    let l = BigUint::parse_bytes(ORDER.as_bytes(), 16).unwrap();
    let little = |number: BigUint| {
        let mut bytes = number.to_bytes_le();
        bytes.resize(32, 0);
        bytes
    };
    let wrapped = little(BigUint::from_bytes_le(scalar) + &l);
    let identity = little(BigUint::from(1_u8));
    let zero = vec![0; 32];
    let mut sign = point.to_vec();
    sign[31] ^= 0x80;
    for (name, bytes) in [
        ("S + L", [point, &wrapped].concat()),
        ("S = L", [point, &little(l)].concat()),
        ("S = 0", [point, &zero].concat()),
        ("all zero", vec![0; 64]),
        ("R the identity and S = 0", [&identity[..], &zero].concat()),
        ("R of small order", [&zero[..], scalar].concat()),
        ("R with the other sign", [&sign[..], scalar].concat()),
        ("R and S swapped", [scalar, point].concat()),
        ("63 bytes", signature[..63].to_vec()),
        ("65 bytes", [&signature[..], &[0]].concat()),
        ("R only", point.to_vec()),
    ] {
        s.refuse(
            &format!("EdDSA, {name}"),
            "RFC 8032 §5.1.7",
            draft.mint_with(&bytes),
            BAD,
            twin,
        );
    }
    s.refuse(
        "EdDSA by another key",
        "RFC 7515 §5.2",
        access(&key).signed_by(&ed25519("ed25519-2")).mint(),
        BAD,
        twin,
    );
    altered(s, &draft, "EdDSA", twin);
}

fn pkcs1(s: &mut Suite) {
    let key = rsa();
    let numbers = key.rsa();
    s.keys("RS256", [key.jwk()]);
    let draft = access(&key);
    let twin = "RS256";
    s.accept(twin, "RFC 8017 §8.2.2", draft.mint());
    let input = draft.signing_input();
    let input = input.as_bytes();
    let signature = draft.signature();
    let size = numbers.size();
    let info = Hash::Sha256.digest_info(input);
    let digest = Hash::Sha256.of(input);
    let long = BigUint::from_bytes_be(&signature) + &numbers.n;
    let block = |info: &[u8]| numbers.raw(&pkcs1_block(size, info));
    // DigestInfo without the NULL parameter, and with an empty name of another hash.
    let without_null = [
        &[0x30, 47, 0x30, 11, 6, 9][..],
        &info[6..15],
        &[4, 32],
        &digest,
    ]
    .concat();
    let mut type_two = pkcs1_block(size, &info);
    type_two[1] = 2;
    let mut zero_inside = pkcs1_block(size, &info);
    zero_inside[20] = 0;
    let mut short = vec![0, 1];
    short.extend([0xFF; 8]);
    short.push(0);
    short.extend(&info);
    short.resize(size, 0xAA);
    for (name, bytes) in [
        ("all zero", vec![0; size]),
        ("one", numbers.padded(&BigUint::from(1_u8))),
        ("n − 1", numbers.padded(&(&numbers.n - 1_u8))),
        ("the modulus itself", numbers.padded(&numbers.n)),
        ("signature + n", long.to_bytes_be()),
        ("the first byte missing", signature[1..].to_vec()),
        ("a zero before it", [&[0], &signature[..]].concat()),
        ("a zero after it", [&signature[..], &[0]].concat()),
        ("of SHA-384", numbers.pkcs1(Hash::Sha384, input)),
        ("of SHA-512", numbers.pkcs1(Hash::Sha512, input)),
        ("a bare digest without DigestInfo", block(&digest)),
        ("DigestInfo without NULL", block(&without_null)),
        ("rubbish after the digest", numbers.raw(&short)),
        ("block type 2", numbers.raw(&type_two)),
        ("a zero inside the padding", numbers.raw(&zero_inside)),
        ("PSS", numbers.pss(Hash::Sha256, input, 32)),
    ] {
        s.refuse(
            &format!("RS256, {name}"),
            "RFC 8017 §8.2.2",
            draft.mint_with(&bytes),
            BAD,
            twin,
        )
        // RFC 8017 A.2.4 has implementations that read the parameters take both.
        .choice_if(name == "DigestInfo without NULL");
    }
    altered(s, &draft, "RS256", twin);
}

/// Bleichenbacher's forgery of 2006: a cube whose upper bytes look like a padded digest.
fn forged_for_e3(s: &mut Suite) {
    let key = rsa_e3();
    let numbers = key.rsa();
    s.keys("RS256, exponent 3", [key.jwk()]);
    let draft = access(&key);
    let twin = "RS256 with the exponent 3";
    s.accept(twin, "RFC 8017 §8.2.2", draft.mint()).choice();
    let info = Hash::Sha256.digest_info(draft.signing_input().as_bytes());
    let mut target = vec![0, 1];
    target.extend([0xFF; 8]);
    target.push(0);
    target.extend(&info);
    target.resize(numbers.size(), 0xFF);
    let root = BigUint::from_bytes_be(&target).nth_root(3);
    let forged = numbers.padded(&root);
    s.refuse(
        "RS256 forged without the private key",
        "RFC 8017 §8.2.2",
        draft.mint_with(&forged),
        BAD,
        twin,
    );
}

/// A salt as long as the hash, MGF1 with the same hash (RFC 7518 §3.5).
fn pss(s: &mut Suite) {
    let key = rsa();
    let numbers = key.rsa();
    s.policy(
        "PSS",
        policy(
            "access",
            &json!({ "algorithms": ["PS256", "PS384", "PS512"] }),
        ),
    );
    for (alg, hash, salt) in [
        ("PS256", Hash::Sha256, 32),
        ("PS384", Hash::Sha384, 48),
        ("PS512", Hash::Sha512, 64),
    ] {
        s.keys(alg, [key.jwk_with(&json!({ "alg": alg }))]);
        let draft = access(&key).alg(alg);
        s.accept(alg, "RFC 7518 §3.5", draft.mint());
        let input = draft.signing_input();
        let input = input.as_bytes();
        let signature = draft.signature();
        for (name, bytes) in [
            ("no salt", numbers.pss(hash, input, 0)),
            ("a salt of 20 bytes", numbers.pss(hash, input, 20)),
            ("a salt one byte short", numbers.pss(hash, input, salt - 1)),
            ("PKCS #1 v1.5", numbers.pkcs1(hash, input)),
            ("all zero", vec![0; numbers.size()]),
            ("the last byte missing", signature[..255].to_vec()),
            ("one byte more", [&signature[..], &[0]].concat()),
        ] {
            s.refuse(
                &format!("{alg}, {name}"),
                "RFC 7518 §3.5",
                draft.mint_with(&bytes),
                BAD,
                alg,
            );
        }
    }
    s.use_policy("access");
}
