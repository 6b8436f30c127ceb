//! X.509 certificates (RFC 5280 §4.1) of the published keys, made element by element.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::keys::Key;
use crate::rsa::Hash;

pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const SEQUENCE: u8 = 0x30;

/// The algorithm identifiers of keys: RFC 3279 §2.3.1, RFC 5480 §2.1.1, RFC 8410 §3.
pub const RSA: &[u8] = &[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0];
pub const P256: &[u8] = &[
    6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7,
];
pub const P384: &[u8] = &[
    6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 5, 0x2B, 0x81, 4, 0, 0x22,
];
pub const ED25519: &[u8] = &[6, 3, 0x2B, 0x65, 0x70];

/// One element in DER (X.690 §10.1).
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let mut out = vec![tag];
    if content.len() >= 0x80 {
        out.push(0x80 + u8::try_from(length.len() - zeros).unwrap());
    }
    out.extend(&length[zeros.min(length.len() - 1)..]);
    out.extend(content);
    out
}

pub fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, &elements.concat())
}

/// A positive INTEGER.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let zero: &[u8] = if bytes[0] >= 0x80 { &[0] } else { &[] };
    element(INTEGER, &[zero, bytes].concat())
}

/// `SubjectPublicKeyInfo` of an algorithm identifier's content and a key.
pub fn key_info(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let bits = element(BIT_STRING, &[&[0], key].concat());
    sequence(&[&element(SEQUENCE, algorithm), &bits])
}

/// The key as its kind has it: `RSAPublicKey`, a point, or the bytes alone.
pub fn public_key(key: &Key) -> Vec<u8> {
    match key.alg() {
        "RS256" => {
            let key = key.rsa();
            sequence(&[
                &integer(&key.n.to_bytes_be()),
                &integer(&key.e.to_bytes_be()),
            ])
        }
        "EdDSA" => key.number("x"),
        _ => [vec![4], key.number("x"), key.number("y")].concat(),
    }
}

pub fn key_info_of(key: &Key) -> Vec<u8> {
    let algorithm = match key.alg() {
        "RS256" => RSA,
        "ES256" => P256,
        "ES384" => P384,
        _ => ED25519,
    };
    key_info(algorithm, &public_key(key))
}

/// What stands in a certificate's body before and after the key.
pub struct Around {
    pub version: Vec<u8>,
    pub after: Vec<u8>,
}

impl Default for Around {
    /// Version 3, and extensions that say the certificate is no authority's.
    fn default() -> Self {
        let constraints = sequence(&[&[6, 3, 0x55, 0x1D, 0x13], &[1, 1, 0xFF], &[4, 2, 0x30, 0]]);
        Self {
            version: vec![0xA0, 3, 2, 1, 2],
            after: element(0xA3, &sequence(&[&constraints])),
        }
    }
}

/// A certificate. Its signature is none: whoever takes the key from it does not look.
pub fn certificate(info: &[u8], around: &Around) -> Vec<u8> {
    let signed_with = sequence(&[RSA]);
    let common_name = sequence(&[&[6, 3, 0x55, 4, 3], &element(0x0C, b"published test key")]);
    let name = sequence(&[&element(0x31, &common_name)]);
    let validity = sequence(&[
        &element(0x17, b"200101000000Z"),
        &element(0x17, b"200102000000Z"),
    ]);
    let body = sequence(&[
        &around.version,
        &integer(&[7]),
        &signed_with,
        &name,
        &validity,
        &name,
        info,
        &around.after,
    ]);
    let signature = element(BIT_STRING, &[vec![0], Hash::Sha512.of(&body)].concat());
    sequence(&[&body, &signed_with, &signature])
}

pub fn certificate_of(key: &Key) -> Vec<u8> {
    certificate(&key_info_of(key), &Around::default())
}

/// RFC 7468 §5.1.
pub fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).expect("ASCII"))
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}
