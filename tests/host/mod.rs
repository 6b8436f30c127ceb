//! An engine outside of the core, as lax as one may be: it takes what the equations take.
//!
//! It reads its key from the JWK, so that a wrong one would show.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed test may panic"
)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use portcullis::{Algorithm, PendingCheck};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Whether the signature is the key's, over the input.
pub(crate) fn verify(check: &PendingCheck) -> bool {
    let jwk: Value = serde_json::from_str(check.jwk()).expect("a JWK");
    let part = |name: &str| {
        let text = jwk[name].as_str().expect("a text");
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    };
    let (input, signature) = (check.input(), check.signature());
    match check.algorithm() {
        Algorithm::Es256 => {
            let point = [&[4], &part("x")[..], &part("y")].concat();
            p256::ecdsa::VerifyingKey::from_sec1_bytes(&point)
                .unwrap()
                .verify(
                    input,
                    &p256::ecdsa::Signature::from_slice(signature).unwrap(),
                )
                .is_ok()
        }
        Algorithm::Es384 => {
            let point = [&[4], &part("x")[..], &part("y")].concat();
            p384::ecdsa::VerifyingKey::from_sec1_bytes(&point)
                .unwrap()
                .verify(
                    input,
                    &p384::ecdsa::Signature::from_slice(signature).unwrap(),
                )
                .is_ok()
        }
        Algorithm::EdDsa => {
            let key = part("x").try_into().unwrap();
            // Not `verify_strict`: small orders pass.
            ed25519_dalek::VerifyingKey::from_bytes(&key)
                .unwrap()
                .verify(
                    input,
                    &ed25519_dalek::Signature::from_slice(signature).unwrap(),
                )
                .is_ok()
        }
        algorithm => rsa(algorithm, &part("n"), &part("e"), input, signature),
    }
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn rsa(algorithm: Algorithm, n: &[u8], e: &[u8], input: &[u8], signature: &[u8]) -> bool {
    let n = BoxedUint::from_be_slice_vartime(n);
    let e = BoxedUint::from_be_slice_vartime(e);
    let key = rsa::PublicKey::new_with_size_limits(n, e, 2048..=8192).unwrap();
    let (sha256, sha384, sha512) = (
        Sha256::digest(input),
        Sha384::digest(input),
        Sha512::digest(input),
    );
    match algorithm {
        Algorithm::Rs256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &sha256, signature),
        Algorithm::Rs384 => key.verify(Pkcs1v15Sign::new::<Sha384>(), &sha384, signature),
        Algorithm::Rs512 => key.verify(Pkcs1v15Sign::new::<Sha512>(), &sha512, signature),
        Algorithm::Ps256 => key.verify(Pss::<Sha256>::new(), &sha256, signature),
        Algorithm::Ps384 => key.verify(Pss::<Sha384>::new(), &sha384, signature),
        Algorithm::Ps512 => key.verify(Pss::<Sha512>::new(), &sha512, signature),
        other => panic!("{other:?} is handed out"),
    }
    .is_ok()
}
