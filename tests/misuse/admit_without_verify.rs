//! No verdict without a look at the signature: error E0599

use portcullis::{Candidate, Policy, Presentation, UnixTime};

fn skip(token: Candidate<'_, '_>, policy: &Policy, now: UnixTime) {
    let _ = token.admit(policy, &Presentation::bearer(), now);
}

fn main() {
    let _ = skip;
}
