//! hmac: a shared secret is no key set: error E0308

use portcullis::{AlgSet, HmacSecret, Unverified};

fn confuse(token: Unverified<'_>, secret: &HmacSecret) {
    let _ = token.select(secret, AlgSet::recommended());
}

fn main() {
    let _ = confuse;
}
