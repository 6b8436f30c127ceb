//! A JWK: what is taken is a public key that the reference crates take too, alone as in a set.

use portcullis::{KeySet, Limits, VerifyingKey, thumbprint};
use rsa::BoxedUint;

use crate::tree::Tree;
use crate::{decode, encode};

/// Members that a public key never has (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

pub fn run(text: &str) {
    let limits = Limits::DEFAULT;
    let alone = VerifyingKey::from_jwk(text, &limits);
    let tree: Option<Tree> = serde_json::from_str(text).ok();
    let set = format!(r#"{{"keys":[{text}]}}"#);
    // A text that closes the list is no key that stands in it.
    if let Some(tree) = &tree {
        in_a_set(&set, tree.get("issuer").is_some(), alone.as_ref());
    }
    let Ok(key) = alone else {
        return;
    };
    let tree = tree.expect("our JSON is theirs");
    assert!(is_sound(&tree), "no reference crate takes this key");
    assert!(PRIVATE.iter().all(|name| tree.get(name).is_none()));
    assert_eq!(tree.get("kid").and_then(Tree::as_str), key.kid());
    assert_eq!(thumbprint(text), Ok(encode(key.thumbprint())));
}

fn in_a_set(set: &str, has_issuer: bool, alone: Result<&VerifyingKey, &portcullis::Error>) {
    let held = KeySet::from_json("https://issuer.example", set, &Limits::DEFAULT);
    match (alone, held) {
        (Ok(key), Ok(set)) => {
            assert_eq!(set.keys().len(), 1);
            assert_eq!(set.keys()[0].thumbprint(), key.thumbprint());
        }
        // A key that says whose it is stands in no other issuer's set.
        (Ok(_), Err(error)) if has_issuer && error.code() == "ERR_JWKS_NO_USABLE_KEY" => {}
        // A set is two levels deeper than its keys.
        (Ok(_), Err(error)) => assert_eq!(error.code(), "ERR_JWKS_MALFORMED"),
        (Err(_), Ok(_)) => panic!("a key in a set that is none alone"),
        (Err(_), Err(_)) => {}
    }
}

fn is_sound(jwk: &Tree) -> bool {
    let text = |name: &str| jwk.get(name).and_then(Tree::as_str);
    let part = |name: &str| decode(text(name).expect("a member that is a text"));
    let point = || [&[4], &part("x")[..], &part("y")].concat();
    match (text("kty"), text("crv")) {
        (Some("EC"), Some("P-256")) => p256::PublicKey::from_sec1_bytes(&point()).is_ok(),
        (Some("EC"), Some("P-384")) => p384::PublicKey::from_sec1_bytes(&point()).is_ok(),
        (Some("OKP"), Some("Ed25519")) => part("x").try_into().is_ok_and(|bytes| {
            ed25519_dalek::VerifyingKey::from_bytes(&bytes).is_ok_and(|key| !key.is_weak())
        }),
        (Some("RSA"), _) => {
            let number = |name: &str| BoxedUint::from_be_slice_vartime(&part(name));
            rsa::PublicKey::new_with_size_limits(number("n"), number("e"), 2048..=8192).is_ok()
        }
        _ => false,
    }
}
