//! A token that was verified is gone: error E0382

use portcullis::Candidate;

fn twice(token: Candidate<'_, '_>) {
    let _ = token.verify();
    let _ = token.verify();
}

fn main() {
    let _ = twice;
}
