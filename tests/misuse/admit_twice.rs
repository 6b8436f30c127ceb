//! One verdict per token: error E0382

use portcullis::{Authentic, Policy, Presentation, UnixTime};

fn until_it_fits(token: Authentic<'_>, strict: &Policy, lax: &Policy, now: UnixTime) {
    let _ = token.admit(strict, &Presentation::bearer(), now);
    let _ = token.admit(lax, &Presentation::bearer(), now);
}

fn main() {
    let _ = until_it_fits;
}
