//! A token that has its key is gone: error E0382

use portcullis::{AlgSet, KeySet, Unverified};

fn twice(token: Unverified<'_>, keys: &KeySet) {
    let _ = token.select(keys, AlgSet::recommended());
    let _ = token.select(keys, AlgSet::recommended());
}

fn main() {
    let _ = twice;
}
