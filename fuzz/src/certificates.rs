//! Certificates by `kid`: each is one key of its name or left out, and what is used of it is in it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portcullis::{KeySet, Limits};
use serde_json::{Map, Value, json};

const ISSUER: &str = "https://issuer.example";

/// A map of certificates, or the bytes of the one in such a map.
pub fn run(bytes: &[u8]) {
    match str::from_utf8(bytes) {
        Ok(text) if text.starts_with('{') => document(text),
        _ => document(&json!({ "k": pem(bytes) }).to_string()),
    }
}

fn document(text: &str) {
    let limits = Limits::DEFAULT;
    let set = match KeySet::from_certificates(ISSUER, text, &limits) {
        Ok(set) => set,
        Err(error) => return assert_eq!(error.stage(), "keys"),
    };
    let document: Map<String, Value> = serde_json::from_str(text).expect("our JSON is theirs");
    assert_eq!(set.keys().len() + set.ignored().len(), document.len());
    assert!(document.len() <= limits.keys);
    for key in set.keys() {
        let kid = key.kid().expect("a name");
        let certificate = document[kid].as_str().expect("a text");
        let der = der_of(certificate);
        assert_eq!(der[0], 0x30, "a sequence");
        // What is taken is the key alone: the same bytes in one line give the same one.
        let alone = json!({ kid: pem(&der) }).to_string();
        let again = KeySet::from_certificates(ISSUER, &alone, &limits).expect("the same");
        assert_eq!(again.keys()[0].thumbprint(), key.thumbprint());
        // A byte more or less is no certificate.
        for other in [&der[..der.len() - 1], &[&der[..], &[0]].concat()] {
            let alone = json!({ kid: pem(other) }).to_string();
            assert!(KeySet::from_certificates(ISSUER, &alone, &limits).is_err());
        }
    }
}

fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n")
}

/// As another reader of strict base64 has it.
fn der_of(pem: &str) -> Vec<u8> {
    let lines: Vec<&str> = pem
        .split('\n')
        .filter(|line| !line.starts_with("-----"))
        .collect();
    STANDARD
        .decode(lines.concat())
        .expect("base64 to others too")
}
