//! A hint is not taken for what was verified: error E0308

use portcullis::Unverified;

fn issuer<'a>(token: &'a mut Unverified<'_>) -> &'a str {
    token.issuer_hint().unwrap().unwrap()
}

fn main() {
    let _ = issuer;
}
