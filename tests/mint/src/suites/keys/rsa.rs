//! RSA keys that are not sound (RFC 7518 §3.3, §6.3.1).

use serde_json::json;

use super::Beside;
use crate::keys::{rsa, rsa_e3};
use crate::suite::Suite;
use crate::token::{access, encode};

/// Published moduli of 1024 and 2040 bits.
const SHORT: [(&str, &str); 2] = [
    (
        "1024 bits",
        "qrKZwCSrXmVuQVshYBonozXAl9jq6E2oIPYOO0YdbvGALGODmXUHVSagYgYJ1lQdElKV0jgPJ6I6tu2U_vo1MAU1f7P1LV88r_6AM3t3LVOBAylIDXzuws-ZiXRVsEb2LfxdrED4_lGuB5TTpF4b8vITj9rnJCXL73BjcLUL4kc",
    ),
    (
        "2040 bits",
        "xTn5eQ3yTKckEXX_t10vhfOcnFZmQlzpICJMCNw9TmVM9bFxxzRBRExYfRyuXItFzgKlwDBohf-bq9YGi2xNNDSgc2OUA1Ts-qcgNKgRosGpXZqwqIZpvuqiOKD9rNRxfxZYUE7szwnxQFDuc7NfhLNAhdRRqoCGVPHMBv7ZFWfbDCAud-n1kCQpAxLE1n3X0YOq92NSFSSPNQlisQBcomOtSvWwM5nMtsC4V_Ln2OC9TZ09qjWvuHyqHL3H0XXhHb-4Un9Jr9vwEyWOn0lLyRC7GLbewJPozFEPLnK-eYUco6tmnB_6ZZJ3b6xHEyTBgWhT3hQuupMhugtfDfgP",
    ),
];

pub fn unsound_rsa(s: &mut Suite) {
    let (good, key) = (rsa_e3(), rsa());
    let twin = "a key that is used: an RSA key";
    s.keys(
        "used, RSA",
        [
            good.jwk(),
            key.jwk_with(&json!({ "alg": "RS256", "use": "sig" })),
        ],
    );
    s.accept(twin, "RFC 7518 §3.3", access(&key).mint());
    let beside = Beside {
        good: &good,
        token: access(&key).mint(),
        twin,
    };
    let n = key.rsa().n.to_bytes_be();
    let mut even = n.clone();
    even[255] ^= 1;
    let huge: Vec<u8> = [&[0x80][..], &[1; 1024]].concat();
    let e = |bytes: &[u8]| json!({ "e": encode(bytes) });
    for (name, code, members) in [
        (SHORT[0].0, "ERR_JWK_RSA", json!({ "n": SHORT[0].1 })),
        (SHORT[1].0, "ERR_JWK_RSA", json!({ "n": SHORT[1].1 })),
        ("8200 bits", "ERR_JWK_RSA", json!({ "n": encode(&huge) })),
        (
            "an even modulus",
            "ERR_JWK_RSA",
            json!({ "n": encode(&even) }),
        ),
        (
            "a modulus with a zero before it",
            "ERR_JWK_RSA",
            json!({ "n": encode(&[&[0][..], &n].concat()) }),
        ),
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
        (
            "n padded",
            "ERR_JWK_MEMBER",
            json!({ "n": format!("{}==", encode(&n)) }),
        ),
        ("n a number", "ERR_JWK_MEMBER", json!({ "n": 3 })),
        ("RSA with p", "ERR_JWK_PRIVATE", json!({ "p": "AQAB" })),
        ("RSA with oth", "ERR_JWK_PRIVATE", json!({ "oth": [] })),
        (
            "RSA with alg ES256",
            "ERR_JWK_ALG",
            json!({ "alg": "ES256" }),
        ),
        (
            "RSA for encryption",
            "ERR_JWK_ALG",
            json!({ "alg": "RSA-OAEP" }),
        ),
        (
            "RSA with alg RSA1_5",
            "ERR_JWK_ALG",
            json!({ "alg": "RSA1_5" }),
        ),
    ] {
        beside.left_out(s, name, "RFC 7518 §6.3.1", code, &key.jwk_with(&members));
    }
    for name in ["n", "e"] {
        beside.left_out(
            s,
            &format!("{name} missing"),
            "RFC 7518 §6.3.1",
            "ERR_JWK_MEMBER",
            &key.jwk_without(name),
        );
    }
}
