//! Keys that providers publish. Nothing is signed: a token is the name of a key and the key that it means.

use std::fmt::Write;
use std::sync::OnceLock;

use ed25519_dalek::SigningKey;
use portcullis::{KeySet, Limits, VerifyingKey};

use crate::signer::encode;

/// A key under a name. The same name can mean another key later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pair {
    pub(crate) kid: u32,
    pub(crate) key: usize,
}

impl Pair {
    pub(crate) fn name(self) -> String {
        format!("k{}", self.kid)
    }
}

struct Key {
    x: String,
    thumbprint: [u8; 32],
}

/// Keys there are; a provider that has used them all begins again, under new names.
const KEYS: u8 = 200;

fn pool() -> &'static [Key] {
    static POOL: OnceLock<Vec<Key>> = OnceLock::new();
    POOL.get_or_init(|| {
        (0..KEYS)
            .map(|seed| {
                let public = SigningKey::from_bytes(&[seed; 32]).verifying_key();
                let x = encode(public.as_bytes());
                let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
                let thumbprint = *VerifyingKey::from_jwk(&jwk, &Limits::default())
                    .unwrap()
                    .thumbprint();
                Key { x, thumbprint }
            })
            .collect()
    })
}

/// The key document of a provider. Spoiled keys are there, and of no use.
pub(crate) fn document(keys: &[Pair], spoiled: usize) -> String {
    let mut text = String::from(r#"{"keys":["#);
    for (position, pair) in keys.iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        let x = if position < spoiled {
            "AQ"
        } else {
            &pool()[pair.key % pool().len()].x
        };
        let kid = pair.name();
        write!(
            text,
            r#"{comma}{{"kty":"OKP","crv":"Ed25519","kid":"{kid}","x":"{x}"}}"#
        )
        .unwrap();
    }
    text + "]}"
}

fn is(pair: Pair, held: &VerifyingKey) -> bool {
    held.thumbprint() == &pool()[pair.key % pool().len()].thumbprint
}

/// Whether a set is these keys under these names, and no other.
pub(crate) fn are(pairs: &[Pair], set: &KeySet) -> bool {
    let held = set.keys();
    let has = |pair: &Pair| {
        let name = pair.name();
        held.iter()
            .any(|key| key.kid() == Some(&name) && is(*pair, key))
    };
    held.len() == pairs.len() && pairs.iter().all(has)
}

/// The key that a set has under a name.
pub(crate) enum Found {
    /// Of that name, and no other.
    The(Pair),
    /// Another one, which the provider has published under that name.
    Another(Pair),
    Nothing,
}

/// Looks for a token's key as a verifier does: by its name. `known` is every key there ever was.
pub(crate) fn find(token: Pair, set: &KeySet, known: &[Pair]) -> Found {
    let name = token.name();
    let Some(held) = set.keys().iter().find(|key| key.kid() == Some(&name)) else {
        return Found::Nothing;
    };
    if is(token, held) {
        return Found::The(token);
    }
    let other = known
        .iter()
        .find(|pair| pair.kid == token.kid && is(**pair, held));
    other.map_or(Found::Nothing, |pair| Found::Another(*pair))
}
