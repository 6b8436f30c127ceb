//! A token with a good signature shows no claims: error E0599

use portcullis::Authentic;

fn leak(token: Authentic<'_>) {
    let _ = token.claims();
}

fn main() {
    let _ = leak;
}
