//! Keys in X.509 certificates by `kid`, as Google and Firebase publish them (RFC 5280 §4.1).

use serde_json::{Value, json};

use super::super::policy;
use super::UNKNOWN;
use crate::certificate::{
    Around, BIT_STRING, P256, RSA, certificate, certificate_of, element, integer, key_info,
    key_info_of, pem, public_key, sequence,
};
use crate::keys::{Key, ed25519, p256, p384, rsa};
use crate::suite::Suite;
use crate::token::{ISSUER, access};

const TWIN: &str = "a certificate of an EC key";
const MALFORMED: &str = "ERR_JWK_JSON";

/// Where keys come from is our policy's: all of it is our choice.
pub fn certificates(s: &mut Suite) {
    s.choice();
    s.policy(
        "certificates",
        policy("access", &json!({ "key_document": "certificates" })),
    );
    usable(s);
    let (key, other) = (p256("es256-1"), p384("es384-1"));
    let der = certificate_of(&key);
    left_out(s, &key, &other, &texts(&key, &der));
    left_out(s, &key, &other, &elements(&key, &der));
    left_out(s, &key, &other, &keys(&key));
    documents(s, &key);
    s.must();
}

fn usable(s: &mut Suite) {
    let keys = [
        ("an EC key", p256("es256-1")),
        ("a P-384 key", p384("es384-1")),
        ("an Ed25519 key", ed25519("eddsa-1")),
        ("an RSA key", rsa()),
    ];
    let all: Vec<_> = keys
        .iter()
        .map(|(_, key)| (key.kid.to_owned(), pem(&certificate_of(key)).into()))
        .collect();
    s.key_source("four certificates", source(all, &[]));
    for (name, key) in &keys {
        s.accept(
            &format!("a certificate of {name}"),
            "RFC 5280 §4.1",
            access(key).mint(),
        );
    }
    let key = &keys[0].1;
    let info = key_info_of(key);
    let identified = Around {
        after: [
            element(0x81, &[0, 1]),
            element(0x82, &[0, 2]),
            Around::default().after,
        ]
        .concat(),
        ..Around::default()
    };
    for (name, text) in [
        ("of version 1", pem(&certificate(&info, &bare()))),
        (
            "with unique identifiers",
            pem(&certificate(&info, &identified)),
        ),
        ("in one line", in_one_line(&pem(&certificate_of(key)))),
        (
            "without an end of its last line",
            pem(&certificate_of(key)).trim_end().into(),
        ),
    ] {
        s.key_source(
            &format!("a certificate {name}"),
            source([(key.kid.to_owned(), text.into())], &[]),
        );
        s.accept(
            &format!("a certificate {name}"),
            "RFC 5280 §4.1",
            access(key).mint(),
        );
    }
}

/// A certificate that cannot be used is left out, with its reason; the others serve on.
fn left_out(s: &mut Suite, key: &Key, other: &Key, cases: &[(&str, &str, Value)]) {
    for (name, code, text) in cases {
        let members = [
            (other.kid.to_owned(), pem(&certificate_of(other)).into()),
            (key.kid.to_owned(), text.clone()),
        ];
        s.key_source(&format!("certificates: {name}"), source(members, &[code]));
        s.refuse(
            &format!("a certificate left out: {name}"),
            "RFC 5280 §4.1",
            access(key).mint(),
            UNKNOWN,
            TWIN,
        );
    }
}

/// What is not strict PEM (RFC 7468 §3, RFC 4648 §3.5).
fn texts(key: &Key, der: &[u8]) -> Vec<(&'static str, &'static str, Value)> {
    let whole = pem(der);
    let padded = pem(&certificate(&key_info_of(key), &bare()));
    assert!(padded.contains('='), "another length");
    let cases = [
        ("a number", json!(7)),
        ("a list of one", json!([whole])),
        ("an empty text", json!("")),
        ("two of them", json!(format!("{whole}{whole}"))),
        ("text before it", json!(format!("subject=x\n{whole}"))),
        ("text after it", json!(format!("{whole}x\n"))),
        (
            "without its end",
            json!(whole.replace("-----END CERTIFICATE-----\n", "")),
        ),
        (
            "a public key by its marker",
            json!(whole.replace("CERTIFICATE", "PUBLIC KEY")),
        ),
        ("CRLF", json!(whole.replace('\n', "\r\n"))),
        ("a space in a line", json!(whole.replacen('M', " M", 1))),
        (
            "the alphabet of base64url",
            json!(whole.replace('+', "-").replace('/', "_")),
        ),
        ("padding left out", json!(padded.replace('=', ""))),
        (
            "no base64 at all",
            json!(whole.replacen("MI", "M\u{e9}", 1)),
        ),
    ];
    cases.map(|(name, text)| (name, MALFORMED, text)).into()
}

/// What is not strict DER, or not a certificate (X.690 §10.1, RFC 5280 §4.1).
fn elements(key: &Key, der: &[u8]) -> Vec<(&'static str, &'static str, Value)> {
    let content = &der[4..];
    let indefinite = [&[0x30, 0x80], content, &[0, 0]].concat();
    let long = [&[0x30, 0x83, 0], &der[2..4], content].concat();
    let info = key_info_of(key);
    let after = |after: Vec<u8>| {
        let around = Around {
            after,
            ..Around::default()
        };
        certificate(&info, &around)
    };
    let twice = [info.clone(), info.clone()].concat();
    let cases = [
        ("a byte after it", [der, &[0]].concat()),
        ("a byte too few", der[..der.len() - 1].to_vec()),
        ("an indefinite length", indefinite),
        ("a length that is not the shortest", long),
        ("a set for a sequence", [&[0x31], &der[1..]].concat()),
        ("its key alone", info.clone()),
        ("two keys", certificate(&twice, &Around::default())),
        ("no key", certificate(&[], &Around::default())),
        (
            "extensions twice",
            after([Around::default().after, Around::default().after].concat()),
        ),
        ("extensions cut off", after(vec![0xA3, 9])),
        (
            "something after the extensions",
            after([Around::default().after, vec![5, 0]].concat()),
        ),
        ("nothing", Vec::new()),
    ];
    let cases = cases.map(|(name, der)| (name, MALFORMED, pem(&der).into()));
    cases.into()
}

/// What is no key of ours, in a certificate that is sound otherwise.
fn keys(key: &Key) -> Vec<(&'static str, &'static str, Value)> {
    let point = public_key(key);
    let mut off_curve = point.clone();
    *off_curve.last_mut().expect("a point") ^= 1;
    let p521: &[u8] = &[
        6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 5, 0x2B, 0x81, 4, 0, 0x23,
    ];
    let rsa_pss: &[u8] = &[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10];
    let numbers = rsa();
    let numbers = numbers.rsa();
    let (n, e) = (numbers.n.to_bytes_be(), numbers.e.to_bytes_be());
    let sound = sequence(&[&integer(&n), &integer(&e)]);
    let with = |n: &[u8], e: &[u8]| sequence(&[n, e]);
    let unused = element(BIT_STRING, &[&[4], &point[..]].concat());
    let unused = sequence(&[&element(0x30, P256), &unused]);
    let cases = [
        ("P-521", "ERR_JWK_KTY", key_info(p521, &point)),
        ("RSASSA-PSS alone", "ERR_JWK_KTY", key_info(rsa_pss, &sound)),
        (
            "RSA without its NULL",
            "ERR_JWK_KTY",
            key_info(&RSA[..11], &sound),
        ),
        (
            "an EC key without a curve",
            "ERR_JWK_KTY",
            key_info(&P256[..9], &point),
        ),
        (
            "a point off its curve",
            "ERR_JWK_POINT",
            key_info(P256, &off_curve),
        ),
        (
            "a point of P-384 on P-256",
            "ERR_JWK_MEMBER",
            key_info(P256, &public_key(&p384("es384-1"))),
        ),
        (
            "a compressed point",
            MALFORMED,
            key_info(P256, &[&[2], &point[1..33]].concat()),
        ),
        (
            "a point without its second half",
            "ERR_JWK_MEMBER",
            key_info(P256, &point[..33]),
        ),
        (
            "an Ed25519 key of 31 bytes",
            "ERR_JWK_MEMBER",
            key_info(crate::certificate::ED25519, &[1; 31]),
        ),
        ("a key of no whole bytes", MALFORMED, unused),
        (
            "1024 bits of RSA",
            "ERR_JWK_RSA",
            key_info(RSA, &with(&integer(&n[..128]), &integer(&e))),
        ),
        (
            "an exponent of 1",
            "ERR_JWK_RSA",
            key_info(RSA, &with(&integer(&n), &integer(&[1]))),
        ),
        (
            "a negative modulus",
            MALFORMED,
            key_info(RSA, &with(&element(2, &n), &integer(&e))),
        ),
        (
            "a modulus with two zeros",
            MALFORMED,
            key_info(
                RSA,
                &with(&element(2, &[&[0, 0], &n[..]].concat()), &integer(&e)),
            ),
        ),
        (
            "three numbers for RSA",
            MALFORMED,
            key_info(RSA, &sequence(&[&integer(&n), &integer(&e), &integer(&e)])),
        ),
        (
            "a byte after the RSA key",
            MALFORMED,
            key_info(RSA, &[&sound[..], &[0]].concat()),
        ),
    ];
    let cases = cases.map(|(name, code, info)| {
        (
            name,
            code,
            pem(&certificate(&info, &Around::default())).into(),
        )
    });
    cases.into()
}

fn documents(s: &mut Suite, key: &Key) {
    let one: Value = pem(&certificate_of(key)).into();
    let whole = format!("{{\"{}\":{one}}}", key.kid);
    s.key_source(
        "certificates as text",
        json!({ "issuer": ISSUER, "text": whole }),
    );
    let twin = "certificates: as text";
    s.accept(twin, "RFC 5280 §4.1", access(key).mint());
    let many = |count: usize| {
        let mut members: Vec<_> = (1..count)
            .map(|index| (format!("k{index}"), Value::Null))
            .collect();
        members.push((key.kid.to_owned(), one.clone()));
        Value::Object(members.into_iter().collect()).to_string()
    };
    s.key_source(
        "64 certificates",
        json!({ "issuer": ISSUER, "text": many(64) }),
    );
    s.accept(
        "certificates: 64 of them",
        "Limits: keys",
        access(key).mint(),
    );
    for (name, text, code) in [
        ("none", "{}".into(), "ERR_JWKS_NO_USABLE_KEY"),
        (
            "a JWK set",
            json!({ "keys": [key.jwk()] }).to_string(),
            "ERR_JWKS_NO_USABLE_KEY",
        ),
        ("a list", format!("[{one}]"), "ERR_JWKS_MALFORMED"),
        (
            "a kid twice",
            format!("{{\"{0}\":\"\",\"{0}\":{one}}}", key.kid),
            "ERR_JWKS_MALFORMED",
        ),
        ("65 of them", many(65), "ERR_JWKS_TOO_MANY_KEYS"),
    ] {
        s.key_source(
            &format!("certificates: {name}"),
            json!({ "issuer": ISSUER, "text": text }),
        );
        s.refuse(
            &format!("certificates: {name}"),
            "RFC 5280 §4.1",
            access(key).mint(),
            &format!("keys {code}"),
            twin,
        );
    }
    s.policy("access", policy("access", &json!({})));
    s.key_source(
        "certificates for a set",
        json!({ "issuer": ISSUER, "text": whole }),
    );
    s.refuse(
        "certificates: where a JWK set is expected",
        "RFC 7517 §5",
        access(key).mint(),
        "keys ERR_JWKS_MALFORMED",
        "a document of one key",
    );
}

/// Of version 1, and nothing after the key.
fn bare() -> Around {
    Around {
        version: Vec::new(),
        after: Vec::new(),
    }
}

fn in_one_line(pem: &str) -> String {
    let lines: Vec<&str> = pem.lines().collect();
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    format!("{first}\n{}\n{last}\n", lines[1..lines.len() - 1].concat())
}

fn source(members: impl IntoIterator<Item = (String, Value)>, ignored: &[&str]) -> Value {
    let certificates = Value::Object(members.into_iter().collect());
    json!({ "issuer": ISSUER, "certificates": certificates, "ignored": ignored })
}
