//! No signature is checked without a key that was selected: error E0599

use portcullis::Unverified;

fn skip(token: Unverified<'_>) {
    let _ = token.verify();
}

fn main() {
    let _ = skip;
}
