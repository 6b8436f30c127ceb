//! One case: a token that was tampered with, and the keys that a verifier holds.

use serde_json::{Value, json};

use crate::noise::Noise;
use crate::signer::{Signer, claims, encode};
use crate::{documents, form, keys};

#[derive(Debug)]
pub(crate) struct Case {
    /// What was tampered with.
    pub(crate) class: &'static str,
    pub(crate) jwks: String,
    pub(crate) token: String,
}

impl Case {
    pub(crate) fn new(token: String, jwks: String) -> Self {
        Self {
            class: "",
            jwks,
            token,
        }
    }
}

/// A name, and what is done.
pub(crate) type Class = (&'static str, fn(&mut Noise, &World, &Signer) -> Case);

/// Every class, as often as every other.
const CLASSES: &[&[Class]] = &[form::CLASSES, documents::CLASSES, keys::CLASSES];

/// The keys that sign, and the set in which they are published.
pub(crate) struct World {
    pub(crate) signers: Vec<Signer>,
    pub(crate) jwks: String,
}

impl World {
    pub(crate) fn new(signers: Vec<Signer>) -> Self {
        let keys: Vec<&Value> = signers.iter().map(|signer| &signer.jwk).collect();
        let jwks = json!({ "keys": keys }).to_string();
        Self { signers, jwks }
    }

    pub(crate) fn classes() -> impl Iterator<Item = &'static Class> {
        CLASSES.iter().copied().flatten()
    }

    /// A case of the class whose turn it is.
    pub(crate) fn case(&self, noise: &mut Noise, round: usize) -> Case {
        let classes: Vec<&Class> = Self::classes().collect();
        let (name, make) = classes[round % classes.len()];
        // RSA takes fifty times as long to sign.
        let signers = if noise.once_in(20) { 4 } else { 2 };
        let signer = &self.signers[noise.below(signers)];
        let mut case = make(noise, self, signer);
        case.class = name;
        case
    }

    /// With the keys as they are published.
    pub(crate) fn with(&self, token: String) -> Case {
        Case::new(token, self.jwks.clone())
    }

    /// Signed as it should be, whatever it says.
    pub(crate) fn signed(
        &self,
        signer: &Signer,
        header: impl AsRef<[u8]>,
        payload: impl AsRef<[u8]>,
    ) -> Case {
        self.with(signer.token(header, payload))
    }
}

pub(crate) fn good(signer: &Signer) -> String {
    signer.token(signer.header(), claims())
}

pub(crate) fn join(parts: [&str; 2], signature: &[u8]) -> String {
    format!("{}.{}.{}", parts[0], parts[1], encode(signature))
}
