//! host-engine: one answer per check: error E0382

use portcullis::PendingCheck;

fn until_it_is_good(check: PendingCheck) {
    let _ = check.dangerously_accept(false);
    let _ = check.dangerously_accept(true);
}

fn main() {
    let _ = until_it_is_good;
}
