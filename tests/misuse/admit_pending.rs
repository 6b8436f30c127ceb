//! host-engine: a check that has no answer yet admits nothing: error E0599

use portcullis::{PendingCheck, Policy, Presentation, UnixTime};

fn skip(check: PendingCheck, policy: &Policy, now: UnixTime) {
    let _ = check.admit(policy, &Presentation::bearer(), now);
}

fn main() {
    let _ = skip;
}
