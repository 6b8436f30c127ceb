//! Fewer keys never make a token good, but where there were too many to choose from.

use serde_json::{Value, json};

use crate::noise::{Noise, rounds};
use crate::signer::{Signer, claims, signers};
use crate::{code, policy, set, verdict};

#[test]
fn a_key_that_goes_turns_no_refusal_into_an_accept() {
    let signers = signers();
    let policy = policy().to_string();
    let mut noise = Noise(51);
    let (mut accepted, mut resolved) = (0, 0);
    for round in 0..rounds(1200) {
        let signer = &signers[round % 2];
        let token = signer.token(header(&mut noise, signer), claims());
        let keys: Vec<Value> = (0..=noise.below(5))
            .map(|_| key(&mut noise, &signers))
            .collect();
        let whole = code(verdict(&token, &set(&keys), &policy));
        accepted += usize::from(whole == "OK");
        for gone in 0..keys.len() {
            let mut fewer = keys.clone();
            fewer.remove(gone);
            if code(verdict(&token, &set(&fewer), &policy)) == "OK" && whole != "OK" {
                assert_eq!(whole, "ERR_KEY_AMBIGUOUS", "{token} {}", set(&keys));
                resolved += 1;
            }
        }
        // Neither does the order of the keys decide anything.
        let turned: Vec<Value> = keys.iter().rev().cloned().collect();
        assert_eq!(code(verdict(&token, &set(&turned), &policy)), whole);
    }
    assert!(accepted > 150 && resolved > 20, "{accepted} {resolved}");
}

/// A header that names its key, another, or none.
fn header(noise: &mut Noise, signer: &Signer) -> String {
    let mut header = json!({ "alg": signer.alg, "typ": "at+jwt" });
    if !noise.once_in(3) {
        header["kid"] = noise.pick(&["a", "b"]).into();
    }
    header.to_string()
}

/// A key of this world, under one of few names, and sometimes of no use.
fn key(noise: &mut Noise, signers: &[Signer]) -> Value {
    let mut jwk = signers[noise.below(3)].jwk.clone();
    let members = jwk.as_object_mut().unwrap();
    for name in ["kid", "alg"] {
        if noise.once_in(2) {
            members.remove(name);
        }
    }
    if noise.once_in(2) {
        members.insert("kid".into(), noise.pick(&["a", "b"]).into());
    }
    if noise.once_in(6) {
        members.insert("use".into(), "enc".into());
    }
    if noise.once_in(6) && members.contains_key("x") {
        // Another's x: a point of no curve, or a key that signed nothing.
        members.insert("x".into(), signers[noise.below(2)].jwk["x"].clone());
    }
    jwk
}
