//! The keys that sign the vectors. All are published here and protect nothing.

use ed25519_dalek::Signer as _;
use hmac::{KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::rsa::{Hash, RsaKey};
use crate::token::{decode, encode};

/// A published key with the `kid` it goes by.
#[derive(Clone)]
pub struct Key {
    pub kid: &'static str,
    secret: Secret,
}

#[derive(Clone)]
enum Secret {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
    Rsa(Box<RsaKey>),
    Shared(Vec<u8>),
}

/// Everything below comes from this text and a name: nobody could take it for a secret.
fn seed(kid: &str) -> [u8; 32] {
    Sha256::digest(format!("portcullis published test key: {kid}")).into()
}

pub fn p256(kid: &'static str) -> Key {
    let key = p256::ecdsa::SigningKey::from_slice(&seed(kid)).expect("in range");
    Key {
        kid,
        secret: Secret::P256(key),
    }
}

pub fn p384(kid: &'static str) -> Key {
    let wide: [u8; 48] = Sha384::digest(seed(kid)).into();
    let key = p384::ecdsa::SigningKey::from_slice(&wide).expect("in range");
    Key {
        kid,
        secret: Secret::P384(key),
    }
}

pub fn ed25519(kid: &'static str) -> Key {
    let key = ed25519_dalek::SigningKey::from_bytes(&seed(kid));
    Key {
        kid,
        secret: Secret::Ed25519(key),
    }
}

/// RFC 7515 appendix A.2: 2048 bits.
pub fn rsa() -> Key {
    rsa_of(
        "rsa-2048",
        include_str!("../keys/rfc7515_a2_published_rsa_key.json"),
    )
}

/// 8192 bits, the longest that is taken.
pub fn rsa_8192() -> Key {
    rsa_of(
        "rsa-8192",
        include_str!("../keys/published_test_rsa_8192.json"),
    )
}

/// 2048 bits with the exponent 3, the smallest that is taken.
pub fn rsa_e3() -> Key {
    rsa_of("rsa-e3", include_str!("../keys/published_test_rsa_e3.json"))
}

/// The file of the RSA keys of every length.
pub const RSA_LENGTHS: &str = "keys/published_test_rsa_lengths.json";

/// The RSA keys of every length: bits, form, and the key itself with an exponent.
pub fn rsa_lengths(exponent: u64) -> Vec<(u64, String, Key)> {
    let text = include_str!("../keys/published_test_rsa_lengths.json");
    let document: Value = serde_json::from_str(text).expect("a key file");
    let keys = document["keys"].as_array().expect("keys").iter();
    keys.map(|key| {
        let mut key = key.clone();
        let bits = key["bits"].as_u64().expect("bits");
        let form = key["form"].as_str().expect("a form").to_owned();
        let bytes = exponent.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        key["e"] = encode(&bytes[zeros..]).into();
        (bits, form, rsa_of("rsa-length", &key.to_string()))
    })
    .collect()
}

fn rsa_of(kid: &'static str, text: &str) -> Key {
    Key {
        kid,
        secret: Secret::Rsa(Box::new(RsaKey::from_json(text))),
    }
}

pub fn secret(kid: &'static str, length: usize) -> Key {
    let bytes = [seed(kid), Sha256::digest(seed(kid)).into()].concat();
    Key {
        kid,
        secret: Secret::Shared(bytes[..length].to_vec()),
    }
}

impl Key {
    /// The public JWK with its `kid`; for a shared secret its bytes in base64url.
    pub fn jwk(&self) -> Value {
        match &self.secret {
            Secret::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                ec(self.kid, "P-256", &point.as_bytes()[1..])
            }
            Secret::P384(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                ec(self.kid, "P-384", &point.as_bytes()[1..])
            }
            Secret::Ed25519(key) => json!({
                "kty": "OKP", "crv": "Ed25519", "kid": self.kid,
                "x": encode(key.verifying_key().as_bytes()),
            }),
            Secret::Rsa(key) => json!({
                "kty": "RSA", "kid": self.kid,
                "n": encode(&key.n.to_bytes_be()), "e": encode(&key.e.to_bytes_be()),
            }),
            Secret::Shared(bytes) => Value::from(encode(bytes)),
        }
    }

    /// The public JWK with further members, or others in their place.
    pub fn jwk_with(&self, members: &Value) -> Value {
        let mut jwk = self.jwk();
        for (name, value) in members.as_object().expect("members") {
            jwk[name.as_str()] = value.clone();
        }
        jwk
    }

    pub fn jwk_without(&self, name: &str) -> Value {
        let mut jwk = self.jwk();
        jwk.as_object_mut().expect("a JWK").shift_remove(name);
        jwk
    }

    /// The bytes of a member of the public JWK.
    pub fn number(&self, name: &str) -> Vec<u8> {
        decode(self.jwk()[name].as_str().expect("a number"))
    }

    pub fn rsa(&self) -> &RsaKey {
        match &self.secret {
            Secret::Rsa(key) => key,
            _ => panic!("not an RSA key"),
        }
    }

    /// The algorithm of a token that does not say which.
    pub fn alg(&self) -> &'static str {
        match &self.secret {
            Secret::P256(_) => "ES256",
            Secret::P384(_) => "ES384",
            Secret::Ed25519(_) => "EdDSA",
            Secret::Rsa(_) => "RS256",
            Secret::Shared(_) => "HS256",
        }
    }

    /// Signs as the algorithm says, which may not be the header's.
    pub fn sign(&self, alg: &str, message: &[u8]) -> Vec<u8> {
        match &self.secret {
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Secret::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Secret::Rsa(key) => {
                let (hash, salt) = match &alg[2..] {
                    "384" => (Hash::Sha384, 48),
                    "512" => (Hash::Sha512, 64),
                    _ => (Hash::Sha256, 32),
                };
                match &alg[..2] {
                    "PS" => key.pss(hash, message, salt),
                    _ => key.pkcs1(hash, message),
                }
            }
            Secret::Shared(bytes) => mac(alg, bytes, message),
        }
    }
}

fn ec(kid: &str, crv: &str, point: &[u8]) -> Value {
    let (x, y) = point.split_at(point.len() / 2);
    json!({ "kty": "EC", "crv": crv, "kid": kid, "x": encode(x), "y": encode(y) })
}

/// HMAC (RFC 7518 §3.2).
pub fn mac(alg: &str, secret: &[u8], message: &[u8]) -> Vec<u8> {
    fn tag<M: Mac + KeyInit>(secret: &[u8], message: &[u8]) -> Vec<u8> {
        let mac = <M as KeyInit>::new_from_slice(secret).expect("any length");
        mac.chain_update(message).finalize().into_bytes().to_vec()
    }
    match alg {
        "HS384" => tag::<hmac::Hmac<Sha384>>(secret, message),
        "HS512" => tag::<hmac::Hmac<Sha512>>(secret, message),
        _ => tag::<hmac::Hmac<Sha256>>(secret, message),
    }
}
