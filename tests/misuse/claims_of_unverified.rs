//! A parsed token shows no claims: error E0599

use portcullis::{Limits, Unverified};

fn main() {
    let token = Unverified::parse("a.b.c", &Limits::default()).unwrap();
    let _ = token.claims();
}
