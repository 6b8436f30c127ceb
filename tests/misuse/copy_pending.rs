//! host-engine: a check is not copied to be answered twice: error E0599

use portcullis::PendingCheck;

fn copy(check: &PendingCheck) -> PendingCheck {
    PendingCheck::clone(check)
}

fn main() {
    let _ = copy;
}
