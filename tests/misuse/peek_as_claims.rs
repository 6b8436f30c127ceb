//! What was peeked at is not taken for claims: error E0599

use portcullis::{Limits, dangerous};

fn main() {
    let peeked = dangerous::peek("a.b.c", &Limits::default()).unwrap();
    let _ = peeked.claims();
}
