//! host-engine: a check of another algorithm cannot be made up: error E0451

use portcullis::{Algorithm, PendingCheck};

fn forge(check: PendingCheck) -> PendingCheck {
    PendingCheck {
        algorithm: Algorithm::Es256,
        ..check
    }
}

fn main() {
    let _ = forge;
}
