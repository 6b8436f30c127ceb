//! host-engine: a token that was handed out is gone: error E0382

use portcullis::Candidate;

fn both(token: Candidate<'_, '_>) {
    let _ = token.detach();
    let _ = token.verify();
}

fn main() {
    let _ = both;
}
