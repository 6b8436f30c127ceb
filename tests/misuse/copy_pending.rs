//! host-engine: a check is not copied to be answered twice: error E0277

use portcullis::PendingCheck;

fn copy<T: Clone>(check: &T) -> T {
    check.clone()
}

fn twice(check: &PendingCheck) {
    let _ = copy(check).dangerously_accept(false);
    let _ = copy(check).dangerously_accept(true);
}

fn main() {
    let _ = twice;
}
