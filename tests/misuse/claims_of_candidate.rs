//! A token with its key shows no claims: error E0599

use portcullis::Candidate;

fn leak(token: Candidate<'_, '_>) {
    let _ = token.claims();
}

fn main() {
    let _ = leak;
}
