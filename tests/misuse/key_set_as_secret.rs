//! hmac: a key set is no shared secret: error E0308

use portcullis::{AlgSet, KeySet, Unverified};

fn confuse(token: Unverified<'_>, keys: &KeySet) {
    let _ = token.select_secret(keys, AlgSet::recommended());
}

fn main() {
    let _ = confuse;
}
