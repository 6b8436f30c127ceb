//! The key in an X.509 certificate (RFC 5280 §4.1), for issuers that publish certificates by `kid`.
//!
//! A certificate is an envelope here: no name, date, extension or signature of it is looked at, and
//! nothing is believed because it says so. What vouches for the key is the connection that the
//! document came over, as it does for a JWK set.

use alloc::borrow::ToOwned;

use crate::encoding::base64url;
use crate::encoding::der::{BIT_STRING, INTEGER, SEQUENCE, Step, bytes, follow, positive};
use crate::encoding::json::{Object, Value};
use crate::encoding::pem;

const CERTIFICATE: Step = (&[SEQUENCE], 0);
const BODY: Step = (&[SEQUENCE, SEQUENCE, BIT_STRING], 0);
/// After version; serial number; algorithm, issuer, validity and subject; before unique identifiers
/// and extensions.
const KEY_INFO: Step = (
    &[
        0xA0, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, 0x81, 0x82, 0xA3,
    ],
    6,
);
const ALGORITHM: Step = (&[SEQUENCE, BIT_STRING], 0);
const KEY: Step = (&[SEQUENCE, BIT_STRING], 1);

/// A sequence of two numbers (RFC 8017 §A.1.1).
const RSA_KEY: Step = (&[SEQUENCE], 0);
const MODULUS: Step = (&[INTEGER, INTEGER], 0);
const EXPONENT: Step = (&[INTEGER, INTEGER], 1);

/// The contents of the algorithm identifiers that are known, whole, with the key's `kty` and `crv`:
/// RFC 3279 §2.3.1 with its NULL, RFC 5480 §2.1.1, RFC 8410 §3.
const KINDS: &[(&[u8], &str, &str)] = &[
    (
        &[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0],
        "RSA",
        "",
    ),
    (
        &[
            6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7,
        ],
        "EC",
        "P-256",
    ),
    (
        &[
            6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 5, 0x2B, 0x81, 4, 0, 0x22,
        ],
        "EC",
        "P-384",
    ),
    (&[6, 3, 0x2B, 0x65, 0x70], "OKP", "Ed25519"),
];

/// The key as a JWK, which is yet to be read as strictly as any other. Members that its kind does
/// not have are empty, and so is the kind of a key that is none of ours.
pub(super) fn to_jwk(kid: &str, certificate: &str) -> Option<Object> {
    let der = pem::decode(certificate)?;
    let key = bytes(follow(&der, &[CERTIFICATE, BODY, KEY_INFO, KEY])?)?;
    let algorithm = follow(&der, &[CERTIFICATE, BODY, KEY_INFO, ALGORITHM])?;
    let (kty, crv) = KINDS
        .iter()
        .find(|kind| kind.0 == algorithm)
        .map_or(("", ""), |kind| (kind.1, kind.2));
    let (names, numbers) = match kty {
        "RSA" => {
            let number = |place| positive(follow(key, &[RSA_KEY, place])?);
            (["n", "e"], (number(MODULUS)?, number(EXPONENT)?))
        }
        // A point that is not compressed (SEC 1 §2.3.4).
        "EC" => (["x", "y"], halves(key.strip_prefix(&[4])?)?),
        _ => (["x", "y"], (key, &[][..])),
    };
    let numbers = [numbers.0, numbers.1].map(base64url::encode);
    let ([name, other], [number, another]) = (names, &numbers);
    let members = [
        ("kid", kid),
        ("kty", kty),
        ("crv", crv),
        (name, number),
        (other, another),
    ];
    let owned = members
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned())));
    Some(Object::from_members(owned.collect()))
}

fn halves(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(bytes.len() / 2)
}
