//! host-engine: a token that waits for its signature shows no claims: error E0599

use portcullis::PendingCheck;

fn leak(check: &PendingCheck) {
    let _ = check.claims();
}

fn main() {
    let _ = leak;
}
